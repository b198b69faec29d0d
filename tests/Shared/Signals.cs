using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace HelpLightning.Tests;

/// <summary>Ctrl-C and the like for another process.</summary>
internal static partial class Signals
{
    private const int Sigint = 2;
    private const int Sigterm = 15;

    /// <summary>In a background job of a shell, SIGINT is ignored by all processes below it; SIGTERM ends hl in the same way.</summary>
    public static void Interrupt(Process process)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT for another process.");
        Assert.Equal(0, Kill(process.Id, IsIgnored(Sigint) ? Sigterm : Sigint));
    }

    /// <summary>What a service manager sends.</summary>
    public static void Terminate(Process process)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGTERM.");
        Assert.Equal(0, Kill(process.Id, Sigterm));
    }

    private static bool IsIgnored(int signal)
    {
        const string Label = "SigIgn:";
        string? line = File.Exists("/proc/self/status") ? File.ReadLines("/proc/self/status").FirstOrDefault(static l => l.StartsWith(Label, StringComparison.Ordinal)) : null;
        return line is not null && (ulong.Parse(line[Label.Length..].Trim(), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) >> (signal - 1) & 1) == 1;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
