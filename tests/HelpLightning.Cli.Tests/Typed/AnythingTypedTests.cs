using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Tests.Typed;

/// <summary>
/// Whatever a person can type ends in a sentence and in an exit code that is documented: at once, without a stack trace, and
/// without a file outside of where the command ran. The whole tree of commands is walked, in this process and against a sandbox in it;
/// what would go further meets a proxy that is not there. A build that HL_UNDER_TEST names is started with a part of it.
/// </summary>
public sealed partial class AnythingTypedTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly int[] Documented = [ExitCode.Done, ExitCode.Refused, ExitCode.Usage, ExitCode.Configuration, ExitCode.NotAuthenticated, ExitCode.Unreachable];

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>One in so many; it has no factor in common with the number of values, so that each of them gets its turn.</summary>
    private const int ShareOfNamedBuild = 5;

    [Fact]
    public async Task Whatever_is_typed_ends_in_a_sentence()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Such values cannot be typed there.");
        DirectoryInfo outer = Directory.CreateTempSubdirectory("hl-typed-");
        string[] root = Entries("/");
        string[] here = Entries(Environment.CurrentDirectory);
        ConcurrentBag<string> faults = [];
        TypedCommand[] commands = [.. TypedCommand.All()];
        await Parallel.ForEachAsync(
            commands.Index(), new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount, CancellationToken = TestContext.Current.CancellationToken },
            async (run, cancellation) =>
            {
                string folder = outer.CreateSubdirectory(Path.Combine("work", $"{run.Index}")).FullName;
                File.Copy(shop.KeyFile, Path.Combine(folder, "k.pem"));
                File.Copy(shop.PublicFile, Path.Combine(folder, "pub.pem"));
                bool byProgram = HlProgram.IsNamed && run.Index % ShareOfNamedBuild == 0 && !RunsUntilStopped(run.Item);
                if (await FaultOfAsync(run.Item, byProgram, outer.FullName, folder, cancellation) is { } fault)
                {
                    faults.Add($"{run.Item}\n    {fault}");
                }
            });
        Assert.True(faults.IsEmpty, $"{faults.Count} of {commands.Length}:\n{string.Join('\n', faults.Order(StringComparer.Ordinal))}");

        // Who types .. means the folder above, and gets an export there; it goes no further.
        Assert.Empty(Entries(outer.FullName).Except(["home", "work"]));
        Assert.Equal(root, Entries("/"));
        Assert.Equal(here, Entries(Environment.CurrentDirectory));
        outer.Delete(recursive: true);
    }

    /// <summary>What was wrong with how it ended; null for nothing.</summary>
    private async Task<string?> FaultOfAsync(
        TypedCommand command, bool byProgram, string outer, string folder, CancellationToken cancellation)
    {
        Dictionary<string, string> environment = new(shop.Environment) { ["HL_PARTNER_KEY_FILE"] = "k.pem" };
        environment["HOME"] = environment["XDG_CONFIG_HOME"] = Path.Combine(outer, "home");
        environment["https_proxy"] = NoProxyHere.Address;
        using TestHost host = new(environment) { Folder = folder };
        Task<HlResult> run = byProgram ? HlProgram.RunInAsync(folder, environment, command.Words) : Hl.RunAsync(host, command.Words);
        if (RunsUntilStopped(command))
        {
            // One that runs was typed well enough, and is stopped as people stop it.
            await Eventually.HoldsAsync(() => run.IsCompleted || (host.Output + host.Error).Contains('\n', StringComparison.Ordinal));
            host.Interrupt();
        }

        if (await Task.WhenAny(run, Task.Delay(Patience, cancellation)) != run)
        {
            return "hangs";
        }

        HlResult result = await run;
        if (RunsUntilStopped(command) && result.ExitCode == ExitCode.Interrupted)
        {
            // Before it was all there.
            return null;
        }

        return FaultOf(result.ExitCode, result.Output, result.Error);
    }

    private static bool RunsUntilStopped(TypedCommand command) =>
        command.Words is ["sandbox" or "proxy"] or ["sandbox" or "proxy", ['-', ..], ..] or ["webhooks", "listen", ..];

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
