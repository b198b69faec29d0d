using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace HelpLightning.Proxy;

/// <summary>
/// Writes the proxy's own answers: <c>application/problem+json</c> (RFC 9457), and <c>Proxy-Status</c> (RFC 9209), by which a caller can
/// tell them from Help Lightning's.
/// </summary>
internal static class ProblemAnswer
{
    /// <summary>Who speaks, in <c>Proxy-Status</c>.</summary>
    private const string Name = "helplightning-proxy";

    private const string ProxyStatus = "Proxy-Status";

    public static async Task WriteAsync(HttpContext context, Refusal refusal)
    {
        HttpResponse response = context.Response;
        response.Clear();
        response.StatusCode = refusal.Status;
        response.ContentType = "application/problem+json";
        response.Headers.CacheControl = "no-store";
        response.Headers[ProxyStatus] = $"{Name}; error={refusal.ProxyError}; details={Quoted(refusal.Detail)}";
        if (refusal.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = "Bearer realm=\"helplightning-proxy\"";
        }

        if (refusal.RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, $"urn:helplightning-proxy:{refusal.By}");
            json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(refusal.Status));
            json.WriteNumber("status"u8, refusal.Status);
            json.WriteString("detail"u8, refusal.Detail);
            if (refusal.Rule is not null)
            {
                json.WriteString("rule"u8, refusal.Rule);
            }

            json.WriteEndObject();
        }

        response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted).ConfigureAwait(false);
        }
    }

    /// <summary>A note on an answer that is Help Lightning's own.</summary>
    public static void Note(HttpResponse response, string detail) =>
        response.Headers.Append(ProxyStatus, $"{Name}; details={Quoted(detail)}");

    /// <summary>A string of RFC 9651 section 3.3.3: visible ASCII.</summary>
    private static string Quoted(string text)
    {
        StringBuilder quoted = new("\"", text.Length + 2);
        foreach (char c in text)
        {
            _ = c is '"' or '\\' ? quoted.Append('\\').Append(c) : quoted.Append(c is >= ' ' and <= '~' ? c : '?');
        }

        return quoted.Append('"').ToString();
    }
}
