using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Settings;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Webhooks;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl webhooks inbox</c>: what a receiver keeps, looked at while it runs or not.</summary>
internal static class InboxCommands
{
    private const string Which = "The SQLite file of the receiver";

    public static HlCommand Build(Host host) => new("inbox", "The events that a receiver keeps: look, and have them handled again",
        "hl webhooks inbox list --inbox webhooks.sqlite --state dead,waiting",
        "hl webhooks inbox show 12 --inbox webhooks.sqlite",
        "hl webhooks inbox retry --state dead --inbox webhooks.sqlite")
    {
        List(host), Show(host),
        InboxChangeCommands.Retry(host), InboxChangeCommands.Discard(host), InboxChangeCommands.Replay(host),
    };

    public static InboxFlags Inbox(Host host) => new(host, Which);

    private static HlCommand List(Host host)
    {
        InboxConditions conditions = new(host);
        ListFlags list = new("", static order => order, hasOrder: false);
        HlCommand command = new("list", "List the events of an inbox, the newest first",
            "hl webhooks inbox list --inbox webhooks.sqlite",
            "hl webhooks inbox list --inbox webhooks.sqlite --state dead --since 7d --all -o csv",
            "hl webhooks inbox list --inbox webhooks.sqlite --call call_01a2... --fields id,category,state");
        conditions.AddTo(command);
        list.AddTo(command);
        return Attach(command, host, InboxShape.List, async (parsed, inbox, output, cancellation) =>
        {
            InboxQuery query = conditions.Read(parsed);
            list.Options(parsed);
            int? limit = list.Limit(parsed);
            using RowPrinter<InboxRow> printer = output.Open(parsed);
            int printed = 0;
            bool hasMore = false;
            await foreach (InboxEvent found in inbox.ListAsync(query with { Limit = limit + 1 }, cancellation))
            {
                if (printed == limit)
                {
                    hasMore = true;
                    break;
                }

                printer.Print(new InboxRow(found, host.Clock.GetUtcNow()));
                printed++;
            }

            printer.Finish();
            if (hasMore)
            {
                string shown = printed == 1 ? "of the events" : string.Create(CultureInfo.InvariantCulture, $"{printed:N0} events");
                host.Screen.Note($"The newest {shown}. For more: --all, or --limit NUMBER");
            }
        });
    }

    private static HlCommand Show(Host host)
    {
        Argument<long> id = new("ID") { Description = "Its number, as hl webhooks inbox list shows it" };
        HlCommand command = new("show", "Print an event whole; into a pipe its body alone, byte by byte, unless -o says otherwise",
            "hl webhooks inbox show 12 --inbox webhooks.sqlite",
            "hl webhooks inbox show 12 --inbox webhooks.sqlite > body.json",
            "hl webhooks inbox show 12 --inbox webhooks.sqlite -o json | jq .error")
        {
            id,
        };
        return Attach(command, host, InboxShape.Full, async (parsed, inbox, output, cancellation) =>
        {
            InboxEvent found = await inbox.FindAsync(parsed.GetValue(id), cancellation)
                ?? throw new CommandException(ExitCode.Refused, string.Create(
                    CultureInfo.InvariantCulture, $"There is no event {parsed.GetValue(id)} in this inbox."));
            if (!host.OutputIsTerminal && !output.IsChosen(parsed))
            {
                using Stream raw = host.Screen.OpenStream();
                raw.Write(found.Body.Span);
                return;
            }

            bool isForPeople = output.Format(parsed) == OutputFormat.Table;
            using RowPrinter<InboxRow> printer = output.Open(parsed, isOne: true);
            InboxRow row = new(found, host.Clock.GetUtcNow());
            printer.PrintOnly(isForPeople ? row : row with { Body = BodyText.Json(found.Body) });
            if (isForPeople)
            {
                host.Screen.Out.WriteLine();
                host.Screen.Out.WriteLine(BodyText.Lines(found.Body));
            }
        });
    }

    private static HlCommand Attach(
        HlCommand command, Host host, RowShape<InboxRow> shape,
        Func<ParseResult, IWebhookInbox, OutputFlags<InboxRow>, CancellationToken, Task> print)
    {
        InboxFlags inboxes = Inbox(host);
        SettingSource settings = new(host);
        OutputFlags<InboxRow> output = new(host, shape, settings);
        inboxes.AddTo(command);
        output.AddTo(command);
        command.Add(settings.Profile);
        command.SetAction(async (parsed, cancellation) =>
        {
            await using IWebhookInbox inbox = await inboxes.OpenToAdministerAsync(parsed, cancellation);
            await print(parsed, inbox, output, cancellation);
            return ExitCode.Done;
        });
        return command;
    }
}
