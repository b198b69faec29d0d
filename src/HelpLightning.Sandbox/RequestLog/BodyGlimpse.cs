using System.Buffers;
using System.Text;
using System.Text.Json;
using HelpLightning.Sandbox.Hosting;

namespace HelpLightning.Sandbox.RequestLog;

/// <summary>What may be shown of a JSON body: everything but the values of secrets.</summary>
internal static class BodyGlimpse
{
    /// <summary>Where the log finds the body that was read.</summary>
    public static readonly object Item = new();

    /// <summary>In bytes; a longer body is not kept.</summary>
    private const int Longest = 4096;

    /// <summary>The body as JSON text; null when there is none, or it is no JSON or too long.</summary>
    public static string? Show(byte[]? body)
    {
        if (body is null || body.Length is 0 or > Longest)
        {
            return null;
        }

        try
        {
            using JsonDocument document = ForeignJson.Parse(body);
            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer))
            {
                Write(writer, document.RootElement, isSecret: false);
            }

            return Encoding.UTF8.GetString(buffer.WrittenSpan);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Write(Utf8JsonWriter writer, JsonElement value, bool isSecret)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in value.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value, isSecret || SecretNames.Contain(property.Name));
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in value.EnumerateArray())
                {
                    Write(writer, item, isSecret);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String or JsonValueKind.Number when isSecret:
                writer.WriteStringValue("..."u8);
                break;
            default:
                value.WriteTo(writer);
                break;
        }
    }
}
