using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>
/// Something named by an object with <c>id</c> and perhaps <c>name</c>, by the bare id, or by the bare name: not all
/// shapes of these lists have been seen.
/// </summary>
internal sealed class ReferenceConverter : JsonConverter<Reference>
{
    public override Reference Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            return ReadObject(ref reader);
        }

        string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
        return new Reference(NumberOf(ref reader), name);
    }

    public override void Write(Utf8JsonWriter writer, Reference value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        if (value.Id is { } id)
        {
            writer.WriteNumber("id"u8, id);
        }

        if (value.Name is { } name)
        {
            writer.WriteString("name"u8, name);
        }

        writer.WriteEndObject();
    }

    private static Reference ReadObject(ref Utf8JsonReader reader)
    {
        long? id = null;
        string? name = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = reader.ValueTextEquals("id"u8);
            bool isName = reader.ValueTextEquals("name"u8);
            _ = reader.Read();
            if (isId)
            {
                id = NumberOf(ref reader);
            }
            else if (isName && reader.TokenType == JsonTokenType.String)
            {
                name = reader.GetString();
            }
            else
            {
                reader.Skip();
            }
        }

        return new Reference(id, name);
    }

    /// <summary>Null, and the value is passed over, when it is no whole number.</summary>
    private static long? NumberOf(ref Utf8JsonReader reader)
    {
        if (LenientInt64Converter.TryRead(ref reader, out long number))
        {
            return number;
        }

        reader.Skip();
        return null;
    }
}
