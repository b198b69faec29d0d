using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Doctor;

/// <summary>The signs before results; in ASCII where the locale says that nothing else can be shown.</summary>
internal static class Marks
{
    private static readonly string[] LocaleVariables = ["LC_ALL", "LC_CTYPE", "LANG"];

    /// <summary>
    /// False when the first locale variable that counts (POSIX.1-2024, section 8.2) names another character set than UTF-8.
    /// </summary>
    public static bool AreShownOn(Host host)
    {
        string? locale = LocaleVariables.Select(host.Variable).FirstOrDefault(static v => !string.IsNullOrEmpty(v));
        return OperatingSystem.IsWindows() || locale is null
            || locale.Contains("UTF-8", StringComparison.OrdinalIgnoreCase) || locale.Contains("UTF8", StringComparison.OrdinalIgnoreCase);
    }

    public static string Of(CheckStatus status, bool unicode) => status switch
    {
        CheckStatus.Ok => unicode ? "✓" : "+",
        CheckStatus.Warning => "!",
        CheckStatus.Failed => unicode ? "✗" : "x",
        _ => unicode ? "–" : "-",
    };
}
