using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace HelpLightning.Client.Tests;

/// <summary>What is meant for this machine goes in plain text because it stays here: no proxy may be handed it.</summary>
public sealed class LocalProxyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, Func<IWebProxy, HttpMessageHandler>> Handlers() => new()
    {
        { "SocketsHttpHandler", proxy => new SocketsHttpHandler { Proxy = proxy } },
        { "HttpClientHandler", proxy => new HttpClientHandler { Proxy = proxy } },
        { "behind another", proxy => new Passing { InnerHandler = new SocketsHttpHandler { Proxy = proxy } } },
    };

    [Theory]
    [MemberData(nameof(Handlers), DisableDiscoveryEnumeration = true)]
    public async Task A_primary_handler_with_a_proxy_does_not_use_it(string what, Func<IWebProxy, HttpMessageHandler> handler)
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        await using TunnelProxy proxy = new();
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address), primaryHandler: handler(proxy.Settings));
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.True(proxy.Heads.Count == 0, what);
    }

    [Theory]
    [MemberData(nameof(Handlers), DisableDiscoveryEnumeration = true)]
    public async Task Nor_does_one_that_an_application_registers(string what, Func<IWebProxy, HttpMessageHandler> handler)
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        await using TunnelProxy proxy = new();
        ServiceCollection services = new();
        services.AddHelpLightning(options => Copy(server, options)).ConfigurePrimaryHttpMessageHandler(() => handler(proxy.Settings));
        services.AddHttpClient("own").ConfigurePrimaryHttpMessageHandler(() => handler(proxy.Settings)).AddHelpLightningCredentials();
        await using ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<HelpLightningClient>().Users.GetAsync(1, Cancellation);
        using HttpClient own = provider.GetRequiredService<IHttpClientFactory>().CreateClient("own");
        await own.GetStringAsync(new Uri("/api/v1/info", UriKind.Relative), Cancellation);
        Assert.True(proxy.Heads.Count == 0, what);
        Assert.Equal(2, server.Seen().Length);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8025", true)]
    [InlineData("http://127.8.9.10", true)]
    [InlineData("http://[::1]:8025", true)]
    [InlineData("http://[::ffff:127.0.0.1]", true)]
    [InlineData("http://localhost:8025", true)]
    [InlineData("http://LOCALHOST", true)]
    [InlineData("http://hl.localhost", false)]
    [InlineData("http://localhost.example.com", false)]
    [InlineData("http://notlocalhost", false)]
    [InlineData("http://10.0.0.1", false)]
    [InlineData("http://127.0.0.1.example.com", false)]
    [InlineData("http://0.0.0.0", false)]
    public void Plain_http_goes_only_where_the_address_itself_says_that_it_is_this_machine(string address, bool isLocal)
    {
        HelpLightningOptions options = TestClient.Options(address);
        if (isLocal)
        {
            HelpLightningClient.Create(options).Dispose();
        }
        else
        {
            Assert.Contains("plain http", Assert.Throws<HelpLightningConfigurationException>(() => HelpLightningClient.Create(options)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_redirect_is_not_followed_by_a_primary_handler_that_would()
    {
        await using ScriptedServer other = new(Reply.Json("{}"));
        await using ScriptedServer server = new(Reply.Of(302, "", $"Location: {other.Address}/steal\r\n"));
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address), primaryHandler: new HttpClientHandler());
        HelpLightningResponse response = await client.SendAsync(HttpMethod.Get, "/v1/info", cancellationToken: Cancellation);
        Assert.Equal(HttpStatusCode.Found, response.Status);
        Assert.Empty(other.Seen());
    }

    [Fact]
    public async Task A_handler_in_use_that_would_give_the_API_key_away_is_refused()
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        HttpClientHandler used = new();
        using HttpClient first = new(used);
        await first.GetStringAsync(new Uri(server.Address), Cancellation);
        HelpLightningConfigurationException e = Assert.Throws<HelpLightningConfigurationException>(
            () => HelpLightningClient.Create(TestClient.Options(server.Address), primaryHandler: used));
        Assert.Contains("AllowAutoRedirect", e.Message, StringComparison.Ordinal);
    }

    private static void Copy(ScriptedServer server, HelpLightningOptions options)
    {
        HelpLightningOptions right = TestClient.Options(server.Address);
        (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress) = (right.ApiKey, right.SiteId, right.PartnerKey, right.BaseAddress);
    }

    private sealed class Passing : DelegatingHandler;
}
