using System.Buffers;
using System.Collections.Concurrent;
using System.Text.Json;
using HelpLightning.Sandbox.Glimpses;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Http;

/// <summary>
/// A JSON answer under construction. Nothing leaves before it is whole, so an error on the way is answered as an error. The
/// buffers are used again.
/// </summary>
internal sealed class JsonAnswer : IDisposable
{
    private const int LargestKeptBuffer = 1024 * 1024;

    private static readonly ConcurrentBag<JsonAnswer> Idle = [];

    private readonly ArrayBufferWriter<byte> _buffer = new(16 * 1024);

    private JsonAnswer() => Writer = new Utf8JsonWriter(_buffer);

    public Utf8JsonWriter Writer { get; }

    public static JsonAnswer Rent() => Idle.TryTake(out JsonAnswer? answer) ? answer : new JsonAnswer();

    /// <summary>What was sent.</summary>
    public ReadOnlySpan<byte> Written => _buffer.WrittenSpan;

    public static async Task SendAsync(HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        context.Response.StatusCode = status;
        if (status == StatusCodes.Status204NoContent)
        {
            return;
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = json.Length;
        AnswerGlimpse.Keep(context, json.Span);
        await context.Response.BodyWriter.WriteAsync(json, context.RequestAborted).ConfigureAwait(false);
    }

    public Task SendAsync(HttpContext context, int status)
    {
        Writer.Flush();
        return SendAsync(context, status, _buffer.WrittenMemory);
    }

    public void Dispose()
    {
        _buffer.ResetWrittenCount();
        Writer.Reset();
        if (_buffer.Capacity <= LargestKeptBuffer)
        {
            Idle.Add(this);
        }
    }
}
