using System.Globalization;
using HelpLightning.Cli.Terminal;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.LocalSandbox;

/// <summary>One line for each request that the sandbox answered.</summary>
internal static class RequestLine
{
    public static string Format(SandboxRequestLogEntry entry, bool colored)
    {
        string time = entry.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        string color = entry.Status is > 0 and < 400 ? Ansi.Green : Ansi.Red;
        string status = Ansi.Paint(entry.Status.ToString(CultureInfo.InvariantCulture), color, colored);
        string? verdict = entry switch
        {
            { Status: < 400, TokenClaims: null } => null,
            { Status: > 0 and < 400 } => "token valid",
            _ => entry.Reason ?? entry.Verdict,
        };
        string remark = Printable.Of((verdict is null ? "" : $"  {verdict}") + (entry.Fault is null ? "" : $"  fault: {entry.Fault}"));
        return $"{time} {Printable.Of($"{entry.Method} {entry.Path}")} {status} {entry.Elapsed.TotalMilliseconds:0} ms{remark}";
    }
}
