using System.Net;
using System.Net.Sockets;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Hosting;
using HelpLightning.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Cli.Webhooks;

/// <summary>Takes webhooks on a port of this machine, at any path.</summary>
internal sealed class ListenServer : IAsyncDisposable
{
    /// <summary>For requests that are being answered; their senders come again.</summary>
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(5);

    private readonly WebApplication _application;

    private ListenServer(WebApplication application)
    {
        _application = application;
        Address = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public string Address { get; }

    /// <param name="port">0 for any that is free.</param>
    /// <param name="inbox">Keeps what comes.</param>
    /// <param name="receiver">Judges what comes.</param>
    /// <param name="screen">Is told of requests that are no events.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<ListenServer> StartAsync(
        int port, SignatureMemory inbox, WebhookReceiver receiver, ListenScreen screen, TimeProvider clock,
        CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.Services.AddRoutingCore();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeToEnd);
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.Services.AddSingleton(clock);

        // Secrets, inbox and handlers are this command's own, which tells of each event; what is taken from there is the endpoint.
        builder.Services.AddSingleton(receiver);
        builder.Services
            .AddHelpLightningWebhooks(static options =>
            {
                options.AllowUnsigned = true;
                options.RunHandlers = false;
            })
            .UseInbox((_, _, _) => ValueTask.FromResult<IWebhookInbox>(inbox));
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, port);
        });
        WebApplication application = builder.Build();
        application.Use(next => context => TakeAsync(context, next, inbox, screen));
        application.UseRouting();
        application.MapHelpLightningWebhooks("/");
        try
        {
            await application.StartAsync(cancellationToken);
            return new ListenServer(application);
        }
        catch (Exception e)
        {
            await application.DisposeAsync();
            throw e is IOException or SocketException
                ? CommandException.Configuration(
                    $"Port {port} cannot be listened at: another program may have it. Choose another; 0 picks a free one.")
                : e;
        }
    }

    /// <summary>Takes no more, and answers what has come.</summary>
    public Task StopAsync() => _application.StopAsync(CancellationToken.None);

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private static async Task TakeAsync(HttpContext context, RequestDelegate next, SignatureMemory inbox, ListenScreen screen)
    {
        string[] signatures = [.. context.Request.Headers[WebhookSignature.HeaderName].OfType<string>()];
        inbox.Arrives(signatures is [string single] ? single : null);
        await next(context);
        string? why = context.Response.StatusCode switch
        {
            StatusCodes.Status400BadRequest => "its body is no JSON object",
            StatusCodes.Status405MethodNotAllowed => $"it is a {context.Request.Method}, and webhooks are POSTs",
            StatusCodes.Status408RequestTimeout => "its body came too slowly",
            StatusCodes.Status413PayloadTooLarge => "its body is larger than 1 MiB",
            _ => null,
        };
        if (why is not null)
        {
            screen.Refused(why);
        }
    }
}
