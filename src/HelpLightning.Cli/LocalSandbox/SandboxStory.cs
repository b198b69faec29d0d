using System.Globalization;
using System.Text.Json;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>
/// Lets things happen in a running sandbox so that its webhooks tell of them: by real calls with real people and files where there is such
/// a thing, else as an event that is made up.
/// </summary>
internal sealed class SandboxStory(SandboxControl sandbox, string dialer, string receiver)
{
    public const string CallType = "call";
    public const string SessionType = "session";
    private const string Guest = "A guest";

    /// <summary>Two are in a call; when one of them leaves, it ends.</summary>
    private const int FewestPeople = 2;

    /// <summary>What really happens when it is asked for.</summary>
    public static readonly string[] RealCategories = ["started", "ended", "participant_joined", "participant_left", "attachment_created"];

    /// <param name="category">One of <see cref="RealCategories"/>.</param>
    /// <param name="callId">In which call; null for the newest one that runs, or for a new one.</param>
    /// <param name="attachment">What is added: <c>capture</c>, <c>recording</c> or <c>document</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Happening> LetHappenAsync(string category, string? callId, string attachment, CancellationToken cancellationToken)
    {
        if (category == "started")
        {
            return callId is null
                ? Of(category, await StartAsync(cancellationToken))
                : throw CommandException.Usage("A call starts once, and gets its id then: leave --call out.");
        }

        RunningCall call = await FindAsync(callId, cancellationToken);
        Happening happened = Of(category, call);
        return category switch
        {
            "ended" => await StepAsync(happened, "end", null, cancellationToken),
            "participant_joined" => await JoinAsync(happened, cancellationToken),
            "participant_left" => await LeaveAsync(happened, call, cancellationToken),
            _ => await AttachAsync(happened, attachment, cancellationToken),
        };
    }

    /// <summary>An event of which nothing has happened.</summary>
    public async Task<Happening> MakeUpAsync(
        string type, string category, JsonElement? data, string? callId, CancellationToken cancellationToken)
    {
        await sandbox.PostAsync(
            "events",
            body =>
            {
                body.WriteString("type"u8, type);
                body.WriteString("category"u8, category);
                if (data is { } given)
                {
                    body.WritePropertyName("data"u8);
                    given.WriteTo(body);
                }
                else if (callId is not null)
                {
                    body.WriteStartObject("data"u8);
                    body.WriteString("call_id"u8, callId);
                    body.WriteEndObject();
                }
            },
            cancellationToken);
        return new Happening(type, category) { CallId = callId, IsMadeUp = true };
    }

    public async Task<RunningCall> StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            JsonElement started = await sandbox.PostAsync(
                "calls",
                body =>
                {
                    body.WriteString("dialer"u8, dialer);
                    body.WriteString("receiver"u8, receiver);
                },
                cancellationToken);
            return new RunningCall(started.GetProperty("call_id").GetString()!, [], IsNew: true);
        }
        catch (CommandException e) when (e.ExitCode == ExitCode.Refused)
        {
            // The usual people need not be there: a scenario brings its own.
            throw new CommandException(ExitCode.Refused, $"{e.Message} --dialer and --receiver name who calls whom.");
        }
    }

    /// <summary>Is there a webhook that is told of such events?</summary>
    public async Task<bool> IsHeardAsync(string type, CancellationToken cancellationToken) =>
        (await sandbox.GetAsync("webhooks", cancellationToken)).GetProperty("webhooks").EnumerateArray()
            .Any(webhook => webhook.GetProperty("event_type").GetString() == type);

    private static Happening Of(string category, RunningCall call) =>
        new(CallType, category) { CallId = call.Id, IsNewCall = call.IsNew };

    private static string Path(string callId, string step) => $"calls/{Uri.EscapeDataString(callId)}/{step}";

    private async Task<RunningCall> FindAsync(string? callId, CancellationToken cancellationToken)
    {
        RunningCall[] running =
        [
            .. (await sandbox.GetAsync("calls", cancellationToken)).GetProperty("calls").EnumerateArray().Select(RunningCall.Read),
        ];
        return callId is null
            ? running.FirstOrDefault() ?? await StartAsync(cancellationToken)
            : running.FirstOrDefault(c => c.Id == callId) ?? new RunningCall(callId, [], IsNew: false);
    }

    private async Task<Happening> JoinAsync(Happening happened, CancellationToken cancellationToken)
    {
        JsonElement joined = await sandbox.PostAsync(
            Path(happened.CallId!, "join"), static body => body.WriteString("guest"u8, Guest), cancellationToken);
        return happened with { UserId = joined.GetProperty("user_id").GetInt64() };
    }

    /// <summary>The last who came; where the call would end with that, a guest looks in first.</summary>
    private async Task<Happening> LeaveAsync(Happening happened, RunningCall call, CancellationToken cancellationToken)
    {
        Happening leaving = call.People.Count > FewestPeople
            ? happened with { UserId = call.People[^1] }
            : await JoinAsync(happened, cancellationToken);
        string user = leaving.UserId!.Value.ToString(CultureInfo.InvariantCulture);
        return await StepAsync(leaving, "leave", body => body.WriteString("user"u8, user), cancellationToken);
    }

    private async Task<Happening> AttachAsync(Happening happened, string attachment, CancellationToken cancellationToken)
    {
        JsonElement added = await sandbox.PostAsync(Path(happened.CallId!, attachment), null, cancellationToken);
        return happened with { AttachmentUuid = added.GetProperty("uuid").GetString() };
    }

    private async Task<Happening> StepAsync(
        Happening happened, string step, Action<Utf8JsonWriter>? members, CancellationToken cancellationToken)
    {
        await sandbox.PostAsync(Path(happened.CallId!, step), members, cancellationToken);
        return happened;
    }
}
