using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace HelpLightning.Cli.Tests.Typed;

/// <summary>
/// Whatever a person can type ends in a sentence and in an exit code that is documented: at once, without a stack trace, and
/// without a file outside of where the command ran. The whole tree of commands is walked, against a sandbox in this process;
/// what would go further meets a proxy that is not there.
/// </summary>
public sealed partial class AnythingTypedTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly int[] Documented = [ExitCode.Done, ExitCode.Refused, ExitCode.Usage, ExitCode.Configuration, ExitCode.NotAuthenticated, ExitCode.Unreachable];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The native program starts twenty times as fast, so it gets many values at each place, and the other one.</summary>
    private static readonly bool TriesMany = Environment.GetEnvironmentVariable("HL_UNDER_TEST") is not null;

    [Fact]
    public async Task Whatever_is_typed_ends_in_a_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such values cannot be typed there.");
        DirectoryInfo outer = Directory.CreateTempSubdirectory("hl-typed-");
        string[] root = Entries("/");
        using ClosedPort nobody = new();
        ConcurrentBag<string> faults = [];
        TypedCommand[] commands = [.. TypedCommand.All(TriesMany)];
        await Parallel.ForEachAsync(
            commands.Index(), new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            async (run, cancellation) =>
            {
                string folder = outer.CreateSubdirectory(Path.Combine("work", $"{run.Index}")).FullName;
                File.Copy(shop.KeyFile, Path.Combine(folder, "k.pem"));
                File.Copy(shop.PublicFile, Path.Combine(folder, "pub.pem"));
                if (await FaultOfAsync(run.Item, outer.FullName, folder, nobody.Authority, cancellation) is { } fault)
                {
                    faults.Add($"{run.Item}\n    {fault}");
                }
            });
        Assert.True(faults.IsEmpty, $"{faults.Count} of {commands.Length}:\n{string.Join('\n', faults.Order(StringComparer.Ordinal))}");

        // Who types .. means the folder above, and gets an export there; it goes no further.
        Assert.Empty(Entries(outer.FullName).Except(["home", "work"]));
        Assert.Equal(root, Entries("/"));
        outer.Delete(recursive: true);
    }

    /// <summary>What was wrong with how it ended; null for nothing.</summary>
    private async Task<string?> FaultOfAsync(TypedCommand command, string outer, string folder, string nobody, CancellationToken cancellation)
    {
        using Process process = Start(command, outer, folder, nobody);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            string output = await ReadAsync(command, process, limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return FaultOf(process.ExitCode, output, await error);
        }
        catch (OperationCanceledException)
        {
            return "hangs";
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private Process Start(TypedCommand command, string outer, string folder, string nobody)
    {
        ProcessStartInfo start = new ProcessStartInfo(Hl.Program, command.Words)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        }.InNeutralSurroundings().With(shop.Environment);
        start.Environment["HL_PARTNER_KEY_FILE"] = "k.pem";
        start.Environment["HOME"] = start.Environment["XDG_CONFIG_HOME"] = Path.Combine(outer, "home");
        start.Environment["https_proxy"] = $"http://{nobody}";
        return Process.Start(start)!;
    }

    /// <summary>A sandbox that runs was typed well enough, and is stopped as people stop it.</summary>
    private static async Task<string> ReadAsync(TypedCommand command, Process process, CancellationToken cancellation)
    {
        if (command.Words[0] != "sandbox")
        {
            return await process.StandardOutput.ReadToEndAsync(cancellation);
        }

        string? address = await process.StandardOutput.ReadLineAsync(cancellation);
        if (address is not null)
        {
            Signals.Interrupt(process);
        }

        return address + await process.StandardOutput.ReadToEndAsync(cancellation);
    }

    private static string? FaultOf(int exitCode, string output, string error) =>
        !Documented.Contains(exitCode) ? $"ends with {exitCode}: {error}"
        : error.Contains("nobody foresaw", StringComparison.Ordinal) ? error
        : StackTrace().IsMatch(output + error) ? $"shows a stack trace: {error}"
        : exitCode != ExitCode.Done && error.Length + output.Length == 0 ? $"ends with {exitCode} and says nothing"
        : Unsafe().Match(error) is { Success: true } match ? $"shows U+{(int)match.Value[0]:X4} as it is: {error}"
        : null;

    private static string[] Entries(string folder) => [.. Directory.EnumerateFileSystemEntries(folder).Select(static path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^ +at [A-Z]\w+\.|Unhandled exception", RegexOptions.Multiline)]
    private static partial Regex StackTrace();

    [GeneratedRegex(@"[\x00-\x09\x0B-\x1F\x7F-\x9F\u2028\u202A-\u202E\u2066-\u2069]")]
    private static partial Regex Unsafe();
}
