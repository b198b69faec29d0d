using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>Ids come as numbers and, in some resources, as text. One that an object cannot be without must be there.</summary>
internal sealed class LenientInt64Converter : JsonConverter<long>
{
    public static bool TryRead(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        return reader.TokenType switch
        {
            JsonTokenType.Number => reader.TryGetInt64(out number) || TryWhole(reader.GetDouble(), out number),
            JsonTokenType.String when reader.HasValueSequence || reader.ValueIsEscaped =>
                long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
            JsonTokenType.String =>
                long.TryParse(reader.ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
    }

    public override long Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TryRead(ref reader, out long number) ? number : throw new JsonException("expected a whole number");

    public override void Write(Utf8JsonWriter writer, long value, JsonSerializerOptions options) => writer.WriteNumberValue(value);

    /// <summary>24.0 is 24.</summary>
    private static bool TryWhole(double value, out long number)
    {
        number = Math.Abs(value) < 1e15 ? (long)value : 0;
        return number == value;
    }
}
