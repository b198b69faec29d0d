using System.Buffers;
using System.Text.Json;
using HelpLightning.Sandbox.Glimpses;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Http;

/// <summary>Writes <c>{"code": …, "message": …}</c>. Clients rely on the code only; the message is for people.</summary>
internal static class ErrorAnswer
{
    public static async Task WriteAsync(HttpContext context, int status, int code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        bool isForPeople = context.Request.Path.StartsWithSegments(OwnPaths.Control, StringComparison.Ordinal);
        ArrayBufferWriter<byte> answer = new();
        await using (Utf8JsonWriter writer = new(answer, isForPeople ? JsonGlimpse.Layout : default))
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, message);
            writer.WriteEndObject();
        }

        if (isForPeople)
        {
            answer.Write("\n"u8);
        }

        new Refusal(code, message).Keep(context);
        AnswerGlimpse.Keep(context, answer.WrittenSpan);
        await context.Response.BodyWriter.WriteAsync(answer.WrittenMemory).ConfigureAwait(false);
    }

    /// <summary>The bare text that one client of the vendor looks for.</summary>
    public static async Task WriteExpiredTextAsync(HttpContext context)
    {
        context.Response.StatusCode = 401;
        context.Response.ContentType = "text/plain";
        new Refusal(null, "Token expired").Keep(context);
        AnswerGlimpse.Keep(context, "\"Token expired\""u8);
        await context.Response.BodyWriter.WriteAsync("Token expired"u8.ToArray()).ConfigureAwait(false);
    }
}
