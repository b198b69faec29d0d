using HelpLightning.Sandbox.Files;
using HelpLightning.Sandbox.SignIn;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Kestrel on a loopback port with every resource mapped.</summary>
internal sealed class SandboxServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private SandboxServer(WebApplication application, Uri address)
    {
        _application = application;
        Address = address;
    }

    public Uri Address { get; }

    public static async Task<SandboxServer> StartAsync(SandboxCore core, CancellationToken cancellationToken)
    {
        HelpLightningSandboxOptions options = core.Options;
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        // The program around the sandbox decides about signals; a library must not.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(options.ListenEndPoint);
        });

        WebApplication application = builder.Build();
        RequestPipeline pipeline = new(options);
        application.Use(next => context => pipeline.RunAsync(context, next));
        application.UseRouting();
        MapResources(core, application);
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

        string address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new SandboxServer(application, new Uri(address));
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static void MapResources(SandboxCore core, WebApplication application)
    {
        new ResourceMap(core).Map(application);
        new FileEndpoints(core).Map(application);
        new BrowserSignIn(core).Map(application);
    }
}
