using System.Diagnostics;
using System.Globalization;

namespace HelpLightning.Cli.Tests.Downloads;

/// <summary>Kills the download at twenty moments. The next run goes on, and in the end everything is as if nothing had happened.</summary>
public sealed class DownloadKillTests(Workshop shop) : IClassFixture<Workshop>
{
    private const int Kills = 20;
    private const int Files = 160;

    /// <summary>The moments to kill at come from this, so that a failure can be repeated.</summary>
    private readonly Random _random = new(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Twenty_kills_lose_nothing()
    {
        await shop.AddCallAsync("call_killed", [.. Enumerable.Range(0, Files).Select(i => (string.Create(CultureInfo.InvariantCulture, $"file {i % 7}.bin"), 100_000 + i))]);
        string folder = shop.PathTo("killed");
        long fault = shop.Sandbox.Faults.Add("/files/** delay=100ms");
        long broken = shop.Sandbox.Faults.Add("/files/** reset=body p=0.3");
        int killed = 0;
        for (int kill = 1; kill <= Kills; kill++)
        {
            killed += await KillAsync(folder, Whole(folder) + _random.Next(4), inTheMiddle: _random.Next(2) == 0) ? 1 : 0;
        }

        shop.Sandbox.Faults.Remove(fault);
        shop.Sandbox.Faults.Remove(broken);
        Assert.True(killed > 0, "no run was still going on when it was to be killed");
        (await RunAsync(folder)).Require(0);
        string undisturbed = shop.PathTo("undisturbed");
        (await RunAsync(undisturbed)).Require(0);
        Assert.Equal(Names(undisturbed), Names(folder));
        foreach (string name in Names(undisturbed).Where(n => n.Contains('/', StringComparison.Ordinal) || n == "SHA256SUMS"))
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(undisturbed, name), Cancellation), await File.ReadAllBytesAsync(Path.Combine(folder, name), Cancellation));
        }

        Assert.Equal(await ManifestWithoutTimesAsync(undisturbed), await ManifestWithoutTimesAsync(folder));
        Assert.Equal(Files, (await File.ReadAllLinesAsync(Path.Combine(folder, "SHA256SUMS"), Cancellation)).Length);
    }

    /// <summary>When so many files are whole and, perhaps, a part of another one is there. A run that is done before has nothing to be killed.</summary>
    private async Task<bool> KillAsync(string folder, int whole, bool inTheMiddle)
    {
        using Process process = HlProgram.Start(shop.Environment, "calls", "download", "call_killed", "--out", folder);
        Task<string> output = process.StandardOutput.ReadToEndAsync(Cancellation);
        Task<string> error = process.StandardError.ReadToEndAsync(Cancellation);
        await Eventually.HoldsAsync(() => process.HasExited || (Whole(folder) >= whole && (!inTheMiddle || HasPart(folder))));
        process.Kill();
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode is 0 or 137, $"exit code {process.ExitCode}: {await output}{await error}");
        return process.ExitCode != 0;
    }

    private static bool HasPart(string folder) => Names(folder).Any(n => n.EndsWith(".part", StringComparison.Ordinal) && new FileInfo(Path.Combine(folder, n)) is { Exists: true, Length: > 0 });

    private Task<HlResult> RunAsync(string folder) => Hl.RunAsync(shop.Environment, "", "calls", "download", "call_killed", "--out", folder);

    private static string[] Names(string folder) => [.. DownloadShop.Files(folder).Where(n => n != ".attachments.ndjson")];

    private static int Whole(string folder) => Names(folder).Count(n => n.EndsWith(".bin", StringComparison.Ordinal));

    private static async Task<string[]> ManifestWithoutTimesAsync(string folder) =>
        [.. (await File.ReadAllLinesAsync(Path.Combine(folder, "manifest.csv"), Cancellation)).Select(line => string.Join(',', line.Split(',').Where((_, i) => i != 7)))];
}
