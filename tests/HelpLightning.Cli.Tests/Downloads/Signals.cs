using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HelpLightning.Cli.Tests.Downloads;

/// <summary>Ctrl-C for another process.</summary>
internal static partial class Signals
{
    private const int Sigint = 2;

    public static void Interrupt(Process process) => Assert.Equal(0, Kill(process.Id, Sigint));

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
