using System.Text.Json;

namespace HelpLightning.Sandbox.OpenApi;

/// <summary>An example of an answer, put together from the examples of its parts.</summary>
internal sealed class OpenApiExample(JsonElement hand)
{
    private const string Prefix = "#/components/schemas/";

    public void Write(Utf8JsonWriter json, JsonElement schema)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("examples", out JsonElement examples))
        {
            examples[0].WriteTo(json);
        }
        else if (schema.TryGetProperty("items", out JsonElement items))
        {
            json.WriteStartArray();
            Write(json, items);
            json.WriteEndArray();
        }
        else
        {
            json.WriteStartObject();
            WriteProperties(json, schema);
            json.WriteEndObject();
        }
    }

    private void WriteProperties(Utf8JsonWriter json, JsonElement schema)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("allOf", out JsonElement parts))
        {
            foreach (JsonElement part in parts.EnumerateArray())
            {
                WriteProperties(json, part);
            }
        }

        if (schema.TryGetProperty("properties", out JsonElement properties))
        {
            foreach (JsonProperty property in properties.EnumerateObject())
            {
                json.WritePropertyName(property.Name);
                Write(json, property.Value);
            }
        }
    }

    private JsonElement Resolve(JsonElement schema) =>
        schema.TryGetProperty("$ref", out JsonElement reference) && reference.GetString() is { } target
            && target.StartsWith(Prefix, StringComparison.Ordinal)
            ? hand.GetProperty("components").GetProperty("schemas").GetProperty(target[Prefix.Length..])
            : schema;
}
