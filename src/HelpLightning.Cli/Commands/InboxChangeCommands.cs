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

/// <summary><c>hl webhooks inbox retry</c>, <c>discard</c> and <c>replay</c>.</summary>
internal static class InboxChangeCommands
{
    /// <summary>Beyond it nobody cares how many they are.</summary>
    private const int MostCounted = 10_000;

    public static HlCommand Retry(Host host) => Attach(
        new HlCommand("retry", "Have events that failed tried again now, as often as new ones",
            "hl webhooks inbox retry 12 13 --inbox webhooks.sqlite",
            "hl webhooks inbox retry --state dead --since 24h --inbox webhooks.sqlite"),
        host, [InboxEventState.Waiting, InboxEventState.Dead], question: null,
        static (inbox, query, cancellation) => inbox.RetryAsync(query, cancellation));

    public static HlCommand Discard(Host host) => Attach(
        new HlCommand("discard", "Put events aside that are not handled: nothing tries them again by itself",
            "hl webhooks inbox discard 12 --inbox webhooks.sqlite",
            "hl webhooks inbox discard --state dead --until 30d --inbox webhooks.sqlite --yes"),
        host, [InboxEventState.New, InboxEventState.Waiting, InboxEventState.Dead], "Put {0} aside?",
        static (inbox, query, cancellation) => inbox.DiscardAsync(query, cancellation));

    public static HlCommand Replay(Host host) => Attach(
        new HlCommand("replay", "Have events handled once more that are handled, dead or put aside: what was done for them is done again",
            "hl webhooks inbox replay 12 --inbox webhooks.sqlite",
            "hl webhooks inbox replay --call call_01a2... --inbox webhooks.sqlite --yes"),
        host, [InboxEventState.Handled, InboxEventState.Dead, InboxEventState.Discarded], "Handle {0} once more?",
        static (inbox, query, cancellation) => inbox.ReplayAsync(query, cancellation));

    /// <param name="command">The command.</param>
    /// <param name="host">Where it asks and prints.</param>
    /// <param name="states">Those in which events are changed by it; others are passed over.</param>
    /// <param name="question">What is asked first, with <c>{0}</c> for how many; null for nothing.</param>
    /// <param name="change">Does it.</param>
    private static HlCommand Attach(
        HlCommand command, Host host, InboxEventState[] states, string? question,
        Func<IWebhookInbox, InboxQuery, CancellationToken, ValueTask<long>> change)
    {
        InboxConditions conditions = new(host);
        Option<bool> all = new("--all") { Description = $"All that are {Or(states)}" };
        InboxFlags inboxes = InboxCommands.Inbox(host);
        ConfirmationFlag confirmation = new(host, "Nothing was changed.", "hl webhooks inbox list");
        SettingSource settings = new(host);
        OutputFlags<InboxChange> output = new(host, InboxShape.Change, settings);
        conditions.AddTo(command);
        command.Add(all);
        inboxes.AddTo(command);
        if (question is not null)
        {
            confirmation.AddTo(command);
        }

        output.AddTo(command);
        command.Add(settings.Profile);
        command.SetAction(async (parsed, cancellation) =>
        {
            InboxQuery query = conditions.Read(parsed);
            if (InboxConditions.IsAll(query) != parsed.GetValue(all))
            {
                throw CommandException.Usage(parsed.GetValue(all)
                    ? "--all is there beside conditions: keep the one or the others."
                    : $"Which events? Give their numbers, or conditions such as --state, or --all for all that are {Or(states)}.");
            }

            using RowPrinter<InboxChange> printer = output.Open(parsed, isOne: true);
            await using IWebhookInbox inbox = await inboxes.OpenToAdministerAsync(parsed, cancellation);
            if (question is not null && !confirmation.IsGiven(parsed)
                && await CountAsync(inbox, query, states, cancellation) is { } count)
            {
                confirmation.Require(parsed, question.Replace("{0}", count, StringComparison.Ordinal));
            }

            long changed = await change(inbox, query, cancellation);
            printer.PrintOnly(new InboxChange(command.Name, changed));
            if (changed == 0)
            {
                host.Screen.Note($"None of them is {Or(states)}, which this is for. To see which there are: hl webhooks inbox list");
            }

            return changed == 0 && query.Ids is not null ? ExitCode.Refused : ExitCode.Done;
        });
        return command;
    }

    private static string Or(InboxEventState[] states) =>
        $"{string.Join(", ", states[..^1].Select(InboxStates.Name))} or {InboxStates.Name(states[^1])}";

    /// <summary>How many would be changed, for the question; null for none.</summary>
    private static async Task<string?> CountAsync(
        IWebhookInbox inbox, InboxQuery query, InboxEventState[] states, CancellationToken cancellation)
    {
        int count = 0;
        InboxEventState[] meant = query.States is { } asked ? [.. asked.Intersect(states)] : states;
        await foreach (InboxEvent _ in inbox.ListAsync(query with { States = meant, Limit = MostCounted + 1 }, cancellation))
        {
            count++;
        }

        return count switch
        {
            0 => null,
            1 => "1 event",
            > MostCounted => string.Create(CultureInfo.InvariantCulture, $"more than {MostCounted:N0} events"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{count:N0} events"),
        };
    }
}
