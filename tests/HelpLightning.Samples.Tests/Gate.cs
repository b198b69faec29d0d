using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Samples.Tests;

/// <summary>Stands before the ticket system: passes requests on and counts them, or has the ticket system be down.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private volatile GateState _state;
    private int _refused;

    private Gate(WebApplication app, Uri target)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = target };
    }

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>The paths of notes that were put and taken, in their order.</summary>
    public ConcurrentQueue<string> Puts { get; } = new();

    /// <summary>How many requests were not let through since the state was set.</summary>
    public int Refused => Volatile.Read(ref _refused);

    public static async Task<Gate> StartAsync(Uri target)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        Gate gate = new(builder.Build(), target);
        gate._app.Run(gate.PassAsync);
        await gate._app.StartAsync(TestContext.Current.CancellationToken);
        return gate;
    }

    public void Set(GateState state)
    {
        _state = state;
        Volatile.Write(ref _refused, 0);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(new CancellationToken(canceled: true));
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        if (_state != GateState.Open)
        {
            Interlocked.Increment(ref _refused);
            if (_state == GateState.Broken)
            {
                context.Abort();
            }

            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using HttpRequestMessage request = new(new HttpMethod(context.Request.Method), context.Request.Path.ToUriComponent())
        {
            Content = new StreamContent(context.Request.Body) { Headers = { ContentType = new("application/json") } },
        };
        using HttpResponseMessage response = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            Puts.Enqueue(context.Request.Path);
        }
    }
}
