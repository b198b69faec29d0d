using System.Diagnostics;
using System.Globalization;

namespace HelpLightning.Cli.Tests;

/// <summary>Ends a program before a call of its choice: strace counts them, and kills.</summary>
internal static class Tracer
{
    /// <summary>How a shell tells signal 9.</summary>
    public const int Killed = 137;

    private const string Signal = "SIGKILL";

    /// <summary>The command that a program is started by, to be killed before the so manieth call of a kind that is about one of the paths.</summary>
    public static string[] KillBefore(string call, int number, IEnumerable<string> paths) =>
    [
        "strace", "-f", "-qq", "-o", "/dev/null", .. paths.SelectMany(static path => (string[])["-P", path]), "-e", $"trace={call}",
        "-e", string.Create(CultureInfo.InvariantCulture, $"inject={call}:signal={Signal}:when={number}"),
    ];

    /// <summary>
    /// A machine can have the tracer and forbid its use for good, as containers do: that is no fault to be mended where tests run, so also
    /// there it is skipped.
    /// </summary>
    public static async Task RequireAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux has strace.");
        await Shell.RequireAsync("strace", "--version");
        using Process probe = Process.Start(new ProcessStartInfo("strace", ["-qq", "-o", "/dev/null", "true"]) { RedirectStandardError = true })!;
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.SkipUnless(probe.ExitCode == 0, "Processes may not be traced here.");
    }
}
