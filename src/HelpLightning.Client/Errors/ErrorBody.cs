using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace HelpLightning.Client;

/// <summary>
/// What an error answer says. Known forms: a JSON object with a numeric <c>code</c>, and bare text. Everything else is
/// taken as no information rather than as an error of its own.
/// </summary>
internal readonly partial record struct ErrorBody(int? Code, string? Message)
{
    /// <summary>Bytes; no error of the API comes near it.</summary>
    public const int Largest = 64 * 1024;

    private const int LongestMessage = 300;

    /// <summary>A JWT, or the beginning of one: a server that repeats the token which it refuses must not bring it into a log.</summary>
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{8,}(\.[A-Za-z0-9_-]*){0,4}", RegexOptions.CultureInvariant)]
    private static partial Regex TokenPattern();

    public static ErrorBody Read(ReadOnlySpan<byte> body)
    {
        if (body.Length > Largest)
        {
            return default;
        }

        try
        {
            Utf8JsonReader reader = new(body);
            using JsonDocument document = JsonDocument.ParseValue(ref reader);
            JsonElement root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object ? new ErrorBody(CodeOf(root), MessageOf(root)) : default;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            bool isMarkup = body.TrimStart(" \r\n\t"u8).StartsWith("<"u8);
            return new ErrorBody(null, isMarkup ? null : OneLine(Encoding.UTF8.GetString(body)));
        }
    }

    private static int? CodeOf(JsonElement root)
    {
        if (!root.TryGetProperty("code"u8, out JsonElement code))
        {
            return null;
        }

        return code.ValueKind switch
        {
            JsonValueKind.Number when code.TryGetInt32(out int number) => number,
            JsonValueKind.String when int.TryParse(code.GetString(), out int number) => number,
            _ => null,
        };
    }

    private static string? MessageOf(JsonElement root)
    {
        foreach (string name in (ReadOnlySpan<string>)["message", "error_description", "error", "detail"])
        {
            if (root.TryGetProperty(name, out JsonElement text) && text.ValueKind == JsonValueKind.String)
            {
                return OneLine(text.GetString()!);
            }
        }

        return null;
    }

    private static string? OneLine(string text)
    {
        StringBuilder line = new();
        text = TokenPattern().Replace(text, "(token)");
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, LongestMessage)).Trim())
        {
            line.Append(char.IsControl(c) ? ' ' : c);
        }

        return line.Length == 0 ? null : text.Length > LongestMessage ? line.Append('…').ToString() : line.ToString();
    }
}
