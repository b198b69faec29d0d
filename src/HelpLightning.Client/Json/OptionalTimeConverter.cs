using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HelpLightning.Times;

namespace HelpLightning.Client;

/// <summary>
/// Times come as ISO 8601 text, as epoch seconds in a number or in text, and as empty text when there is none. What a text
/// means is <see cref="ApiTime"/>'s.
/// </summary>
internal sealed class OptionalTimeConverter : JsonConverter<DateTimeOffset?>
{
    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out decimal number) ? ApiTime.FromEpoch(number) : null;
            case JsonTokenType.String:
                return ReadText(ref reader);
            default:
                reader.Skip();
                return null;
        }
    }

    public override void Write(Utf8JsonWriter writer, DateTimeOffset? value, JsonSerializerOptions options)
    {
        if (value is { } instant)
        {
            writer.WriteStringValue(instant.UtcDateTime);
        }
        else
        {
            writer.WriteStringValue("");
        }
    }

    /// <summary>The two usual forms are read from the bytes, without making a text of each.</summary>
    private static DateTimeOffset? ReadText(ref Utf8JsonReader reader)
    {
        ReadOnlySpan<byte> bytes = reader.HasValueSequence ? [] : reader.ValueSpan;
        if (bytes is [.., (byte)'Z'] && reader.TryGetDateTimeOffset(out DateTimeOffset instant))
        {
            return instant;
        }

        return decimal.TryParse(bytes, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds)
            ? ApiTime.FromEpoch(seconds)
            : ApiTime.Parse(reader.GetString()!);
    }
}
