using HelpLightning.Sandbox.Control;
using HelpLightning.Sandbox.Files;
using HelpLightning.Sandbox.InProcess;
using HelpLightning.Sandbox.OpenApi;
using HelpLightning.Sandbox.Page;
using HelpLightning.Sandbox.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Kestrel on a loopback port with every resource mapped.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private readonly CancellationTokenSource _gone = new();
    private readonly RequestDelegate _entry;

    private SandboxServer(WebApplication application, RequestDelegate entry, Uri address)
    {
        _application = application;
        _entry = entry;
        Address = address;
    }

    /// <summary>Where it listens; http://localhost/ when it listens nowhere.</summary>
    public Uri Address { get; }

    public static async Task<SandboxServer> StartAsync(SandboxCore core, Operations operations, CancellationToken cancellationToken)
    {
        HelpLightningSandboxOptions options = core.Options;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        // The program around the sandbox decides about signals; a library must not.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (options.ListenEndPoint is { } endPoint)
        {
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Listen(endPoint);
            });
        }
        else
        {
            builder.Services.AddSingleton<IServer, NoServer>();
        }

        WebApplication application = builder.Build();
        RequestPipeline pipeline = new(options, operations);
        RequestDelegate? entry = null;
        application.Use(next => entry = context => pipeline.RunAsync(context, next));
        application.UseRouting();
        MapResources(core, operations, application);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (e.InnerException is AddressInUseException)
            {
                throw new IOException($"{options.ListenEndPoint} is in use by another program. Choose another port; port 0 takes a free one.", e);
            }

            throw;
        }

        string? address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First();
        return new SandboxServer(application, entry!, new Uri(address ?? "http://localhost/"));
    }

    public HttpMessageHandler CreateHandler() => new InProcessHandler(_entry, _application.Services, _gone.Token);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _gone.Dispose();
    }

    private static void MapResources(SandboxCore core, Operations operations, WebApplication application)
    {
        new ResourceMap(core).Map(application);
        new ControlEndpoints(core, operations).Map(new ControlMap(application));
        new FileEndpoints(core).Map(application);
        new BrowserSignIn(core).Map(application);
        new PageEndpoints(core, operations).Map(application);
        new OpenApiEndpoint(core).Map(application);
    }
}
