using System.Net;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Tests;

/// <summary>The proxy in a real Kestrel on a free port, in front of an upstream of the test's.</summary>
internal sealed class ProxyServer : IAsyncDisposable
{
    public const string ApiKey = "made-up-api-key-of-the-proxy";

    private readonly WebApplication _application;

    private ProxyServer(WebApplication application, HelpLightningClient client)
    {
        _application = application;
        Client = client;
    }

    public static PartnerKey Key { get; } = PartnerKey.Create();

    /// <summary>Of the site that the proxy calls for. Not owned by the application.</summary>
    public HelpLightningClient Client { get; }

    public HelpLightningProxyState State => _application.Services.GetRequiredService<HelpLightningProxyState>();

    public int Port => new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public static HelpLightningOptions Options(Uri upstream) => new()
    {
        ApiKey = ApiKey,
        SiteId = new SiteId(54344),
        PartnerKey = Key,
        BaseAddress = upstream,
    };

    public static async Task<ProxyServer> StartAsync(
        Uri upstream, Action<HelpLightningProxyOptions>? configure = null, Action<HelpLightningOptions>? client = null,
        Action<KestrelServerOptions>? kestrel = null, ILoggerProvider? log = null)
    {
        HelpLightningOptions options = Options(upstream);
        client?.Invoke(options);
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        if (log is not null)
        {
            builder.Logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace);
        }

        HelpLightningClient site = HelpLightningClient.Create(options);
        builder.Services.AddRoutingCore();
        builder.Services.AddSingleton(site);
        builder.Services.AddHelpLightningProxy(options => configure?.Invoke(options));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.PrepareForHelpLightningProxy();
            if (kestrel is null)
            {
                server.Listen(IPAddress.Loopback, 0);
            }
            else
            {
                kestrel(server);
            }
        });
        WebApplication application = builder.Build();
        HelpLightningProxy proxy = application.Services.GetRequiredService<HelpLightningProxy>();
        application.Run(proxy.HandleAsync);
        await application.StartAsync();
        return new ProxyServer(application, site);
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        Client.Dispose();
    }
}
