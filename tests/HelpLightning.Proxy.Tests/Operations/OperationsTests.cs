using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Tests.Operations;

/// <summary>Over HTTP, as an orchestrator and a Prometheus ask.</summary>
public sealed class OperationsTests
{
    private readonly HelpLightningProxyState _state = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Probes_follow_the_life_of_the_proxy()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        await AssertAsync(client, "/live", 200, """{"status":"live"}""");
        await AssertAsync(client, "/startup", 503, """{"status":"not started","problems":{"started":"It does not listen yet."}}""");
        await AssertAsync(client, "/ready", 503, """{"status":"not ready","problems":{"started":"It does not listen yet."}}""");
        _state.Started();
        await AssertAsync(client, "/startup", 200, """{"status":"started"}""");
        await AssertAsync(client, "/ready", 200, """{"status":"ready"}""");
        _state.Drain();
        await AssertAsync(client, "/live", 200, """{"status":"live"}""");
        await AssertAsync(client, "/startup", 200, """{"status":"started"}""");
        await AssertAsync(client, "/ready", 503, """{"status":"not ready","problems":{"draining":"It is about to end."}}""");
    }

    [Fact]
    public async Task A_condition_takes_the_proxy_out_and_lets_it_in_again()
    {
        string? problem = "no\"key";
        _state.Started();
        _state.AddCondition("key", () => problem);
        _state.AddCondition("fine", static () => null);
        Assert.Throws<ArgumentException>(() => _state.AddCondition("key", static () => null));
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        await AssertAsync(client, "/ready", 503, """{"status":"not ready","problems":{"key":"no\u0022key"}}""");
        await AssertAsync(client, "/startup", 200, """{"status":"started"}""");
        problem = null;
        await AssertAsync(client, "/ready", 200, """{"status":"ready"}""");
        _state.AddCondition("worse", static () => throw new InvalidOperationException("hunter2"));
        await AssertAsync(client, "/ready", 503, """{"status":"not ready","problems":{"worse":"It cannot be told: InvalidOperationException."}}""");
    }

    [Fact]
    public async Task Metrics_are_those_of_the_proxy_and_of_the_process()
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        ProxyMetrics.Begin();
        ProxyMetrics.Record("north \"1\"", "crm", 200, TimeSpan.FromMilliseconds(30));
        using HttpResponseMessage response = await client.GetAsync("/metrics", Stop);
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        Exposition text = Exposition.Read(await response.Content.ReadAsStringAsync(Stop));
        Assert.True(text.Samples["helplightning_proxy_request_duration_seconds_count{caller=\"crm\",http_response_status_code=\"200\",site=\"north \"1\"\"}"] >= 1);
        Assert.Equal("gauge", text.Types["helplightning_proxy_requests_active"]);
        double now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0;
        Assert.InRange(text.Samples["process_start_time_seconds"], now - 3_600, now);
        Assert.InRange(text.Samples["process_cpu_seconds_total"], 0.01, 100_000);
        Assert.InRange(text.Samples["process_resident_memory_bytes"], 1e6, 1e12);
        Assert.InRange(text.Samples["dotnet_gc_heap_size_bytes"], 1e4, 1e12);
        Assert.Contains("dotnet_gc_collections_total{generation=\"2\"}", text.Samples.Keys);
    }

    [Theory]
    [InlineData("/startup")]
    [InlineData("/live")]
    [InlineData("/ready")]
    [InlineData("/metrics")]
    public async Task Heads_are_answered_and_nothing_else(string path)
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        using HttpResponseMessage get = await client.GetAsync(path, Stop);
        using HttpResponseMessage head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), Stop);
        Assert.Equal(get.StatusCode, head.StatusCode);
        Assert.Equal(get.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.True(head.Content.Headers.ContentLength > 0);
        using HttpResponseMessage post = await client.PostAsync(path, null, Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Theory]
    [InlineData("localhost", 200)]
    [InlineData("LOCALHOST:1", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:80", 200)]
    [InlineData("10.2.3.4:9090", 200)]
    [InlineData("rebound.example", 403)]
    [InlineData("localhost.example", 403)]
    [InlineData("127.0.0.1.example", 403)]
    public async Task Names_are_refused_as_a_web_page_could_have_made_them_up(string host, int status)
    {
        await using WebApplication app = await StartAsync();
        using HttpClient client = ClientOf(app);
        foreach (string path in (string[])["/live", "/metrics"])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { Host = host } };
            using HttpResponseMessage response = await client.SendAsync(request, Stop);
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
        }
    }

    [Fact]
    public async Task Any_name_will_do_when_that_is_wanted_but_no_web_page()
    {
        await using WebApplication app = await StartAsync(new HelpLightningProxyOperationsOptions { AnyHost = true });
        using HttpClient client = ClientOf(app);
        using HttpRequestMessage named = new(HttpMethod.Get, "/live") { Headers = { Host = "proxy.internal" } };
        using HttpResponseMessage answered = await client.SendAsync(named, Stop);
        Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        using HttpRequestMessage page = new(HttpMethod.Get, "/metrics") { Headers = { { "Origin", "https://example.org" } } };
        using HttpResponseMessage refused = await client.SendAsync(page, Stop);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task At_another_port_they_are_not_there()
    {
        int port = FreePort.Find();
        await using WebApplication app = await StartAsync(new HelpLightningProxyOperationsOptions { Port = port }, port, 0);
        Assert.Equal(2, app.Urls.Count);
        foreach (string address in app.Urls)
        {
            using HttpClient client = new() { BaseAddress = new Uri(address) };
            using HttpResponseMessage response = await client.GetAsync("/live", Stop);
            Assert.Equal(client.BaseAddress.Port == port ? HttpStatusCode.OK : HttpStatusCode.NotFound, response.StatusCode);
        }
    }

    [Fact]
    public async Task What_cannot_work_is_said_when_it_is_mapped()
    {
        await using WebApplication without = WebApplication.CreateSlimBuilder().Build();
        Assert.Contains("HelpLightningProxyState", Assert.Throws<InvalidOperationException>(() => without.MapHelpLightningProxyOperations()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => without.MapHelpLightningProxyOperations(new HelpLightningProxyOperationsOptions { Port = 65_536 }));
    }

    private Task<WebApplication> StartAsync(HelpLightningProxyOperationsOptions? options = null) => StartAsync(options, 0);

    private async Task<WebApplication> StartAsync(HelpLightningProxyOperationsOptions? options, params int[] ports)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(_state);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (int port in ports)
            {
                kestrel.Listen(IPAddress.Loopback, port);
            }
        });
        WebApplication app = builder.Build();
        app.MapHelpLightningProxyOperations(options);
        await app.StartAsync(Stop);
        return app;
    }

    private static HttpClient ClientOf(WebApplication app) => new() { BaseAddress = new Uri(app.Urls.First()) };

    private static async Task AssertAsync(HttpClient client, string path, int status, string body)
    {
        using HttpResponseMessage response = await client.GetAsync(path, Stop);
        Assert.Equal((status, body), ((int)response.StatusCode, await response.Content.ReadAsStringAsync(Stop)));
        Assert.Equal(new MediaTypeHeaderValue("application/json"), response.Content.Headers.ContentType);
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }
}
