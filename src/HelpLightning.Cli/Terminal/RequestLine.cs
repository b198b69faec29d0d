using System.Globalization;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Terminal;

/// <summary>One line for each request that the sandbox answered.</summary>
internal static class RequestLine
{
    public static string Format(SandboxRequestLogEntry entry, bool colored)
    {
        string time = entry.At.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        string color = entry.Status < 400 ? Ansi.Green : Ansi.Red;
        string status = Screen.Paint(entry.Status.ToString(CultureInfo.InvariantCulture), color, colored);
        string verdict = entry.Status < 400 ? "  token valid" : $"  {entry.Verdict}";
        return $"{time} {entry.Method} {entry.Path} {status} {entry.Elapsed.TotalMilliseconds:0} ms{verdict}";
    }
}
