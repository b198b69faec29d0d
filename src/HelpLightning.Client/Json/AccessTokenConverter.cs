using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// Reads a token, and writes none: an object that holds one is easily made JSON of, by an endpoint that returns it or a log.
/// Empty text, and what no header could carry, is none.
/// </summary>
/// <remarks>Public because the serializer that is generated for your own types must be able to make one.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class AccessTokenConverter : JsonConverter<AccessToken>
{
    /// <inheritdoc/>
    public override AccessToken? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.String)
        {
            reader.Skip();
            return null;
        }

        string value = reader.GetString()!;
        return AccessToken.IsSendable(value) ? new AccessToken(value) : null;
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, AccessToken value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNullValue();
    }
}
