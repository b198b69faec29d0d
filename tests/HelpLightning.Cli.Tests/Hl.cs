using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

/// <summary>Runs the built program as a user does. HL_UNDER_TEST names another build of it, such as the native one.</summary>
internal static class Hl
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static string Program { get; } = Environment.GetEnvironmentVariable("HL_UNDER_TEST")
        ?? Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "hl.exe" : "hl");

    public static Task<HlResult> RunAsync(params string[] arguments) => RunAsync(new Dictionary<string, string>(), "", arguments);

    public static async Task<HlResult> RunAsync(IReadOnlyDictionary<string, string> environment, string input, params string[] arguments)
    {
        using Process process = Start(environment, arguments);
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

    /// <summary>Starts it with no HL_ variable but the given ones.</summary>
    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments) => StartUnder(null, environment, arguments);

    /// <summary>The same, by another program such as a tracer, which gets ours and its arguments after its own.</summary>
    public static Process StartUnder(string[]? other, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        string[] words = [.. other ?? [], Program, .. arguments];
        ProcessStartInfo start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.InNeutralSurroundings();
        start.Environment["XDG_CONFIG_HOME"] = Surroundings.NoProfiles;
        start.Environment["APPDATA"] = Surroundings.NoProfiles;
        return Process.Start(start.With(environment))!;
    }
}
