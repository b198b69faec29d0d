using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Samples.Tests;

/// <summary>Stands between a sample and the sandbox: passes requests on, and fails or holds the pages that it is told to.</summary>
internal sealed class Flow : IDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly Uri _target;
    private bool _isDisposed;

    public Flow(Uri target)
    {
        _target = target;
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(static kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        _app.Run(PassAsync);
        _app.StartAsync().GetAwaiter().GetResult();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    public Uri Address { get; }

    /// <summary>The queries for people that came, decoded.</summary>
    public ConcurrentQueue<string> Queries { get; } = new();

    /// <summary>Pages from this one on are answered with 503; 0 for none.</summary>
    public int FailFrom { get; set; }

    /// <summary>Pages from this one on are not answered at all; 0 for none.</summary>
    public int HoldFrom { get; set; }

    /// <summary>Completes when a page is held.</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _app.StopAsync(new CancellationToken(canceled: true)).GetAwaiter().GetResult();
            ((IDisposable)_app).Dispose();
            _http.Dispose();
        }
    }

    private async Task PassAsync(HttpContext context)
    {
        int page = int.TryParse(context.Request.Query["page"], CultureInfo.InvariantCulture, out int number) ? number : 1;
        if (context.Request.Path.StartsWithSegments("/api/v1r1/enterprise/users", StringComparison.Ordinal))
        {
            Queries.Enqueue(Uri.UnescapeDataString(context.Request.QueryString.Value ?? ""));
        }

        if (HoldFrom > 0 && page >= HoldFrom)
        {
            Held.TrySetResult();
            TaskCompletionSource gone = new();
            await using CancellationTokenRegistration end = context.RequestAborted.Register(gone.SetResult);
            await gone.Task;
            return;
        }

        if (FailFrom > 0 && page >= FailFrom)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(_target, context.Request.Path + context.Request.QueryString));
        foreach (string name in (ReadOnlySpan<string>)["Authorization", "x-helplightning-api-key"])
        {
#pragma warning disable RS0030 // the token is passed on as it came, without a scheme
            request.Headers.TryAddWithoutValidation(name, context.Request.Headers[name].ToString());
#pragma warning restore RS0030
        }

        using HttpResponseMessage response = await _http.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = "application/json";
        context.Response.GetTypedHeaders().Date = response.Headers.Date;
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
