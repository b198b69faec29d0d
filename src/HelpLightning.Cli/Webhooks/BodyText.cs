using System.Text;
using System.Text.Json;
using HelpLightning.Cli.Output;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Webhooks;

/// <summary>The body of an event, to be printed.</summary>
internal static class BodyText
{
    /// <summary>As JSON; as a text where it is none, or is one that cannot be written again.</summary>
    public static FieldValue Json(ReadOnlyMemory<byte> body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(Utf8Text(body));

            // A lone surrogate is found when it is written.
            JsonText.Compact(document.RootElement);
            return FieldValue.Json(document.RootElement.Clone());
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return Utf8Text(body);
        }
    }

    /// <summary>For people: on several lines.</summary>
    public static string Lines(ReadOnlyMemory<byte> body)
    {
        string text = Utf8Text(body);
        try
        {
            return JsonText.TryIndent(text) ?? Printable.OfLines(text);
        }
        catch (InvalidOperationException)
        {
            return Printable.OfLines(text);
        }
    }

    private static string Utf8Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span).TrimStart('\uFEFF');
}
