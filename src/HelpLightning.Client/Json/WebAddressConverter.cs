using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// An address that is what the whole answer is about, so that without it there is no answer. Its text is kept as it came. Public only
/// because generated JSON code names it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WebAddressConverter : JsonConverter<Uri>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Uri Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            && Uri.TryCreate(reader.GetString(), UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            ? address
            : throw new JsonException("There is no web address.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Uri value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value?.OriginalString);
    }
}
