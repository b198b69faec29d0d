using System.Net;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Tests.Sites;

/// <summary>Several sites behind one proxy, persons, and the proxy inside an application of somebody's own.</summary>
public sealed class SiteTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_site_is_chosen_by_header_where_that_is_allowed_else_by_port_else_it_is_the_first()
    {
        await using Upstream first = new(_ => Upstream.Answer("200 OK", "first"));
        await using Upstream second = new(_ => Upstream.Answer("200 OK", "second"));
        await using Upstream third = new(_ => Upstream.Answer("200 OK", "third"));
        using HelpLightningClient one = HelpLightningClient.Create(ProxyServer.Options(first.Address));
        using HelpLightningClient two = HelpLightningClient.Create(ProxyServer.Options(second.Address));
        using HelpLightningClient three = HelpLightningClient.Create(ProxyServer.Options(third.Address));
        int port = FreePort();
        await using ProxyServer proxy = await ProxyServer.StartAsync(
            first.Address,
            options =>
            {
                options.Sites.Add(new ProxySite("one", one));
                options.Sites.Add(new ProxySite("two", two));
                options.Sites.Add(new ProxySite("three", three));
                options.SitesByPort[port] = "three";
                options.AllowSiteHeader = true;
            },
            kestrel: kestrel =>
            {
                kestrel.Listen(IPAddress.Loopback, 0);
                kestrel.Listen(IPAddress.Loopback, port);
            });
        Assert.Equal("first", await AskAsync(proxy.Port, ""));
        Assert.Equal("second", await AskAsync(proxy.Port, "X-Help-Lightning-Site: Two\r\n"));
        Assert.Contains("one, two, three", await AskAsync(proxy.Port, "X-Help-Lightning-Site: four\r\n"), StringComparison.Ordinal);
        Assert.Equal("third", await AskAsync(port, ""));
        Assert.Contains("is not allowed here", await AskAsync(port, "X-Help-Lightning-Site: one\r\n"), StringComparison.Ordinal);
        Assert.All(second.Seen, request => Assert.Null(request.One("X-Help-Lightning-Site")));
    }

    [Fact]
    public async Task A_call_as_a_person_carries_the_persons_token_and_nobody_else_can_be_named()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions { PartnerPublicKeys = [ProxyServer.Key.PublicKey], ApiKey = ProxyServer.ApiKey }, Cancellation);
        ProxyPolicy policy = new() { ActAs = new ActAsPolicy { Allowed = ["ann@example.com", "nobody@example.com"] } };
        await using ProxyServer proxy = await ProxyServer.StartAsync(sandbox.BaseAddress, options => options.Policy = () => policy);
        using HttpClient http = new() { BaseAddress = proxy.Address };
        Assert.Contains("\"email\":\"ann@example.com\"", await AsAsync("ann@example.com"), StringComparison.Ordinal);
        Assert.Contains("\"email\":\"ann@example.com\"", await AsAsync("Ann@Example.com"), StringComparison.Ordinal);
        Assert.Contains("does not let callers act as", await AsAsync("amara.zielinski.32@example.com"), StringComparison.Ordinal);
        Assert.Contains("knows nobody of this site", await AsAsync("nobody@example.com"), StringComparison.Ordinal);

        async Task<string> AsAsync(string who)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, new Uri("/api/v1/info", UriKind.Relative));
            request.Headers.Add("X-Act-As", who);
            using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
            return await answer.Content.ReadAsStringAsync(Cancellation);
        }
    }

    [Fact]
    public async Task An_application_maps_it_beside_its_own_and_keeps_its_own_say()
    {
        await using Upstream upstream = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.PrepareForHelpLightningProxy().Listen(IPAddress.Loopback, 0));
        builder.Services.AddHelpLightning(options =>
        {
            HelpLightningOptions right = ProxyServer.Options(upstream.Address);
            (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress) = (right.ApiKey, right.SiteId, right.PartnerKey, right.BaseAddress);
        });
        builder.Services.AddHelpLightningProxy();
        await using WebApplication application = builder.Build();
        application.MapGet("/own", () => "mine");
        application.MapHelpLightningProxy();
        await application.StartAsync(Cancellation);
        int port = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        Assert.Equal("mine", (await RawClient.SendAsync(port, "GET /own HTTP/1.1\r\nHost: localhost\r\n\r\n", Cancellation))!.Text);
        foreach (string target in new[] { "/api", "/api/a%2Fb?x=%20", "/auth/federate", "/api/a//b", "/api/a/../b" })
        {
            Assert.Equal("{}", (await RawClient.SendAsync(port, $"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{{}}", Cancellation))!.Text);
            Assert.Equal(target, upstream.Last.Target);
        }

        // The router resolves the dots, and finds the path in the application's own realm or in nobody's: it is not forwarded.
        Assert.Equal("mine", (await RawClient.SendAsync(port, "GET /api/../own HTTP/1.1\r\nHost: localhost\r\n\r\n", Cancellation))!.Text);
        Assert.Equal(5, upstream.Seen.Length);
    }

    [Fact]
    public void Options_that_would_open_the_door_are_refused_when_the_proxy_is_made()
    {
        Assert.Contains("wants Callers", Refusal(options => options.AllowRemote = true), StringComparison.Ordinal);
        Assert.Contains("1 s to 24 h", Refusal(options => options.ActivityTimeout = TimeSpan.Zero), StringComparison.Ordinal);
        Assert.Contains("16 MiB", Refusal(options => options.LargestRepeatableBody = -1), StringComparison.Ordinal);
        Assert.Contains("which is none of Sites", Refusal(options => options.SitesByPort[1] = "x"), StringComparison.Ordinal);
        using HelpLightningClient client = HelpLightningClient.Create(ProxyServer.Options(new Uri("http://localhost")));
        Assert.Contains("1 to 64 letters", Refusal(options => options.Sites.Add(new ProxySite("a b", client))), StringComparison.Ordinal);
        Assert.Contains("two sites called 'A'", Refusal(options => _ = (Add(options, "A"), Add(options, "a"))), StringComparison.Ordinal);
        Assert.Contains("before the application is built", Assert.Throws<InvalidOperationException>(() => WebApplication.CreateSlimBuilder().Build().MapHelpLightningProxy()).Message, StringComparison.Ordinal);

        int Add(HelpLightningProxyOptions options, string name)
        {
            options.Sites.Add(new ProxySite(name, client));
            return options.Sites.Count;
        }

        static string Refusal(Action<HelpLightningProxyOptions> configure)
        {
            ServiceCollection services = new();
            services.AddLogging().AddHelpLightning(options => (options.ApiKey, options.SiteId, options.PartnerKey) = ("k", new SiteId(1), ProxyServer.Key));
            services.AddHelpLightningProxy(configure);
            using ServiceProvider provider = services.BuildServiceProvider();
            return Assert.ThrowsAny<ArgumentException>(provider.GetRequiredService<HelpLightningProxy>).Message;
        }
    }

    private static async Task<string> AskAsync(int port, string headers) =>
        (await RawClient.SendAsync(port, $"GET /api/x HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n", Cancellation))!.Text;

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
