using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A token in an answer. Empty text, and what no header could carry, is none.</summary>
internal sealed class AccessTokenConverter : JsonConverter<AccessToken?>
{
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

    public override void Write(Utf8JsonWriter writer, AccessToken? value, JsonSerializerOptions options) => writer.WriteStringValue(value?.Value);
}
