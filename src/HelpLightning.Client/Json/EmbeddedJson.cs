using System.Text;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>JSON, or text that holds JSON; a text that does not is taken as a JSON text.</summary>
internal static class EmbeddedJson
{
    public static JsonElement? Of(JsonElement? value)
    {
        if (value is not { ValueKind: JsonValueKind.String } text)
        {
            return value is { ValueKind: JsonValueKind.Null } ? null : value;
        }

        byte[] json = Encoding.UTF8.GetBytes(text.GetString()!);
        try
        {
            return JsonText.IsSound(json) ? JsonElement.Parse(json) : value;
        }
        catch (JsonException)
        {
            return value;
        }
    }
}
