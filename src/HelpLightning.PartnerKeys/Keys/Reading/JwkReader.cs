using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// JSON Web Keys (RFC 7517, RFC 7518 section 6.3): one, or a set of them. Read token by token from a buffer that is wiped,
/// because a JSON document keeps its strings.
/// </summary>
internal static class JwkReader
{
    private static readonly JsonReaderOptions Options =
        new() { MaxDepth = 8, CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>In the order of PKCS#1.</summary>
    private static readonly string[] Names = ["n", "e", "d", "p", "q", "dp", "dq", "qi"];

    /// <returns>Empty when the text is no JWK.</returns>
    public static List<KeyBlock> Read(ReadOnlySpan<char> text, KeySource source)
    {
        List<KeyBlock> blocks = [];
        if (text.TrimStart() is not ['{' or '[', ..] || text.IndexOf("\"kty\"") < 0)
        {
            return blocks;
        }

        byte[] json = Pinned.Bytes(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            int length = Encoding.UTF8.GetBytes(text, json);
            Utf8JsonReader reader = new(json.AsSpan(0, length), Options);
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.StartObject)
                {
                    ReadObject(ref reader, blocks, source);
                }
            }

            return blocks;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            blocks.ForEach(static block => block.Wipe());
            return [];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(json);
        }
    }

    /// <summary>An object that is a key, or that holds some: the set's own name for its array is not asked for.</summary>
    private static void ReadObject(ref Utf8JsonReader reader, List<KeyBlock> blocks, KeySource source)
    {
        string? type = null;
        string? curve = null;
        byte[]?[] numbers = new byte[Names.Length][];
        try
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.ValueSpan.Length <= 3 ? reader.GetString()! : "";
                _ = reader.Read();
                int at = Array.IndexOf(Names, name);
                if (name == "kty" && reader.TokenType == JsonTokenType.String)
                {
                    type = Short(ref reader);
                }
                else if (name == "crv" && reader.TokenType == JsonTokenType.String)
                {
                    curve = Short(ref reader);
                }
                else if (at >= 0 && reader.TokenType == JsonTokenType.String)
                {
                    Keep(ref numbers[at], Number(ref reader));
                }
                else
                {
                    Descend(ref reader, blocks, source);
                }
            }

            if (type is not null)
            {
                blocks.Add(BlockOf(type, curve, numbers, source));
            }
        }
        finally
        {
            foreach (byte[]? number in numbers)
            {
                CryptographicOperations.ZeroMemory(number);
            }
        }
    }

    private static void Descend(ref Utf8JsonReader reader, List<KeyBlock> blocks, KeySource source)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadObject(ref reader, blocks, source);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                Descend(ref reader, blocks, source);
            }
        }
    }

    private static KeyBlock BlockOf(string type, string? curve, byte[]?[] numbers, KeySource source)
    {
        bool isPrivate = numbers[2] is not null;
        if (type != "RSA")
        {
            string found = (type, curve) switch
            {
                ("EC", _) => "an elliptic curve (EC) key",
                ("OKP", "Ed25519") => "an Ed25519 key",
                ("OKP", _) => "an Edwards or Montgomery curve (OKP) key",
                ("oct", _) => "a symmetric key (oct)",
                _ => "a JWK of another kind than RSA",
            };
            return KeyBlock.Refused("JWK", isPrivate || type == "oct", KeyFault.WrongAlgorithm(source, found));
        }

        byte[][] there = [.. numbers.TakeWhile(static number => number is { Length: > 0 })!];
        return there.Length switch
        {
            8 => Block(isPrivate: true, there),
            >= 2 when !isPrivate => Block(isPrivate: false, there[0], there[1]),
            _ => KeyBlock.Refused("JWK", isPrivate, KeyFault.Corrupt(
                source, $"the JWK's member \"{Names[there.Length]}\" is missing or is not base64url")),
        };

        static KeyBlock Block(bool isPrivate, params byte[][] numbers) =>
            new("JWK", isPrivate, RsaDer.Write(numbers), PartnerKeyEncoding.Json, PartnerKeySyntax.Jwk);
    }

    private static string? Short(ref Utf8JsonReader reader) => reader.ValueSpan.Length <= 16 ? reader.GetString() : null;

    /// <summary>A member that is there twice says two things: neither is taken.</summary>
    private static void Keep(ref byte[]? place, byte[] number)
    {
        if (place is null)
        {
            place = number;
            return;
        }

        CryptographicOperations.ZeroMemory(place);
        CryptographicOperations.ZeroMemory(number);
        place = [];
    }

    /// <summary>Empty when it is not base64url.</summary>
    private static byte[] Number(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || !Base64Url.IsValid(reader.ValueSpan, out int length))
        {
            return [];
        }

        byte[] number = Pinned.Bytes(length);
        _ = Base64Url.DecodeFromUtf8(reader.ValueSpan, number);
        return number;
    }
}
