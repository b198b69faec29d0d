using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Kills <c>hl export</c> while it makes the result of what it has read. The next run makes the files of an undisturbed one, byte for
/// byte, and leaves nothing else behind.
/// </summary>
public sealed class ExportPackingKillTests(PackingShop shop) : IClassFixture<PackingShop>
{
    private const int MostRounds = 40;

    /// <summary>What changes a folder for good. Each program call is stopped before its first, second, third ... of each.</summary>
    private static readonly string[] Steps = ["fsync", "rename", "renameat2", "unlink", "rmdir"];

    private static readonly string[] Tables = ["users", "pods", "pods_users", "pods_admins", "pods_pods", "pods_on_call_pods", "calls", "calls_users"];

    /// <summary>The moments to kill at come from this.</summary>
    private readonly Random _random = new(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv", false, 20)]
    [InlineData("json", false, 6)]
    [InlineData("sqlite", false, 6)]
    [InlineData("csv", true, 6)]
    [InlineData("json", true, 2)]
    [InlineData("sqlite", true, 2)]
    public async Task At_random_moments(string format, bool encrypts, int kills)
    {
        await RequireOpenersAsync(encrypts);
        string undisturbed = await shop.CopyAsync(format);
        (_, TimeSpan length) = await RunAsync(undisturbed, format, encrypts, null);
        int killed = 0;
        for (int round = 1; killed < kills && round <= MostRounds; round++)
        {
            string folder = await shop.CopyAsync(format);
            bool wasKilled = true;

            // Every other time what a kill left is killed again.
            for (int kill = 0; wasKilled && kill <= round % 2 && !PackingShop.IsDone(folder); kill++)
            {
                (wasKilled, _) = await RunAsync(folder, format, encrypts, length * _random.NextDouble());
                killed += wasKilled ? 1 : 0;
            }

            await shop.FinishAsync(folder, format, encrypts, $"round {round}");
        }

        // Some are done before the moment comes; on a machine that is at rest few are.
        Assert.True(killed >= kills / 2, $"only {killed} runs were still going on when they were to be killed");
    }

    /// <summary>
    /// The tracer counts the calls that matter, and kills the program before one of them. It counts those of each thread for itself; all from
    /// the list of sums to the last that is tidied up happens in one thread without a break, so none of these steps is passed over.
    /// </summary>
    [Theory]
    [InlineData("csv", false)]
    [InlineData("json", false)]
    [InlineData("sqlite", false)]
    [InlineData("csv", true)]
    public async Task Before_each_step_that_the_disk_remembers(string format, bool encrypts)
    {
        await RequireOpenersAsync(encrypts);
        await Tracer.RequireAsync();
        int killed = 0;
        foreach (string step in format == "json" ? Steps.Prepend("pwrite64") : Steps)
        {
            for (int number = 1; await KillAsync(format, encrypts, step, number); number++)
            {
                killed++;
            }
        }

        // The list of sums, the result and the state get their names, and what was the work goes.
        Assert.InRange(killed, 10, 200);
    }

    private async Task<bool> KillAsync(string format, bool encrypts, string step, int number)
    {
        string folder = await shop.CopyAsync(format);
        string[] tracer = Tracer.KillBefore(step, number, Paths(folder, format, shop.JobName(format)));
        using Process process = HlProgram.StartUnder(tracer, shop.Environment, shop.Arguments(folder, format, encrypts));
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode is 0 or Tracer.Killed, $"{step} {number}: exit code {process.ExitCode}: {await output}{await error}");
        if (process.ExitCode == 0)
        {
            Directory.Delete(folder, recursive: true);
            return false;
        }

        await shop.FinishAsync(folder, format, encrypts, $"before {step} {number}");
        return true;
    }

    /// <summary>All that is written to, but for the thousands of pages of the databases, and the tables that stay as they were.</summary>
    private static IEnumerable<string> Paths(string folder, string format, string job)
    {
        string work = Path.Combine(folder, ".hl-export");
        string files = Path.Combine(work, "files");
        string[] fixedNames = ["job.json", "journal.json", "lock", "files", "archive.part", "files/SHA256SUMS", "files/SHA256SUMS.part", "files/helplightning.sqlite"];
        return
        [
            folder, work, .. ((string[])["last_run.json.part", $"{job}.tar.gz.gpg.sha256", $"{job}.tar.gz.gpg.sha256.part"]).Select(name => Path.Combine(folder, name)),
            .. fixedNames.Select(name => Path.Combine(work, name)),
            .. format == "json" ? Tables.Select(name => Path.Combine(files, name + ".json")) : [],
        ];
    }

    /// <summary>Runs it from where everything was read, and kills it so long after it began to change something.</summary>
    private async Task<(bool WasKilled, TimeSpan Length)> RunAsync(string folder, string format, bool encrypts, TimeSpan? moment)
    {
        (DateTime, DateTime) before = Changed(folder, format);
        using Process process = HlProgram.Start(shop.Environment, shop.Arguments(folder, format, encrypts));
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        while (!process.HasExited && Changed(folder, format) == before)
        {
            await Task.Delay(1, Cancellation);
        }

        long began = Stopwatch.GetTimestamp();
        if (moment is { } wait)
        {
            await Task.Delay(wait, Cancellation);
            process.Kill();
        }

        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode is 0 or Tracer.Killed, $"exit code {process.ExitCode}: {await output}{await error}");
        return (process.ExitCode == Tracer.Killed, Stopwatch.GetElapsedTime(began));
    }

    private static (DateTime Folder, DateTime Table) Changed(string folder, string format)
    {
        string files = Path.Combine(folder, ".hl-export", "files");
        return (Directory.GetLastWriteTimeUtc(files), File.GetLastWriteTimeUtc(Path.Combine(files, $"users.{format}")));
    }

    private static async Task RequireOpenersAsync(bool encrypts)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows tells a kill by another exit code.");
        if (encrypts)
        {
            await Shell.RequireAsync("gpg", "--version");
        }
    }
}
