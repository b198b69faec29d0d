using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Cli.Tests;

/// <summary>Takes the events of webhooks, each webhook at a path of its own, and keeps them as they come, repeats too.</summary>
internal sealed class EventReceiver : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<ReceivedEvent>> _events = [];
    private readonly WebApplication _server;

    private EventReceiver(WebApplication server)
    {
        _server = server;
        server.Run(TakeAsync);
    }

    public static async Task<EventReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        EventReceiver receiver = new(builder.Build());
        await receiver._server.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    public string Url(string path) => _server.Urls.Single() + path;

    /// <summary>What came to a path for the first time, in the order of coming.</summary>
    public IReadOnlyList<ReceivedEvent> Distinct(string path) => [.. _events[path].DistinctBy(e => e.Id)];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        using JsonDocument body = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted);
        JsonElement root = body.RootElement;
        JsonElement data = root.GetProperty("data");
        JsonElement? attachment = data.TryGetProperty("attachment", out JsonElement found) ? found : null;
        _events.GetOrAdd(context.Request.Path.Value!, _ => []).Enqueue(new ReceivedEvent(
            context.Request.Headers["x-sandbox-event"].ToString(), root.GetProperty("category").GetString()!, data.GetProperty("call_id").GetString()!,
            attachment?.GetProperty("id").GetInt64(), attachment?.GetProperty("uuid").GetString()));
    }
}

/// <summary>An event of a call.</summary>
internal sealed record ReceivedEvent(string Id, string Category, string CallId, long? AttachmentId, string? AttachmentUuid);
