using System.Diagnostics;

namespace HelpLightning.Cli.Tests;

public sealed class SandboxAndDemoTests(Workshop shop) : IClassFixture<Workshop>
{
    [Fact]
    public async Task The_demo_tells_the_whole_story_and_leaves_nothing_behind()
    {
        string folder = shop.PathTo("demo");
        Directory.CreateDirectory(folder);
        HlResult result = (await HlProgram.RunAsync(new Dictionary<string, string> { ["TMPDIR"] = folder }, "", "demo")).Require(0);
        Assert.Empty(result.Error);
        foreach (string expected in new[]
        {
            "\"sub\": \"Partner:54344\"", "partner token · site 54344", "✓ 200, the first 5 of 40 by name", "ann@example.com",
            "✓ an expired token       400  expired 1", "✓ signed by another key  401  signed by another key",
            "✓ for another site       401  subject is site 54345, expected 54344", "✓ without an API key     403  The API key is missing",
            "$ hl key create --out k.pem", "curl -H \"Authorization: $(hl token)\"",
        })
        {
            Assert.Contains(expected, result.Output, StringComparison.Ordinal);
        }

        // It expired 12 s before it was shown; a busy machine takes a second or two to show it.
        Assert.Matches("expired 1[2-9] s ago", result.Output);

        // The runtime's own diagnostics pipes are not ours.
        Assert.All(Directory.GetFileSystemEntries(folder), e => Assert.Matches("^(clr|dotnet)-", Path.GetFileName(e)));
        Assert.All(result.Output.Split('\n').Where(l => !l.StartsWith("eyJ", StringComparison.Ordinal)), line => Assert.InRange(line.Length, 0, 80));
    }

    [Fact]
    public async Task The_commands_of_the_demo_work_as_printed()
    {
        string data = shop.PathTo("site.db");
        using Process sandbox = HlProgram.Start(
            new Dictionary<string, string>(),
            "sandbox", "--listen", "127.0.0.1:0", "--data", data, "--site-id", "54344", "--public-key-file", shop.PublicFile, "--api-key", "given-api-key", "--seed", "small");
        string address = (await sandbox.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
        Task<string> log = sandbox.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_URL"] = address;
        environment["HL_API_KEY"] = "given-api-key";
        HlResult result = (await Hl.RunAsync(environment, "", "api", "GET", "/v1r1/enterprise/users", "-f", "page_size=5")).Require(0);
        Assert.Contains("\"total_entries\":40", result.Output, StringComparison.Ordinal);

        Signals.Interrupt(sandbox);
        await sandbox.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, sandbox.ExitCode);
        string said = await log;
        Assert.Contains("GET /api/v1r1/enterprise/users 200", said, StringComparison.Ordinal);
        Assert.Contains("token valid", said, StringComparison.Ordinal);
        Assert.EndsWith("Stopped.\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("given-api-key", said, StringComparison.Ordinal);
        Assert.True(File.Exists(data));
    }

    [Fact]
    public async Task Control_C_while_a_request_is_under_way_is_a_proper_end()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process sandbox = HlProgram.Start(
            new Dictionary<string, string>(), "sandbox", "--listen", "127.0.0.1:0", "--seed", "none", "--fault", "delay=1h");
        using HttpClient http = new() { BaseAddress = new Uri((await sandbox.StandardOutput.ReadLineAsync(cancellation))!) };
        Task<HttpResponseMessage> request = http.GetAsync(new Uri("/api", UriKind.Relative), cancellation);
        while (!(await http.GetStringAsync(new Uri("/_sandbox/faults", UriKind.Relative), cancellation)).Contains("\"hit\":1", StringComparison.Ordinal))
        {
            await Task.Delay(5, cancellation);
        }

        Signals.Interrupt(sandbox);
        await sandbox.WaitForExitAsync(cancellation);
        Assert.Equal(0, sandbox.ExitCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => request);
    }

    [Theory]
    [InlineData(2, "--listen wants a loopback address", "--listen", "0.0.0.0:8025")]
    [InlineData(2, "--listen wants a loopback address", "--listen", "example.com:80")]
    [InlineData(2, "--seed wants none, small or large", "--seed", "huge")]
    [InlineData(2, "--expired-answer wants 400 or 401", "--expired-answer", "500")]
    [InlineData(3, "cannot be opened", "--data", "/nowhere/site.db")]
    [InlineData(3, "ApiKey must have", "--api-key", "two words")]
    public async Task A_wrong_option_is_named(int exitCode, string says, params string[] arguments)
    {
        HlResult result = (await Hl.RunAsync(["sandbox", "--listen", "127.0.0.1:0", "--site-id", "54344", "--public-key-file", shop.PublicFile, .. arguments]));
        if (arguments[0] == "--listen")
        {
            result = await Hl.RunAsync(["sandbox", "--site-id", "54344", "--public-key-file", shop.PublicFile, .. arguments]);
        }

        result.Require(exitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_taken_port_says_so()
    {
        string taken = $"127.0.0.1:{shop.Sandbox.BaseAddress.Port}";
        HlResult result = (await Hl.RunAsync("sandbox", "--listen", taken, "--site-id", "1", "--public-key-file", shop.PublicFile)).Require(3);
        Assert.Contains($"{taken} is in use by another program", result.Error, StringComparison.Ordinal);
    }
}
