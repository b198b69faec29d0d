using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using HelpLightning.Files;

namespace HelpLightning.Sandbox.Json;

/// <summary>
/// JSON that somebody else wrote. What <see cref="JsonDocument"/> lets pass and its texts stumble over later, with another
/// exception than for JSON, is refused here: bytes that are no UTF-8, and half of a surrogate pair (RFC 8259, 8.2). A byte
/// order mark is passed over, as RFC 8259, 8.1 allows.
/// </summary>
internal static class ForeignJson
{
    private const int LongestShownName = 40;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="JsonException">The message says what is wrong, to be put after a subject: "is not JSON: line 1, …".</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options = default)
    {
        ReadOnlyMemory<byte> json = utf8[^Utf8Mark.Strip(utf8.Span).Length..];
        RequireUtf8(json.Span);
        RequireWholeCharacters(json.Span, options);
        try
        {
            return JsonDocument.Parse(json, options);
        }
        catch (JsonException e) when (e.LineNumber is null)
        {
            // It is JSON, and so it is with doubled members.
            options.AllowDuplicateProperties = true;
            using JsonDocument document = JsonDocument.Parse(json, options);
            throw new JsonException($"has the member '{Doubled(document.RootElement)}' twice in one object", e);
        }
        catch (JsonException e)
        {
            throw NotJson(json.Span, e);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlyMemory{byte}, JsonDocumentOptions)"/>
    public static JsonDocument Parse(string text, JsonDocumentOptions options = default)
    {
        try
        {
            return Parse(Strict.GetBytes(text), options);
        }
        catch (EncoderFallbackException e)
        {
            throw new JsonException(
                HalfPair(text[..e.Index].Count(c => c == '\n'), e.Index - text.LastIndexOf('\n', Math.Max(e.Index - 1, 0)) - 1), e);
        }
    }

    private static void RequireUtf8(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            _ = Utf8.ToUtf16(json, new char[json.Length], out int good, out _, replaceInvalidSequences: false);
            (int line, int column) = Place(json, good);
            throw new JsonException($"is not UTF-8: line {line + 1}, byte {column + 1}");
        }
    }

    private static void RequireWholeCharacters(ReadOnlySpan<byte> json, JsonDocumentOptions options)
    {
        // Raw bytes were found to be UTF-8, which has no surrogates: only an escape can make one.
        if (json.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        Utf8JsonReader reader = new(json, new JsonReaderOptions
        {
            AllowTrailingCommas = options.AllowTrailingCommas,
            CommentHandling = options.CommentHandling,
            MaxDepth = options.MaxDepth,
        });
        try
        {
            while (reader.Read())
            {
                if (reader.ValueIsEscaped && !IsWhole(ref reader))
                {
                    (int line, int column) = Place(json, (int)reader.TokenStartIndex);
                    throw new JsonException(HalfPair(line, column));
                }
            }
        }
        catch (JsonException e) when (e.LineNumber is not null)
        {
            throw NotJson(json, e);
        }
    }

    private static bool IsWhole(ref Utf8JsonReader reader)
    {
        try
        {
            _ = reader.GetString();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string HalfPair(int line, int column) =>
        $"has a text with half of a surrogate pair (\\ud800 to \\udfff), which is no character: line {line + 1}, byte {column + 1}";

    private static (int Line, int Column) Place(ReadOnlySpan<byte> json, int at)
    {
        ReadOnlySpan<byte> before = json[..at];
        return (before.Count((byte)'\n'), at - before.LastIndexOf((byte)'\n') - 1);
    }

    private static JsonException NotJson(ReadOnlySpan<byte> json, JsonException e)
    {
        int end = e.Message.IndexOf(". ", StringComparison.Ordinal);
        string reason = end < 0 ? e.Message : e.Message[..end];
        return new JsonException(
            json.IsEmpty ? "is empty" : $"is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {reason}", e);
    }

    /// <summary>The first member that comes twice; null when none does.</summary>
    private static string? Doubled(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                HashSet<string> names = [];
                JsonProperty[] members = [.. element.EnumerateObject()];
                return members.Select(m => m.Name).Where(name => !names.Add(name)).Select(Short).FirstOrDefault()
                    ?? members.Select(m => Doubled(m.Value)).FirstOrDefault(name => name is not null);
            case JsonValueKind.Array:
                return element.EnumerateArray().Select(Doubled).FirstOrDefault(name => name is not null);
            default:
                return null;
        }
    }

    private static string Short(string name) => name.Length <= LongestShownName ? name : name[..LongestShownName] + "…";
}
