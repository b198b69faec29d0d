using System.Diagnostics;

namespace HelpLightning.Benchmarks;

/// <summary>This program again, in a process of its own; it ends when its input does.</summary>
internal sealed class Child : IDisposable
{
    private readonly Process _process;

    private Child(Process process) => _process = process;

    /// <summary>The server, and where it listens.</summary>
    public static (Child Child, string Address) Server(int delayMilliseconds)
    {
        Child child = Start("server", $"{delayMilliseconds}");
        return (child, child._process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The server did not start."));
    }

    /// <summary>What a run of it prints.</summary>
    public static string Output(params string[] arguments)
    {
        using Child child = Start(arguments);
        return child._process.StandardOutput.ReadToEnd();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static Child Start(params string[] arguments) => new(Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    })!);
}
