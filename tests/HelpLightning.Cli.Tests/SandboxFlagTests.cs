using System.Net;
using System.Text;

namespace HelpLightning.Cli.Tests;

/// <summary>The options of <c>hl sandbox</c> that make it misbehave, travel in time, tell and begin somewhere.</summary>
public sealed class SandboxFlagTests(Workshop shop) : IClassFixture<Workshop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_a_clock_a_webhook_and_a_scenario_are_there_when_it_answers()
    {
        string scenario = shop.PathTo("morning.json");
        await File.WriteAllTextAsync(scenario, """{"start_from": "empty", "users": [{"name": "Only One", "email": "one@example.com"}]}""", Cancellation);
        string secret = shop.PathTo("webhook-secret.txt");
        await File.WriteAllTextAsync(secret, "very secret\n", Cancellation);
        await using SandboxRun sandbox = await StartAsync(
            "--scenario", scenario, "--fault", "GET /api/** 503 next=1", "--clock-offset=-2h", "--seed-number", "7", "--loose",
            "--webhook", "http://127.0.0.1:9/hook", "--webhook-secret-file", secret);
        HttpClient http = sandbox.Http;

        using HttpResponseMessage first = await http.GetAsync(new Uri("/api/v1r1/user", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);
        Assert.InRange(DateTimeOffset.Parse(first.Headers.GetValues("Date").Single(), System.Globalization.CultureInfo.InvariantCulture), TimeProvider.System.GetUtcNow().AddHours(-2.1), TimeProvider.System.GetUtcNow().AddHours(-1.9));
        using HttpResponseMessage second = await http.GetAsync(new Uri("/api/v1r1/user", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.Forbidden, second.StatusCode);
        string hooks = await http.GetStringAsync(new Uri("/_sandbox/webhooks", UriKind.Relative), Cancellation);
        Assert.Contains("\"has_secret\":true", hooks, StringComparison.Ordinal);
        using StringContent call = new("""{"dialer": "one@example.com", "receiver": "one@example.com"}""", Encoding.UTF8, "application/json");
        using HttpResponseMessage third = await http.PostAsync(new Uri("/_sandbox/calls", UriKind.Relative), call, Cancellation);
        Assert.Contains("Nobody can call themselves", await third.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);

        string log = await sandbox.StopAsync();
        foreach (string expected in new[] { "Fault     GET /api/** 503 next=1", "Webhook   call events to http://127.0.0.1:9/hook, signed", "Loose", "503 ", "fault: GET /api/** 503 next=1" })
        {
            Assert.Contains(expected, log, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("very secret", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhooks_secret_comes_from_the_environment_too()
    {
        await using SandboxRun sandbox = await SandboxRun.StartAsync(
            new Dictionary<string, string> { ["HL_SANDBOX_WEBHOOK_SECRET"] = "s" },
            [.. Common, "--public-key-file", shop.PublicFile, "--webhook", "https://example.com/hook", "--webhook-type", "session"]);
        string hooks = await sandbox.Http.GetStringAsync(new Uri("/_sandbox/webhooks", UriKind.Relative), Cancellation);
        Assert.Contains("\"event_type\":\"session\",\"has_secret\":true", hooks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_greeting_names_no_key_that_nobody_made_and_no_seed_that_is_gone()
    {
        string scenario = shop.PathTo("empty.json");
        await File.WriteAllTextAsync(scenario, """{"start_from": "empty"}""", Cancellation);
        Dictionary<string, string> environment = new() { ["HL_API_KEY"] = "a-real-one", ["HL_SITE_ID"] = "77" };
        await using SandboxRun sandbox = await SandboxRun.StartAsync(
            environment, "sandbox", "--listen", "127.0.0.1:0", "--public-key-file", shop.PublicFile, "--scenario", scenario);
        string said = await sandbox.StopAsync();
        Assert.Contains("  hl users list -k YOUR_KEY.pem\n", said, StringComparison.Ordinal);
        Assert.Contains($"Scenario  {scenario}\n", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Seed", said, StringComparison.Ordinal);
        Assert.Contains("HL_SITE_ID=77\n", said, StringComparison.Ordinal);

        // A made-up API key is shown; one of the environment would be neither shown nor taken.
        Assert.Matches("export HL_API_KEY=(?!\\.\\.\\.|a-real-one)", said);
    }

    [Fact]
    public async Task Without_any_option_it_is_the_tutorials_site_and_waits_for_a_key()
    {
        await using SandboxRun sandbox = await SandboxRun.StartAsync(
            new Dictionary<string, string>(), "sandbox", "--listen", "127.0.0.1:0");
        string health = await sandbox.Http.GetStringAsync(new Uri("/_sandbox/health", UriKind.Relative), Cancellation);
        Assert.Contains("\"site_id\":54344", health, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_made_up_secret_may_stand_in_the_command_and_is_not_printed()
    {
        await using SandboxRun sandbox = await StartAsync("--webhook", "https://example.com/hook", "--webhook-secret", "made-up-secret");
        string hooks = await sandbox.Http.GetStringAsync(new Uri("/_sandbox/webhooks", UriKind.Relative), Cancellation);
        Assert.Contains("\"has_secret\":true", hooks, StringComparison.Ordinal);
        Assert.DoesNotContain("made-up-secret", await sandbox.StopAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "--fault: The word 'teapot'", "--fault", "teapot")]
    [InlineData(2, "--clock-offset wants", "--clock-offset", "soon")]
    [InlineData(2, "--seed-number wants", "--seed-number", "x")]
    [InlineData(2, "--seed-date wants a day", "--seed-date", "yesterday")]
    [InlineData(2, "--webhook wants a whole address", "--webhook", "hook")]
    [InlineData(2, "--webhook-type wants", "--webhook", "https://example.com", "--webhook-type", "calls")]
    [InlineData(2, "without the --webhook", "--webhook-secret-file", "x")]
    [InlineData(2, "without the --webhook", "--webhook-secret", "x")]
    [InlineData(2, "keep one", "--webhook", "https://example.com", "--webhook-secret", "x", "--webhook-secret-file", "y")]
    [InlineData(2, "leave it out", "--webhook", "https://example.com", "--webhook-secret", "")]
    [InlineData(3, "http is only for receivers on this machine", "--webhook", "http://example.com/")]
    [InlineData(3, "cannot be read", "--webhook", "https://example.com", "--webhook-secret-file", "/nowhere/secret")]
    [InlineData(3, "scenario '/nowhere/x.json' cannot be read", "--scenario", "/nowhere/x.json")]
    [InlineData(3, "within 100 years", "--clock-offset", "40000d")]
    public async Task A_wrong_option_is_named(int exitCode, string says, params string[] arguments)
    {
        HlResult result = await Hl.RunAsync([.. Common, "--public-key-file", shop.PublicFile, .. arguments]);
        result.Require(exitCode);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("/nowhere/secret", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_scenario_is_named_with_the_place()
    {
        string scenario = shop.PathTo("wrong.json");
        await File.WriteAllTextAsync(scenario, """{"users": [{"name": "A", "email": "a"}]}""", Cancellation);
        HlResult result = (await Hl.RunAsync([.. Common, "--public-key-file", shop.PublicFile, "--scenario", scenario])).Require(3);
        Assert.Contains($"'{scenario}' is wrong. 'users[0].email' is not an e-mail address", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scenario_is_UTF_8_with_or_without_a_byte_order_mark()
    {
        string scenario = shop.PathTo("latin1.json");
        await File.WriteAllBytesAsync(scenario, [.. """{"description": "M"""u8, 0xFC, .. """ller"}"""u8], Cancellation);
        HlResult result = (await Hl.RunAsync([.. Common, "--public-key-file", shop.PublicFile, "--scenario", scenario])).Require(3);
        Assert.Contains($"The scenario '{scenario}' is not UTF-8: save it as UTF-8", result.Error, StringComparison.Ordinal);

        await File.WriteAllBytesAsync(scenario, [0xEF, 0xBB, 0xBF, .. """{"users": [{"name": "A", "email": "a"}]}"""u8], Cancellation);
        result = (await Hl.RunAsync([.. Common, "--public-key-file", shop.PublicFile, "--scenario", scenario])).Require(3);
        Assert.Contains("'users[0].email' is not an e-mail address", result.Error, StringComparison.Ordinal);
    }

    private static string[] Common => ["sandbox", "--listen", "127.0.0.1:0", "--site-id", "54344", "--seed", "none"];

    [Fact]
    public async Task Without_a_public_key_the_page_is_where_one_is_made()
    {
        await using SandboxRun sandbox = await SandboxRun.StartAsync(new Dictionary<string, string>(), [.. Common]);
        string page = await sandbox.Http.GetStringAsync(new Uri(sandbox.Address), Cancellation);
        Assert.Contains("Create and download", page, StringComparison.Ordinal);
        Assert.Contains($"Page  {sandbox.Address}/", await sandbox.StopAsync(), StringComparison.Ordinal);
    }

    private Task<SandboxRun> StartAsync(params string[] arguments) =>
        SandboxRun.StartAsync(new Dictionary<string, string>(), [.. Common, "--public-key-file", shop.PublicFile, .. arguments]);
}
