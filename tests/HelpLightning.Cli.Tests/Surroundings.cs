using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

/// <summary>What a program that a test starts is to see of the machine that it runs on.</summary>
internal static class Surroundings
{
    /// <summary>A folder that does not exist, so that no settings file is found.</summary>
    public static string NoProfiles { get; } = Path.Combine(Path.GetTempPath(), $"hl-no-profiles-{Environment.ProcessId}");

    /// <summary>
    /// Takes away the settings and profiles of whoever runs the tests, the proxy, which knows nothing of servers that run
    /// in a test, and the locale, by which hl chooses its signs and others their language. Puts hl on the path.
    /// </summary>
    public static ProcessStartInfo InNeutralSurroundings(this ProcessStartInfo start)
    {
        foreach (string name in start.Environment.Keys.Where(IsTakenAway).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LANG"] = "C.UTF-8";
        start.Environment["PATH"] = Path.GetDirectoryName(HlProgram.Path) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        return start;
    }

    /// <summary>Sets what a test wants after all.</summary>
    public static ProcessStartInfo With(this ProcessStartInfo start, IReadOnlyDictionary<string, string> environment)
    {
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    private static bool IsTakenAway(string name) =>
        name.StartsWith("HL_", StringComparison.Ordinal) || name.StartsWith("LC_", StringComparison.Ordinal)
        || name.EndsWith("_proxy", StringComparison.OrdinalIgnoreCase) || name is "LANGUAGE" or "XDG_CONFIG_HOME" or "BASH_ENV" or "NO_COLOR";
}
