using System.Buffers;
using System.Text.Json;
using HelpLightning.Sandbox.Control;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Errors;

/// <summary>Writes <c>{"code": …, "message": …}</c>. Clients rely on the code only; the message is for people.</summary>
internal static class ErrorAnswer
{
    public static async Task WriteAsync(HttpContext context, int status, int code, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        bool isForPeople = context.Request.Path.StartsWithSegments("/_sandbox", StringComparison.Ordinal);
        await using (Utf8JsonWriter writer = new(context.Response.BodyWriter, isForPeople ? ControlMap.Layout : default))
        {
            writer.WriteStartObject();
            writer.WriteNumber("code"u8, code);
            writer.WriteString("message"u8, message);
            writer.WriteEndObject();
        }

        if (isForPeople)
        {
            context.Response.BodyWriter.Write("\n"u8);
        }

        await context.Response.BodyWriter.FlushAsync().ConfigureAwait(false);
    }

    /// <summary>The bare text that one client of the vendor looks for.</summary>
    public static async Task WriteExpiredTextAsync(HttpContext context)
    {
        context.Response.StatusCode = 401;
        context.Response.ContentType = "text/plain";
        await context.Response.BodyWriter.WriteAsync("Token expired"u8.ToArray()).ConfigureAwait(false);
    }
}
