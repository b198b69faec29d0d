using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>An address, or none where there is empty text or something else. Its text is kept as it came: a signature covers it.</summary>
internal sealed class SignedUriConverter : JsonConverter<Uri?>
{
    public override Uri? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        return Uri.TryCreate(reader.GetString(), UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"
            ? address
            : null;
    }

    public override void Write(Utf8JsonWriter writer, Uri? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.OriginalString);
}
