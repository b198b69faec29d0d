using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.LocalSandbox;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl sandbox trigger</c> and <c>start-call</c>: lets things happen in a sandbox that runs.</summary>
internal static class SandboxEventCommands
{
    private const string FirstLetterOfFile = "@";
    private static readonly string[] Attachments = ["capture", "recording", "document"];

    public static HlCommand Trigger(Host host)
    {
        Argument<string> category = new("CATEGORY")
        {
            Description = $"{string.Join(", ", SandboxStory.RealCategories)} happen for real, in a call; "
                + "any other is an event that is made up",
        };
        category.CompletionSources.Add([.. SandboxStory.RealCategories, "created", "video_started"]);
        Option<string> type = new("--type")
        {
            HelpName = "TYPE",
            Description = "call or session",
            DefaultValueFactory = _ => SandboxStory.CallType,
        };
        type.CompletionSources.Add(SandboxStory.CallType, SandboxStory.SessionType);
        Option<string?> data = new("--data")
        {
            HelpName = "JSON",
            Description = "The event's data, an object; @FILE reads a file. The event is made up then, and nothing happens",
        };
        Option<string?> call = new("--call")
        {
            HelpName = "ID",
            Description = "In this call [default: the newest that runs, else a new one]",
        };
        Option<string> attachment = new("--attachment")
        {
            HelpName = "KIND",
            Description = "capture, recording or document: what attachment_created adds to the call",
            DefaultValueFactory = _ => Attachments[0],
        };
        attachment.CompletionSources.Add(Attachments);
        HlCommand command = new(
            "trigger", "Let something happen in a running sandbox, which tells its webhooks of it",
            "hl sandbox trigger attachment_created",
            "hl sandbox trigger participant_joined --call call_01a2...",
            "hl sandbox trigger invited --type session --data '{\"session_id\": \"1\"}'",
            "hl sandbox trigger attachment_created --data @forged.json")
        {
            category, type, data, call, attachment,
        };
        return Attach(command, host, SandboxShape.Happened, async (parsed, story, cancellation) =>
        {
            string what = parsed.GetRequiredValue(category);
            string eventType = OneOf(parsed.GetValue(type)!, "--type", SandboxStory.CallType, SandboxStory.SessionType);
            string kind = OneOf(parsed.GetValue(attachment)!, attachment.Name, Attachments);
            string? callId = parsed.GetValue(call);
            JsonElement? given = parsed.GetValue(data) is { } text ? ReadData(host, text) : null;
            if (given is not null && callId is not null)
            {
                throw CommandException.Usage("--data is all of the event's data: write \"call_id\" into it and leave --call out.");
            }

            bool isReal = eventType == SandboxStory.CallType && given is null && SandboxStory.RealCategories.Contains(what);
            return isReal
                ? await story.LetHappenAsync(what, callId, kind, cancellation)
                : await story.MakeUpAsync(eventType, what, given, callId, cancellation);
        });
    }

    public static HlCommand StartCall(Host host) => Attach(
        new HlCommand("start-call", "Start a call in a running sandbox. hl sandbox trigger ended ends it",
            "hl sandbox start-call",
            "hl sandbox start-call --dialer ann@example.com --receiver 7 --fields call_id -o csv"),
        host, SandboxShape.Happened,
        static (_, story, cancellation) => story.LetHappenAsync("started", null, "", cancellation));

    private static HlCommand Attach(
        HlCommand command, Host host, RowShape<Happening> shape, Func<ParseResult, SandboxStory, CancellationToken, Task<Happening>> happen)
    {
        Option<string> dialer = new("--dialer")
        {
            HelpName = "PERSON",
            Description = "Who begins a new call: e-mail address or user id",
            DefaultValueFactory = _ => "ann@example.com",
        };
        Option<string> receiver = new("--receiver")
        {
            HelpName = "PERSON",
            Description = "Who is called: e-mail address or user id",
            DefaultValueFactory = _ => "1",
        };
        SandboxAddressFlags address = new(host);
        OutputFlags<Happening> output = new(host, shape, address.Settings);
        command.Add(dialer);
        command.Add(receiver);
        output.AddTo(command);
        address.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using RowPrinter<Happening> printer = output.Open(parsed, isOne: true);
            using SandboxControl sandbox = await address.OpenAsync(parsed, cancellation);
            SandboxStory story = new(sandbox, parsed.GetValue(dialer)!, parsed.GetValue(receiver)!);
            Happening happened = await happen(parsed, story, cancellation);
            printer.PrintOnly(happened);
            if (!await story.IsHeardAsync(happened.Type, cancellation))
            {
                host.Screen.Note(
                    $"No webhook hears of it: there is none for {happened.Type} events. To add one: hl sandbox webhook add URL"
                    + (happened.Type == SandboxStory.CallType ? "" : $" --type {happened.Type}"));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string OneOf(string given, string option, params string[] known) => known.Contains(given)
        ? given
        : throw CommandException.Usage($"{option} wants {string.Join(", ", known[..^1])} or {known[^1]}.");

    private static JsonElement ReadData(Host host, string typed)
    {
        string text = typed.StartsWith(FirstLetterOfFile, StringComparison.Ordinal) ? ReadFile(host, typed[1..]) : typed;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw CommandException.Usage("--data wants a JSON object, such as '{\"call_id\": \"call_1\"}'.");
        }
        catch (JsonException e)
        {
            throw CommandException.Usage(string.Create(
                CultureInfo.InvariantCulture,
                $"--data is no JSON: it goes wrong in line {e.LineNumber + 1}, at byte {e.BytePositionInLine + 1}."));
        }
    }

    private static string ReadFile(Host host, string path)
    {
        try
        {
            return File.ReadAllText(host.PathTo(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandException.Configuration($"The file that --data names cannot be read: '{path}'.");
        }
    }
}
