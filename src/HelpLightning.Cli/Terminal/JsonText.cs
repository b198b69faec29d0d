using System.Text;
using System.Text.Json;

namespace HelpLightning.Cli.Terminal;

/// <summary>JSON for people: indented, with letters of all scripts as they are.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = PrintableJson.Encoder,
    };

    private static readonly JsonWriterOptions OneLine = new() { Encoder = PrintableJson.Encoder };

    /// <summary>The same document with line breaks and indents; null when it is not JSON.</summary>
    public static string? TryIndent(string text)
    {
        try
        {
            return Indent(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The same document with line breaks and indents.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static string Indent(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Write(document.RootElement, Indented);
    }

    /// <summary>The same on one line, and fit for a terminal.</summary>
    public static string Compact(JsonElement element) => Write(element, OneLine);

    private static string Write(JsonElement element, JsonWriterOptions layout)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, layout))
        {
            element.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
