using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Starts the built program as a user does; HL_UNDER_TEST names another build of it, such as the native one. For what a process has: pipes,
/// signals, kills, terminals, files that are closed. Everything else runs in this process: <see cref="Hl"/>.
/// </summary>
internal static class HlProgram
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Is another build of it under test than the one beside the tests?</summary>
    public static bool IsNamed { get; } = Environment.GetEnvironmentVariable("HL_UNDER_TEST") is not null;

    public static string Path { get; } = Environment.GetEnvironmentVariable("HL_UNDER_TEST")
        ?? System.IO.Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "hl.exe" : "hl");

    public static Task<HlResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), "", arguments);

    public static Task<HlResult> RunAsync(IReadOnlyDictionary<string, string> environment, string input, params string[] arguments) =>
        EndAsync(Start(environment, arguments), input);

    /// <summary>The same in a folder, with nothing on standard input.</summary>
    public static Task<HlResult> RunInAsync(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        EndAsync(Process.Start(StartInfo([Path, .. arguments], environment, folder))!, "");

    /// <summary>Starts it with no HL_ variable but the given ones.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartUnder(null, environment, arguments);

    /// <summary>The same, by another program such as a tracer, which gets ours and its arguments after its own.</summary>
    public static Process StartUnder(string[]? other, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        Process.Start(StartInfo([.. other ?? [], Path, .. arguments], environment, folder: ""))!;

    private static async Task<HlResult> EndAsync(Process started, string input)
    {
        using Process process = started;
        using CancellationTokenSource timeout = new(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        Task<string> error = process.StandardError.ReadToEndAsync(timeout.Token);
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), timeout.Token);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // the program may end without reading its input
        }

        try
        {
            await process.WaitForExitAsync(timeout.Token);
        }
        finally
        {
            // One that takes too long must not stay.
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return new HlResult(process.ExitCode, await output, await error);
    }

    private static ProcessStartInfo StartInfo(string[] words, IReadOnlyDictionary<string, string> environment, string folder)
    {
        ProcessStartInfo start = new ProcessStartInfo(words[0], words[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.InNeutralSurroundings();
        start.Environment["XDG_CONFIG_HOME"] = Surroundings.NoProfiles;
        start.Environment["APPDATA"] = Surroundings.NoProfiles;
        return start.With(environment);
    }
}
