using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// Something named by an object with <c>id</c> and perhaps <c>name</c>, by the bare id, or by the bare name: not all
/// shapes of these lists have been seen.
/// </summary>
internal sealed class ReferenceConverter : JsonConverter<Reference>
{
    public override Reference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using JsonDocument document = JsonDocument.ParseValue(ref reader);
        JsonElement value = document.RootElement;
        return value.ValueKind switch
        {
            JsonValueKind.Object => new Reference(
                value.TryGetProperty("id"u8, out JsonElement id) ? NumberOf(id) : null,
                value.TryGetProperty("name"u8, out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null),
            JsonValueKind.String => new Reference(NumberOf(value), value.GetString()),
            _ => new Reference(NumberOf(value), null),
        };
    }

    public override void Write(Utf8JsonWriter writer, Reference value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Id is { } id)
        {
            writer.WriteNumber("id"u8, id);
        }

        if (value.Name is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteEndObject();
    }

    private static long? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number when value.TryGetInt64(out long number) => number,
        JsonValueKind.String when long.TryParse(value.GetString(), out long number) => number,
        _ => null,
    };
}
