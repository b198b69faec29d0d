using System.Net;
using HelpLightning.Sandbox.InProcess;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Kestrel on a loopback port, or no server for a sandbox that is reached in process only; both with the same pipeline.</summary>
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

    public static async Task<SandboxServer> StartAsync(
        IPEndPoint? listen, RequestPipeline pipeline, Action<IEndpointRouteBuilder> addEndpoints, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        // The program around the sandbox decides about signals; a library must not.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        if (listen is { } endPoint)
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
        RequestDelegate? entry = null;
        application.Use(next => entry = context => pipeline.RunAsync(context, next));
        application.UseRouting();
        addEndpoints(application);
        try
        {
            await application.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            await application.DisposeAsync().ConfigureAwait(false);
            if (e.InnerException is AddressInUseException)
            {
                throw new IOException($"{listen} is in use by another program. Choose another port; port 0 takes a free one.", e);
            }

            throw;
        }

        string? address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()?.Addresses.First();
        return new SandboxServer(application, entry!, new Uri(address ?? "http://localhost/"));
    }

    /// <param name="sandbox">What is said to be disposed when it is used too late.</param>
    public HttpMessageHandler CreateHandler(object sandbox) => new InProcessHandler(_entry, _application.Services, sandbox, _gone.Token);

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync().ConfigureAwait(false);
        await _application.DisposeAsync().ConfigureAwait(false);
        _gone.Dispose();
    }
}
