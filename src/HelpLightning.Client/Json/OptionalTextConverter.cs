using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>Text, or a number or boolean where text was expected.</summary>
internal sealed class OptionalTextConverter : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return reader.GetString();
            case JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                using (JsonDocument value = JsonDocument.ParseValue(ref reader))
                {
                    return value.RootElement.GetRawText();
                }

            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
