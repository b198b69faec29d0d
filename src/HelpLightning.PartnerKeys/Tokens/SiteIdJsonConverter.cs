using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.PartnerKeys;

/// <summary>A site id in JSON: its number; a text with the digits is read too. Public only because generated JSON code names it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class SiteIdJsonConverter : JsonConverter<SiteId>
{
    /// <inheritdoc/>
    public override SiteId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        // Nothing accepts 0; it stands for a site id that was not set.
        JsonTokenType.Number when reader.TryGetInt64(out long number) && number >= 0 => number == 0 ? default : new SiteId(number),
        JsonTokenType.String when SiteId.TryParse(reader.GetString(), CultureInfo.InvariantCulture, out SiteId id) => id,
        _ => throw new JsonException("A site id is a positive whole number such as 54344."),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, SiteId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumberValue(value.Value);
    }
}
