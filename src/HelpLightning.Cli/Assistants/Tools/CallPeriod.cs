using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>From when to when calls are asked for.</summary>
internal static class CallPeriod
{
    private const string Forms = "24h, 7d, 2w, 2026-11-01 or 2026-11-01T08:00Z (UTC)";

    public static readonly Parameter Until = new("until", "string", $"Only calls that began before: {Forms}");

    public static Parameter Since(string meaning) => new("since", "string", $"{meaning}: {Forms}");

    public static (DateTimeOffset? Since, DateTimeOffset? Until) Read(ToolCall call)
    {
        DateTimeOffset? since = call.Arguments.Time("since", call.Now);
        DateTimeOffset? until = call.Arguments.Time("until", call.Now);
        return until < since
            ? throw CommandException.Usage("until is before since: nothing can lie between them.")
            : (since, until);
    }
}
