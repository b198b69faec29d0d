using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary><c>hl proxy health</c>, by which probes that are commands ask.</summary>
public sealed class HealthTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly string[] Probes = ["startup", "live", "ready"];

    [Fact]
    public async Task A_proxy_that_is_well_says_so()
    {
        string operations = FreeAddress();
        await using ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--listen", "127.0.0.1:0", "--operations", operations, "--drain", "0");
        Assert.Contains($"Operations  http://{operations}/startup /live /ready /metrics\n", proxy.Error, StringComparison.Ordinal);
        foreach (string probe in Probes)
        {
            HlResult result = (await Hl.RunAsync("proxy", "health", probe, "--operations", operations)).Require(0);
            Assert.Equal($$"""{"status":"{{(probe == "startup" ? "started" : probe)}}"}""" + "\n", result.Output);
        }
    }

    [Fact]
    public async Task One_that_refuses_for_want_of_its_Redis_is_alive_and_not_ready()
    {
        using ClosedPort redis = new();
        string operations = FreeAddress();
        await using ProxyHere proxy = await ProxyHere.StartAsync(
            shop.Environment, "--listen", "127.0.0.1:0", "--operations", operations, "--drain", "0",
            "--requests-per-second", "100", "--redis", redis.Authority, "--when-redis-is-gone", "refuse");
        Assert.Equal(HttpStatusCode.TooManyRequests, (await proxy.GetAsync("/api/v1r1/enterprise/users")).Status);
        (await Hl.RunAsync("proxy", "health", "live", "--operations", operations)).Require(0);
        HlResult result = (await Hl.RunAsync("proxy", "health", "--operations", operations)).Require(1);
        Assert.StartsWith("""error: The proxy is not well: {"status":"not ready","problems":{"redis":""", result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task A_script_can_wait_for_one_that_is_about_to_start()
    {
        string operations = FreeAddress();
        Task<HlResult> waiting = Hl.RunAsync("proxy", "health", "--wait", "2m", "--operations", operations);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        Assert.False(waiting.IsCompleted);
        await using ProxyHere proxy = await ProxyHere.StartAsync(shop.Environment, "--listen", "127.0.0.1:0", "--operations", operations, "--drain", "0");
        Assert.Equal("""{"status":"ready"}""" + "\n", (await waiting).Require(0).Output);
    }

    private static string FreeAddress()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }
}
