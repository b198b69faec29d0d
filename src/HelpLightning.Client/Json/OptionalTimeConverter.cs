using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// Times come as ISO 8601 text, as epoch seconds in a number or in text, and as empty text when there is none. A text
/// that is none of these is taken as none: one odd field must not cost a whole list.
/// </summary>
internal sealed class OptionalTimeConverter : JsonConverter<DateTimeOffset?>
{
    private const decimal LatestSecond = 253402300799;

    public static DateTimeOffset? Parse(string text)
    {
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            return FromEpoch(seconds);
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : null;
    }

    public override DateTimeOffset? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Number:
                return reader.TryGetDecimal(out decimal number) ? FromEpoch(number) : null;
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
            ? FromEpoch(seconds)
            : Parse(reader.GetString()!);
    }

    private static DateTimeOffset? FromEpoch(decimal seconds) =>
        seconds is > 0 and <= LatestSecond ? DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)) : null;
}
