namespace HelpLightning.Cli.Tests.Files;

/// <summary>A shell in a folder, and what only root can set up there.</summary>
internal static class Posix
{
    /// <summary>A prefix for commands in which root has no special rights.</summary>
    public const string Ordinary = "setpriv --bounding-set=-all --inh-caps=-all";

    public static void Require() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");

    /// <summary>Runs a script in a folder; <c>hl</c> is the program under test.</summary>
    public static Task<HlResult> RunAsync(string folder, string script, IReadOnlyDictionary<string, string>? environment = null)
    {
        Require();
        Dictionary<string, string> all = new() { ["XDG_CONFIG_HOME"] = Surroundings.NoProfiles };
        foreach ((string name, string value) in environment ?? new Dictionary<string, string>())
        {
            all[name] = value;
        }

        return Shell.BashAsync(script, all, folder);
    }

    /// <summary>Sets something up, or skips the test where that is not allowed.</summary>
    public static async Task RequireAsync(string folder, string script)
    {
        HlResult made = await RunAsync(folder, script);
        Assert.SkipUnless(made.ExitCode == 0, $"Not permitted here: {script}: {made.Error.Trim()}");
    }

    /// <summary>Whoever is not root has no special rights anyway, and may be unable to give them up.</summary>
    public static async Task RequireOrdinaryAsync()
    {
        Require();
        await Shell.RequireAsync("setpriv", "--version");
        await RequireAsync(Path.GetTempPath(), $"{Ordinary} true");
    }
}
