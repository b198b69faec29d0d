using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace HelpLightning.Cli.Terminal;

/// <summary>JSON for people: indented, with letters of all scripts as they are.</summary>
internal static class JsonText
{
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

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
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Indented))
        {
            document.WriteTo(writer);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }
}
