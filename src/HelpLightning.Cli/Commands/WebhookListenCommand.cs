using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Cli.Terminal;
using HelpLightning.Cli.Webhooks;
using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl webhooks listen</c>: takes events on this machine, shows them, and sends them on, until Ctrl-C.</summary>
internal static class WebhookListenCommand
{
    /// <summary>It ends what it answers, and writes down what came of what is being handled.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ShortestBeat = TimeSpan.FromSeconds(1);

    public static HlCommand Build(Host host)
    {
        SecretFlags secrets = new(host);
        InboxFlags inboxes = new(host, "Keep events in this SQLite file until they are handled, over restarts [default: in memory]");
        ConnectionFlags connection = new(host, isOneCall: false);
        Option<string> port = new("--port")
        {
            HelpName = "NUMBER",
            Description = "The port on 127.0.0.1, at any path; 0 picks a free one",
            DefaultValueFactory = _ => "9000",
        };
        Option<bool> unsigned = new("--unsigned")
        {
            Description = "Take events that nobody has signed, from a webhook without a secret: "
                + "anybody who reaches the port can make them up",
        };
        Option<string?> events = EventFilter.Option();
        Option<string?> forward = new("--forward-to")
        {
            HelpName = "URL",
            Description = "Post each event there as it came, with its signature, those of a call in their order; "
                + "what is not taken is tried again after 5 s, 30 s, 2 min ... 8 h",
        };
        Option<string?> save = new("--save-attachments")
        {
            HelpName = "FOLDER",
            Description = "Fetch the file of each attachment_created into this folder, as hl calls download does; for this alone it takes "
                + "the key and the API key",
        };
        Option<string?> heartbeat = new("--heartbeat")
        {
            HelpName = "TIME",
            Description = "Say on standard error every so often, such as 5m, when the last event came; a terminal shows it anyway",
        };
        Option<string> output = new("--output", "-o")
        {
            HelpName = "FORMAT",
            Description = "table, a line for each event, or ndjson, with the body",
            DefaultValueFactory = _ => "table",
        };
        output.CompletionSources.Add("table", "ndjson");
        HlCommand command = new(
            "listen", "Take webhooks on this machine, show each event, and send it on if you like, until Ctrl-C",
            "hl webhooks listen --secret-file secret.txt",
            "hl webhooks listen --secret-file secret.txt --forward-to http://127.0.0.1:5000/hook --inbox webhooks.sqlite",
            "hl webhooks listen --secret-file secret.txt --save-attachments attachments --inbox webhooks.sqlite",
            "hl webhooks listen --secret-file secret.txt --events attachment_created -o ndjson | jq .call_id")
        {
            TimeToStop = TimeToStop,
        };
        command.Add(port);
        secrets.AddTo(command);
        foreach (Option option in (ReadOnlySpan<Option>)[unsigned, events, forward, save])
        {
            command.Add(option);
        }

        inboxes.AddTo(command);
        command.Add(output);
        command.Add(heartbeat);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<ArrivedEvent>? rows = Rows(parsed.GetValue(output)!, host.Screen);
            ListenPlan plan = new()
            {
                Port = ReadPort(parsed.GetValue(port)!),
                Filter = EventFilter.Read(parsed.GetValue(events)),
                Target = parsed.GetValue(forward) is { } target ? EventForwarder.ReadTarget(target) : null,
                Heartbeat = parsed.GetValue(heartbeat) is { } beat ? ReadBeat(beat) : null,
                Secrets = secrets.Follow(parsed, unsigned),
                TakesUnsigned = parsed.GetValue(unsigned),
            };
            string? folder = parsed.GetValue(save);
            using ListenScreen screen = new(host, plan.Filter, rows);
            using ApiSession? session = folder is null ? null : connection.Open(parsed);
            using SavedFiles? saved = folder is null ? null : new(host.PathTo(folder), session!.Client, screen, host.Clock);
            await using IWebhookInbox inbox = await inboxes.OpenToReceiveAsync(parsed, cancellation);
            InboxStatus before = await inbox.GetStatusAsync(cancellation);
            Listener listener = new(host, plan, inbox, screen);
            await listener.RunAsync(
                saved is null ? [] : [listener.Entry<AttachmentCreated>("save", saved.HandleAsync)],
                address => Welcome(host, plan, address, folder, secrets.Describe(parsed), inboxes.Describe(parsed), before),
                cancellation);
            screen.Dispose();
            SayEnd(host, screen.Came, await inbox.GetStatusAsync(CancellationToken.None), inboxes.Typed(parsed));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Null for lines.</summary>
    private static RowPrinter<ArrivedEvent>? Rows(string format, Screen screen) => format switch
    {
        "table" => null,
        "ndjson" or "jsonl" => new RowPrinter<ArrivedEvent>(
            new NdjsonRowWriter([.. ArrivedEventShape.Fields.Select(static f => f.Name)], screen), ArrivedEventShape.Fields),
        _ => throw CommandException.Usage("--output of hl webhooks listen wants table or ndjson: events come one by one."),
    };

    private static int ReadPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port)
            ? port
            : throw CommandException.Usage("--port wants a whole number from 0 to 65535; 0 picks a free one.");

    private static TimeSpan ReadBeat(string text) => DurationParser.Parse(text, "--heartbeat") is var interval && interval >= ShortestBeat
        ? interval
        : throw CommandException.Usage("--heartbeat wants 1s or more.");

    private static void Welcome(
        Host host, ListenPlan plan, string address, string? folder, string? secrets, string inbox, InboxStatus before)
    {
        List<(string, string)> facts =
        [
            ("Secrets", secrets ?? "none: anybody who reaches the port can make up events"),
            ("Inbox", inbox),
        ];
        if (plan.Filter.Description is { } events)
        {
            facts.Add(("Events", events));
        }

        if (plan.Target is { } target)
        {
            facts.Add(("Forward", target.GetLeftPart(UriPartial.Path)));
        }

        if (folder is not null)
        {
            facts.Add(("Save", folder));
        }

        host.Screen.Note($"Listening at {address}, at any path. Stop it with Ctrl-C.");
        int width = host.Screen.ErrorIsTerminal ? host.Screen.Width : int.MaxValue;
        Facts.Write(host.Screen.Error, host.Screen.ErrorHasColor, width, [.. facts]);
        if (before.New + before.Waiting is > 0 and long left)
        {
            host.Screen.Note($"{Events(left)} of an earlier run {(left == 1 ? "is" : "are")} still to be handled.");
        }
    }

    /// <summary>What was answered is promised: whoever stops it must know what is not done yet.</summary>
    private static void SayEnd(Host host, long came, InboxStatus status, string? inbox)
    {
        host.Screen.Note($"Stopped. {Events(came)} came.");
        if (status.New + status.Waiting is > 0 and long left)
        {
            host.Screen.Warn(inbox is null
                ? $"{Events(left)} that {(left == 1 ? "was" : "were")} answered and not handled {(left == 1 ? "is" : "are")} gone: "
                    + "with --inbox FILE the next run goes on with them."
                : $"{Events(left)} {(left == 1 ? "is" : "are")} not handled yet: the next run with {inbox} goes on with them.");
        }

        if (status.Dead > 0)
        {
            host.Screen.Warn($"{Events(status.Dead)} could not be handled"
                + (inbox is null ? ", and nothing is left of them." : $": hl webhooks inbox list --state dead {inbox}"));
        }
    }

    private static string Events(long count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? "event" : "events")}");
}
