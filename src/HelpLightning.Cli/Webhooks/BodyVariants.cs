using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HelpLightning.Cli.Webhooks;

/// <summary>
/// What a body may have been before somebody's program changed it: where one of these is what was signed, its reader can be told what
/// happened to it.
/// </summary>
internal static class BodyVariants
{
    private static readonly JsonWriterOptions AsTheVendorWrites = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>What happened, to go on with after a colon, and the body as it was before.</returns>
    public static IEnumerable<(string Happened, byte[] Body)> Of(byte[] body)
    {
        ReadOnlyMemory<byte> marked = body;
        if (body.AsSpan().StartsWith(Encoding.UTF8.Preamble))
        {
            marked = marked[Encoding.UTF8.Preamble.Length..];
            yield return ("the body begins with a byte order mark, which the signed one does not have.", marked.ToArray());
        }

        byte[] trimmed = marked.Span.TrimEnd("\r\n"u8).ToArray();
        if (trimmed.Length < marked.Length)
        {
            yield return (
                "the body ends in a line feed, which the signed one does not have. Editors and echo add one (printf '%s' does not).",
                trimmed);
        }

        yield return (
            "the body has lost the line feed that the signed one ends in, as $(...) of a shell takes it away. Keep it in a file.",
            [.. body, (byte)'\n']);
        if (marked.Span.IndexOf("\r\n"u8) >= 0)
        {
            yield return (
                "the body has the line breaks of Windows, and the signed one has not. Keep it as bytes, not as text.",
                Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(marked.Span).Replace("\r\n", "\n", StringComparison.Ordinal)));
        }

        foreach (byte[] rewritten in Rewritten(trimmed))
        {
            yield return (
                "the body is the JSON that was signed, but written anew, with other bytes. Check it as it came, before it is read as JSON.",
                rewritten);
        }
    }

    /// <summary>Is it JSON with white space between its members, which a sender seldom puts there?</summary>
    public static bool IsLaidOut(byte[] body)
    {
        using JsonDocument? document = TryParse(body);
        return document is not null && WithoutSpace(body).Length < body.AsSpan().TrimEnd("\r\n"u8).Length;
    }

    private static IEnumerable<byte[]> Rewritten(byte[] body)
    {
        using JsonDocument? document = TryParse(body);
        if (document is null)
        {
            return [];
        }

        try
        {
            return [WithoutSpace(body), Write(document, AsTheVendorWrites), Write(document, default)];
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate is JSON, but cannot be written again.
            return [WithoutSpace(body)];
        }
    }

    private static byte[] Write(JsonDocument document, JsonWriterOptions options)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, options))
        {
            document.WriteTo(writer);
        }

        return stream.ToArray();
    }

    /// <summary>The same letters and numbers, without what stands between them.</summary>
    private static byte[] WithoutSpace(ReadOnlySpan<byte> json)
    {
        List<byte> kept = new(json.Length);
        bool isText = false;
        bool isEscaped = false;
        foreach (byte b in json)
        {
            if (isText || b is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n'))
            {
                kept.Add(b);
            }

            isText ^= b == '"' && !isEscaped;
            isEscaped = isText && b == '\\' && !isEscaped;
        }

        return [.. kept];
    }

    private static JsonDocument? TryParse(byte[] body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
