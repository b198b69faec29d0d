using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>JSON, or text that holds JSON; a text that does not is taken as a JSON text.</summary>
internal sealed class EmbeddedJsonConverter : JsonConverter<JsonElement?>
{
    public override JsonElement? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        JsonElement value = JsonElement.ParseValue(ref reader);
        if (value.ValueKind != JsonValueKind.String)
        {
            return value.ValueKind == JsonValueKind.Null ? null : value;
        }

        try
        {
            return JsonElement.Parse(value.GetString()!);
        }
        catch (JsonException)
        {
            return value;
        }
    }

    public override void Write(Utf8JsonWriter writer, JsonElement? value, JsonSerializerOptions options)
    {
        if (value is { } embedded)
        {
            writer.WriteStringValue(embedded.GetRawText());
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
