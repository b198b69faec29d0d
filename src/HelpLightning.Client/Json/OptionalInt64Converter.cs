using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A whole number that may be missing. Empty text, and what is no number, is none: one odd field must not cost a list.</summary>
internal sealed class OptionalInt64Converter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (LenientInt64Converter.TryRead(ref reader, out long number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
