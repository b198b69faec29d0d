using System.Diagnostics;
using System.Net;
using HelpLightning.Sandbox;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>How <c>hl proxy</c> ends: what is under way is answered, as far as there is time.</summary>
public sealed class DrainTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Users = "/api/v1r1/enterprise/users?page_size=1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SIGTERM_lets_a_slow_request_end()
    {
        await using HelpLightningSandbox sandbox = await SlowSandboxAsync("2s");
        string path = shop.PathTo("d.sock");
        using ProxyProcess proxy = await ProxyProcess.StartAsync(
            Environment(sandbox), "--listen", "127.0.0.1:0", "--unix-socket", path, "--operations", "127.0.0.1:0", "--drain", "60s");
        using HttpClient http = Client(proxy.Address);
        using HttpClient local = UnixSockets.Client(path);
        Task<string> slow = http.GetStringAsync(new Uri(Users, UriKind.Relative), Cancellation);
        Task<string> slowOverSocket = local.GetStringAsync(new Uri(Users, UriKind.Relative), Cancellation);
        await Eventually.HoldsAsync(() => sandbox.Faults.List().Sum(static fault => fault.Hit) == 2);
        proxy.Terminate();

        Assert.Contains("\"entries\"", await slow, StringComparison.Ordinal);
        Assert.Contains("\"entries\"", await slowOverSocket, StringComparison.Ordinal);
        HlResult result = (await proxy.EndAsync()).Require(0);
        Assert.Contains("Stopped. 2 requests answered by Help Lightning, 0 refused here.\n", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("cut off", result.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(path));
    }

    [Fact]
    public async Task A_short_time_to_drain_cuts_off_and_says_so()
    {
        await using HelpLightningSandbox sandbox = await SlowSandboxAsync("60s");
        await using ProxyHere proxy = await ProxyHere.StartAsync(Environment(sandbox), "--listen", "127.0.0.1:0", "--drain", "0");
        Task<string> slow = proxy.Http.GetStringAsync(new Uri(Users, UriKind.Relative), Cancellation);
        await Eventually.HoldsAsync(() => sandbox.Faults.List().Sum(static fault => fault.Hit) == 1);
        long start = Stopwatch.GetTimestamp();
        HlResult result = (await proxy.StopAsync()).Require(0);
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(30));
        Assert.EndsWith("1 was cut off: give them more time with --drain.\n", result.Error, StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => slow);
    }

    /// <summary>A caller that keeps its connection is told to come anew before it finds it closed.</summary>
    [Fact]
    public async Task While_it_drains_it_is_not_ready_and_answers_the_last_requests_of_open_connections()
    {
        await using HelpLightningSandbox sandbox = await SlowSandboxAsync("2s");
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            Environment(sandbox), "--listen", "127.0.0.1:0", "--operations", "127.0.0.1:0", "--drain", "60s");
        string operations = proxy.Error.Split("Operations  ")[1].Split("/startup")[0].Trim();
        (await Hl.RunAsync("proxy", "health", "--operations", new Uri(operations).Authority)).Require(0);
        using HttpResponseMessage before = await proxy.Http.GetAsync(new Uri(Users, UriKind.Relative), Cancellation);
        Assert.Null(before.Headers.ConnectionClose);
        Task<HttpResponseMessage> underWay = proxy.Http.GetAsync(new Uri(Users, UriKind.Relative), Cancellation);
        await Eventually.HoldsAsync(() => sandbox.Faults.List().Sum(static fault => fault.Hit) == 2);
        Task<HlResult> stop = proxy.StopAsync();
        using HttpResponseMessage after = await underWay;
        Assert.Equal((HttpStatusCode.OK, true), (after.StatusCode, after.Headers.ConnectionClose));
        (await stop).Require(0);
        HlResult health = (await Hl.RunAsync("proxy", "health", "--operations", new Uri(operations).Authority)).Require(5);
        Assert.StartsWith("error: No proxy answers at", health.Error, StringComparison.Ordinal);
    }

    private async Task<HelpLightningSandbox> SlowSandboxAsync(string delay)
    {
        HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey }, Cancellation);
        sandbox.Faults.Add($"GET /api/v1r1/enterprise/users delay={delay}");
        return sandbox;
    }

    private Dictionary<string, string> Environment(HelpLightningSandbox sandbox) =>
        new(shop.Environment) { ["HL_API_URL"] = sandbox.BaseAddress.ToString() };

    private static HttpClient Client(string address) => new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(address) };
}
