using System.ComponentModel;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>The id of a call, always text on the wire, and as JSON of your own; null for none.</summary>
/// <remarks>Public because the serializer that is generated for your own types must be able to make one.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class CallIdConverter : JsonConverter<CallId>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override CallId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => default,
        JsonTokenType.String when reader.GetString() is { } text && CallId.IsId(text) => new CallId(text),
        _ => throw new JsonException("expected the id of a call"),
    };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, CallId value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.Value.Length > 0 ? value.Value : null);
    }
}
