using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// An address of a file. None is where there is no file; one that cannot be used is kept, because that is a failure, and not the same as
/// a file that is not there. Its text is kept as it came: a signature covers it. Public only because generated JSON code names it.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class FileUriConverter : JsonConverter<Uri?>
{
    private static readonly Uri Unusable = new("about:invalid");

    /// <inheritdoc/>
    public override Uri? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            bool isNothing = reader.TokenType == JsonTokenType.False;
            reader.Skip();
            return isNothing ? null : Unusable;
        }

        string? text = reader.GetString();
        return string.IsNullOrWhiteSpace(text) ? null
            : Uri.TryCreate(text, UriKind.RelativeOrAbsolute, out Uri? address) ? address
            : Unusable;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Uri? value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value?.OriginalString);
}
