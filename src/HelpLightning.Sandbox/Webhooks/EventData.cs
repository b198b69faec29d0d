using System.Buffers;
using System.Text.Json;
using HelpLightning.Sandbox.Json;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>The data of an event that somebody made up.</summary>
internal static class EventData
{
    /// <summary>The object without white space.</summary>
    /// <exception cref="FormatException">The message names what is wrong.</exception>
    public static byte[] Compact(string category, string data)
    {
        if (category.Length is 0 or > 100)
        {
            throw new FormatException("The category of an event has 1 to 100 characters, such as attachment_created.");
        }

        try
        {
            using JsonDocument document = ForeignJson.Parse(data);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("The data of an event is a JSON object.");
            }

            ArrayBufferWriter<byte> buffer = new();
            using (Utf8JsonWriter writer = new(buffer))
            {
                document.RootElement.WriteTo(writer);
            }

            return buffer.WrittenSpan.ToArray();
        }
        catch (JsonException e)
        {
            throw new FormatException($"The data of an event {e.Message}.", e);
        }
    }
}
