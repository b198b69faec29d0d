using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The ids of people inside a call: text that holds a number, with <c>-1</c> or nothing where there is nobody.</summary>
internal sealed class PersonIdConverter : JsonConverter<long?>
{
    public override long? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (LenientInt64Converter.TryRead(ref reader, out long number))
        {
            return number >= 0 ? number : null;
        }

        reader.Skip();
        return null;
    }

    public override void Write(Utf8JsonWriter writer, long? value, JsonSerializerOptions options) => writer.WriteStringValue($"{value ?? -1}");
}
