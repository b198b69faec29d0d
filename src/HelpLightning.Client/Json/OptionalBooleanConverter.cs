using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A boolean, or 0, 1, "true", "false" in its place; everything else is none.</summary>
internal sealed class OptionalBooleanConverter : JsonConverter<bool?>
{
    public override bool? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            case JsonTokenType.Number:
                return reader.GetDouble() != 0;
            case JsonTokenType.String:
                return reader.GetString()?.ToUpperInvariant() switch
                {
                    "TRUE" or "1" => true,
                    "FALSE" or "0" => false,
                    _ => null,
                };
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, bool? value, JsonSerializerOptions options)
    {
        if (value is { } known)
        {
            writer.WriteBooleanValue(known);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
