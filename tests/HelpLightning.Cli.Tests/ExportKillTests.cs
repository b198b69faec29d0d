using System.Diagnostics;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Kills <c>hl export</c> in the middle and runs it again: the files are those of a run that nobody disturbed, byte for byte.
/// </summary>
public sealed class ExportKillTests(Workshop shop) : IClassFixture<Workshop>
{
    /// <summary>How a shell tells signal 9.</summary>
    private const int Killed = 137;

    private const int Calls = 2_000;

    /// <summary>The moments to kill at come from this, so that a failure can be repeated.</summary>
    private readonly Random _random = new(20);

    private int _answered;
    private Process? _victim;
    private int _target;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("csv", 20)]
    [InlineData("json", 6)]
    [InlineData("sqlite", 6)]
    public async Task Killed_again_and_again(string format, int kills)
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        string whole = await FinishAsync(sandbox, "whole", format);
        for (int round = 1; round <= kills; round++)
        {
            Interlocked.Exchange(ref _target, Volatile.Read(ref _answered) + 45 + _random.Next(30));
            using Process process = HlProgram.Start(Environment(sandbox), Arguments("killed", format));
            Volatile.Write(ref _victim, process);
            Task<string> said = process.StandardError.ReadToEndAsync(Cancellation);
            await process.WaitForExitAsync(Cancellation);
            Volatile.Write(ref _target, 0);
            Volatile.Write(ref _victim, null);
            Assert.True(process.ExitCode == Killed, $"round {round} was not killed: {process.ExitCode} {await said}");
            Assert.False(File.Exists(shop.PathTo($"killed-{format}/last_run.json")));
            Assert.Equal([".hl-export"], Directory.GetFileSystemEntries(shop.PathTo($"killed-{format}")).Select(Path.GetFileName));
        }

        Assert.Equal(Content(whole), Content(await FinishAsync(sandbox, "killed", format)));
    }

    [Theory]
    [InlineData("csv")]
    [InlineData("sqlite")]
    public async Task Nearly_a_third_of_the_requests_fail(string format)
    {
        await using HelpLightningSandbox calm = await StartAsync();
        await using HelpLightningSandbox failing = await StartAsync("503 p=0.1", "429 retry-after=0 p=0.1", "reset p=0.05", "truncate p=0.05");
        Assert.Equal(Content(await FinishAsync(calm, "calm", format, pageSize: 20)), Content(await FinishAsync(failing, "failing", format, pageSize: 20)));
    }

    private Task<HelpLightningSandbox> StartAsync(params string[] faults) => HelpLightningSandbox.StartAsync(
        new HelpLightningSandboxOptions
        {
            PartnerPublicKeys = [shop.Key.PublicKey],
            ApiKey = Workshop.ApiKey,
            Faults = [.. faults.Select(SandboxFault.Parse)],
            SeedCalls = Calls,
            RequestLog = _ => KillWhenDue(),
        },
        Cancellation);

    /// <summary>
    /// Kills by what was answered, not by the clock, so that the moments are the same on every machine. Called before the
    /// answer is over, so the victim cannot run away.
    /// </summary>
    private void KillWhenDue()
    {
        if (Interlocked.Increment(ref _answered) >= Volatile.Read(ref _target))
        {
            while (Volatile.Read(ref _target) > 0 && Volatile.Read(ref _victim) is null)
            {
                Thread.Yield();
            }

            Volatile.Read(ref _victim)?.Kill();
        }
    }

    private async Task<string> FinishAsync(HelpLightningSandbox sandbox, string folder, string format, int pageSize = 1) =>
        (await Hl.RunAsync(Environment(sandbox), "", Arguments(folder, format, pageSize))).Require(0).Output.Trim();

    private string[] Arguments(string folder, string format, int pageSize = 1) =>
        ["export", "--out", shop.PathTo($"{folder}-{format}"), "--format", format, "--page-size", $"{pageSize}"];

    private Dictionary<string, string> Environment(HelpLightningSandbox sandbox) => new(shop.Environment) { ["HL_API_URL"] = sandbox.BaseAddress.ToString() };

    private static Dictionary<string, string> Content(string folder) =>
        Directory.GetFiles(folder).ToDictionary(path => Path.GetFileName(path), path => Convert.ToHexString(File.ReadAllBytes(path)));
}
