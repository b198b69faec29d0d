using System.Collections.Concurrent;
using System.Text;
using HelpLightning.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Cli.Tests.Webhooks;

/// <summary>A program that events are sent on to, and what it answers.</summary>
internal sealed class ForwardTarget : IAsyncDisposable
{
    private readonly WebApplication _server;

    private ForwardTarget(WebApplication server)
    {
        _server = server;
        server.Run(TakeAsync);
    }

    public ConcurrentQueue<(string Body, string? Signature, string Path)> Received { get; } = [];

    /// <summary>Completed when somebody waits who is kept waiting.</summary>
    public TaskCompletionSource HasCaller { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What it answers; with a place to go to, when there is one.</summary>
    public int Status { get; set; } = 200;

    /// <summary>Does it keep whoever sends waiting, for ever?</summary>
    public bool Hangs { get; set; }

    public string? Location { get; set; }

    public string Url => _server.Urls.Single() + "/hook";

    public static async Task<ForwardTarget> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        ForwardTarget target = new(builder.Build());
        await target._server.StartAsync(TestContext.Current.CancellationToken);
        return target;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using MemoryStream body = new();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        context.Response.StatusCode = Status;
        context.Response.Headers.Location = Location;
        string[] signatures = [.. context.Request.Headers[WebhookSignature.HeaderName].OfType<string>()];
        if (Hangs)
        {
            HasCaller.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }

        Received.Enqueue((Encoding.UTF8.GetString(body.ToArray()), signatures.SingleOrDefault(), context.Request.Path));
    }
}
