using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli;

/// <summary><c>hl</c>: Help Lightning at a prompt. What a process has once for all is set up here, and nowhere else.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args)
    {
        StandardFiles.Secure();
        return Application.RunAsync(new ProcessHost(), args, handlesSignals: true);
    }
}
