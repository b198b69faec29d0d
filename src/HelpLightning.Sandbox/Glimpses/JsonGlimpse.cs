using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using HelpLightning.Secrets;

namespace HelpLightning.Sandbox.Glimpses;

/// <summary>What may be shown of JSON that came or went: everything but the values of secrets, up to a length.</summary>
internal static class JsonGlimpse
{
    /// <summary>Where the log finds the body that was read.</summary>
    public static readonly object BodyItem = new();

    /// <summary>In bytes.</summary>
    public const int Longest = 4096;

    /// <summary>
    /// For people, who are to see <c>'by'</c> and not <c>\u0027by\u0027</c>. It is encoded again where it becomes part of a
    /// page.
    /// </summary>
    public static readonly JsonWriterOptions Layout = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A body that came, as JSON text; null when there is none, or it is no JSON or too long.</summary>
    public static string? Body(byte[]? body) => body is null || body.Length is 0 or > Longest ? null : Show(body, isCut: false);

    /// <summary>JSON text without secrets; null when it is no JSON.</summary>
    /// <param name="json">UTF-8, or what is taken for it.</param>
    /// <param name="isCut">Whether it ends somewhere in the middle: what is open there is closed.</param>
    public static string? Show(ReadOnlySpan<byte> json, bool isCut)
    {
        byte[] readable = Encoding.UTF8.GetBytes(ReadableJson.From(json));
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter writer = new(buffer, Layout);
        try
        {
            Copy(new Utf8JsonReader(readable, isFinalBlock: !isCut, state: default), writer);
        }
        catch (JsonException)
        {
            return null;
        }

        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Copy(Utf8JsonReader reader, Utf8JsonWriter writer)
    {
        // The depth of the value under a secret's name: all that is inside is secret too.
        int? secretDepth = null;
        Stack<JsonTokenType> open = new();
        string name = "";
        while (reader.Read())
        {
            bool isSecret = secretDepth is { } depth && reader.CurrentDepth >= depth;
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    name = reader.GetString()!;
                    writer.WritePropertyName(name);
                    bool isInside = secretDepth < reader.CurrentDepth;
                    secretDepth = isInside ? secretDepth : SecretNames.Contain(name) ? reader.CurrentDepth : null;
                    break;
                case JsonTokenType.StartObject:
                    open.Push(JsonTokenType.EndObject);
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.StartArray:
                    open.Push(JsonTokenType.EndArray);
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    WriteEnd(writer, open.Pop());
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(isSecret ? "..." : SecretText.Hide(reader.GetString()!));
                    break;
                case JsonTokenType.Number when isSecret && !IsErrorNumber(name, reader.CurrentDepth):
                    writer.WriteStringValue("..."u8);
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan);
                    break;
            }
        }

        // Only what was cut ends in the middle.
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            writer.WriteNullValue();
        }

        while (open.TryPop(out JsonTokenType end))
        {
            WriteEnd(writer, end);
        }
    }

    private static void WriteEnd(Utf8JsonWriter writer, JsonTokenType end)
    {
        if (end == JsonTokenType.EndObject)
        {
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteEndArray();
        }
    }

    /// <summary>The one <c>code</c> that is no secret: the number of an error.</summary>
    private static bool IsErrorNumber(string name, int depth) => name == "code" && depth == 1;
}
