using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>A 200 answer with a JSON body, sent when it is disposed.</summary>
internal readonly struct JsonAnswer : IAsyncDisposable
{
    private readonly HttpContext _context;

    public JsonAnswer(HttpContext context)
    {
        _context = context;
        context.Response.ContentType = "application/json";
        Writer = new Utf8JsonWriter(context.Response.BodyWriter);
    }

    public Utf8JsonWriter Writer { get; }

    public async ValueTask DisposeAsync()
    {
        await Writer.DisposeAsync().ConfigureAwait(false);
        await _context.Response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }
}
