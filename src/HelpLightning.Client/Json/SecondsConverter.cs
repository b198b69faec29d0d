using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A duration in seconds, as a number or as text; everything else is none.</summary>
internal sealed class SecondsConverter : JsonConverter<TimeSpan?>
{
    private const double Longest = 1e9;

    public override TimeSpan? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        OptionalDoubleConverter.Read(ref reader) is >= 0 and <= Longest and { } seconds ? TimeSpan.FromSeconds(seconds) : null;

    public override void Write(Utf8JsonWriter writer, TimeSpan? value, JsonSerializerOptions options)
    {
        if (value is { } duration)
        {
            writer.WriteNumberValue(duration.TotalSeconds);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
