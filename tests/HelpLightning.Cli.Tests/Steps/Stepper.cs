using System.Diagnostics;
using System.Net.Sockets;

namespace HelpLightning.Cli.Tests.Steps;

/// <summary>
/// Runs the built program and holds it before each thing that it does to a folder for good (stepper.c): what the folder holds then is what
/// a kill at that moment would leave. So one run shows every such moment, and is killed at one where that is wanted.
/// </summary>
internal static class Stepper
{
    /// <summary>How a killed program ends.</summary>
    public const int Killed = 137;

    private static readonly Lazy<Task<string>> Program = new(CompileAsync);

    private static readonly Lazy<Task<bool>> CanHold = new(CanHoldAsync);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>
    /// A machine can forbid that programs are held, as containers do: that is no fault to be mended where tests run, so also there it is
    /// skipped.
    /// </summary>
    public static async Task RequireAsync()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux holds a program at a call of its choice.");
        await Shell.RequireAsync("cc", "--version");
        Assert.SkipUnless(await CanHold.Value, "Programs may not be held here.");
    }

    /// <param name="folder">Absolute. What happens elsewhere does not count.</param>
    /// <param name="environment">All HL_ variables of the program.</param>
    /// <param name="arguments">Of hl.</param>
    /// <param name="goesOn">Told each step before it is done; false to kill the program there.</param>
    public static async Task<HlResult> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, string[] arguments, Func<Step, Task<bool>> goesOn)
    {
        string path = Path.Combine(Path.GetTempPath(), $"hl-{Guid.NewGuid():N}.sock");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using Process process = HlProgram.StartUnder([await Program.Value, path, folder], environment, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        Task exited = process.WaitForExitAsync(Cancellation);
        try
        {
            Task<Socket> connecting = listener.AcceptAsync(Cancellation).AsTask();
            if (await Task.WhenAny(connecting, exited) == connecting)
            {
                await using NetworkStream stream = new(await connecting, ownsSocket: true);
                await AnswerAsync(stream, goesOn);
            }

            await exited;
        }
        finally
        {
            File.Delete(path);
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return new HlResult(process.ExitCode, await output, await error);
    }

    private static async Task AnswerAsync(NetworkStream stream, Func<Step, Task<bool>> goesOn)
    {
        using StreamReader steps = new(stream, leaveOpen: true);
        while (await steps.ReadLineAsync(Cancellation) is { } line)
        {
            string[] words = line.Split(' ', 2);
            await stream.WriteAsync(await goesOn(new Step(words[0], words[1])) ? "g"u8.ToArray() : "k"u8.ToArray(), Cancellation);
        }
    }

    private static async Task<bool> CanHoldAsync() =>
        (await RunAsync("/", new Dictionary<string, string>(), ["--version"], static _ => Task.FromResult(true))).ExitCode == 0;

    private static async Task<string> CompileAsync()
    {
        string program = Path.Combine(Directory.CreateTempSubdirectory("hl-stepper-").FullName, "stepper");
        await Shell.RunAsync($"cc -O1 -Wall -Wextra -Werror -o '{program}' '{Path.Combine(AppContext.BaseDirectory, "Steps", "stepper.c")}'");
        return program;
    }
}
