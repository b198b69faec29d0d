using System.Diagnostics;
using System.Text.Json;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests;

/// <summary>Commands that end early: their reader goes away, or somebody presses Ctrl-C.</summary>
public sealed class EndingTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Theory]
    [InlineData("calls list --all --page-size 10 -o ndjson")]
    [InlineData("calls list --all --page-size 10 -o json")]
    [InlineData("api GET /v1/enterprise/calls -f page_size=10 --paginate")]
    public async Task When_the_reader_goes_nothing_more_is_fetched(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such pipes.");
        await Shell.RequireAsync("bash");
        int requests = 0;
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(new()
        {
            PartnerPublicKeys = [shop.Key.PublicKey],
            ApiKey = Workshop.ApiKey,
            RequestLog = entry => _ = entry.Path.EndsWith("/calls", StringComparison.Ordinal) ? Interlocked.Increment(ref requests) : 0,
        }, TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_URL"] = sandbox.BaseAddress.AbsoluteUri;
        (string output, string error) = await Shell.BashAsync($"hl {command} | head -n 1 > /dev/null; echo ${{PIPESTATUS[0]}}", environment);
        Assert.Equal("141\n", output);
        Assert.Empty(error);
        Assert.InRange(requests, 1, 29);
    }

    [Fact]
    public async Task Two_runs_into_one_file_stand_one_after_the_other()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such shell.");
        await Shell.RequireAsync("bash");
        string file = shop.PathTo("both.txt");
        await Shell.BashAsync($"{{ hl users get 24 --fields id -o csv; hl users get 25 --fields id -o csv; hl --version; }} > '{file}'", shop.Environment);
        string[] lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal(["id", "24", "id", "25"], lines[..4]);
        Assert.Equal(5, lines.Length);
    }

    [Fact]
    public async Task A_full_disk_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        await Shell.RequireAsync("bash");
        (string output, string error) = await Shell.BashAsync("hl users list -o ndjson > /dev/full; echo $?", shop.Environment);
        Assert.Equal("3\n", output);
        Assert.Contains("error: Standard output cannot be written: No space left on device. Check that there is room on the disk.", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_C_ends_a_list_with_one_line()
    {
        (HlResult result, _) = await InterruptAsync("GET /api/v1r1/enterprise/users delay=60s", "users", "list");
        result.Require(130);
        Assert.Empty(result.Output);
        Assert.Equal("error: Interrupted.\n", result.Error);
    }

    [Fact]
    public async Task Ctrl_C_ends_an_invitation_with_what_was_done()
    {
        string file = shop.PathTo("people.csv");
        await File.WriteAllTextAsync(file, "email,name\nfirst@example.com,First One\nsecond@example.com,Second One\n", TestContext.Current.CancellationToken);
        (HlResult result, HelpLightningSandbox sandbox) = await InterruptAsync("POST /api/v1r1/enterprise/users delay=60s", "users", "invite", "--from", file, "--yes", "-o", "json");
        result.Require(130);
        Assert.Equal(JsonValueKind.Array, JsonDocument.Parse(result.Output).RootElement.ValueKind);
        Assert.Equal("Stopped after 0 of 2 people. To go on, run the same command: who is there already is skipped.\nerror: Interrupted.\n", result.Error);

        // and the same command goes on, whatever became of the request that was on its way
        sandbox.Faults.Clear();
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_URL"] = sandbox.BaseAddress.AbsoluteUri;
        HlResult again = (await Hl.RunAsync(environment, "", "users", "invite", "--from", file, "--yes", "-o", "csv", "--fields", "email,result")).Require(0);
        Assert.Matches("^email,result\nfirst@example.com,(invited|exists)\nsecond@example.com,invited\n$", again.Output);
        await sandbox.DisposeAsync();
    }

    /// <summary>Runs hl against a sandbox that keeps it waiting, and presses Ctrl-C once it waits.</summary>
    private async Task<(HlResult Result, HelpLightningSandbox Sandbox)> InterruptAsync(string fault, params string[] arguments)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no SIGINT for another process.");
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(new()
        {
            PartnerPublicKeys = [shop.Key.PublicKey],
            ApiKey = Workshop.ApiKey,
            Faults = [SandboxFault.Parse(fault)],
        }, TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_URL"] = sandbox.BaseAddress.AbsoluteUri;
        using Process hl = HlProgram.Start(environment, arguments);
        using CancellationTokenSource limit = new(Patience);
        Task<string> output = hl.StandardOutput.ReadToEndAsync(limit.Token);
        Task<string> error = hl.StandardError.ReadToEndAsync(limit.Token);
        while (sandbox.Faults.List()[0].Hit == 0)
        {
            await Task.Delay(20, limit.Token);
        }

        Signals.Interrupt(hl);
        await hl.WaitForExitAsync(limit.Token);
        return (new HlResult(hl.ExitCode, await output, await error), sandbox);
    }
}
