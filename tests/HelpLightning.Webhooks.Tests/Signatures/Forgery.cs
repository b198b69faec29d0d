using System.Text;

namespace HelpLightning.Webhooks.Tests.Signatures;

/// <summary>A request that somebody made up or that was broken on the way.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="Body">Its body.</param>
/// <param name="Headers">The values of its signature headers.</param>
/// <param name="Result">Why it is refused.</param>
public sealed record Forgery(string Name, byte[] Body, string[] Headers, WebhookSignatureResult Result)
{
    public const string Secret = "grün und geheim";

    public static readonly byte[] Genuine = """
        {"type": "call", "category": "attachment_created", "data": {"call_id": "call_1", "attachment": {"id": 31675, "uuid": "u-1"}}}
        """u8.ToArray();

    /// <summary>The signature of <see cref="Genuine"/>.</summary>
    public static readonly string Valid = Sign(Genuine, Secret);

    public static IReadOnlyList<Forgery> All { get; } =
    [
        Of("no header", WebhookSignatureResult.Missing),
        Of("an empty header", WebhookSignatureResult.Missing, ""),
        Of("two headers, both right", WebhookSignatureResult.Repeated, Valid, Valid),
        Of("two headers, the first right", WebhookSignatureResult.Repeated, Valid, "sha256=" + new string('0', 64)),
        Of("two headers, the second right", WebhookSignatureResult.Repeated, "", Valid),
        Of("two signatures in one header", WebhookSignatureResult.Malformed, $"{Valid},{Valid}"),
        Of("two signatures with a space", WebhookSignatureResult.Malformed, $"{Valid} {Valid}"),
        Of("only the prefix", WebhookSignatureResult.Malformed, "sha256="),
        Of("no prefix", WebhookSignatureResult.Malformed, Valid[7..]),
        Of("a prefix in capitals", WebhookSignatureResult.Malformed, "SHA256=" + Valid[7..]),
        Of("another algorithm's prefix", WebhookSignatureResult.Malformed, "sha512=" + Valid[7..]),
        Of("sha1", WebhookSignatureResult.Malformed, "sha1=" + Valid[7..47]),
        Of("a dash for the equals sign", WebhookSignatureResult.Malformed, "sha256-" + Valid[7..]),
        Of("a colon for the equals sign", WebhookSignatureResult.Malformed, "sha256:" + Valid[7..]),
        Of("a prefix twice", WebhookSignatureResult.Malformed, "sha256=" + Valid),
        Of("a digit too few", WebhookSignatureResult.Malformed, Valid[..^1]),
        Of("a byte too few", WebhookSignatureResult.Malformed, Valid[..^2]),
        Of("a digit too many", WebhookSignatureResult.Malformed, Valid + "0"),
        Of("a byte too many", WebhookSignatureResult.Malformed, Valid + "00"),
        Of("half of it", WebhookSignatureResult.Malformed, Valid[..39]),
        Of("capital letters", WebhookSignatureResult.Malformed, "sha256=" + Capitals(Valid[7..])),
        Of("one capital letter", WebhookSignatureResult.Malformed, OneCapital()),
        Of("no hex digit in front", WebhookSignatureResult.Malformed, "sha256=g" + Valid[8..]),
        Of("no hex digit at the end", WebhookSignatureResult.Malformed, Valid[..^1] + "g"),
        Of("a space in front", WebhookSignatureResult.Malformed, "sha256= " + Valid[8..]),
        Of("a plus sign", WebhookSignatureResult.Malformed, "sha256=+" + Valid[8..]),
        Of("0x", WebhookSignatureResult.Malformed, "sha256=0x" + Valid[9..]),
        Of("base64", WebhookSignatureResult.Malformed, "sha256=" + Convert.ToBase64String(Convert.FromHexString(Valid.AsSpan(7)))),
        Of("quotes around it", WebhookSignatureResult.Malformed, $"\"{Valid}\""),
        Of("something behind it", WebhookSignatureResult.Malformed, Valid + ";v=1"),
        Of("a time before it", WebhookSignatureResult.Malformed, "t=1764400000," + Valid),
        Of("a very long header", WebhookSignatureResult.Malformed, "sha256=" + new string('a', 5_000)),
        Of("zeros", WebhookSignatureResult.Mismatch, "sha256=" + new string('0', 64)),
        Of("the letter f", WebhookSignatureResult.Mismatch, "sha256=" + new string('f', 64)),
        Of("a digit changed", WebhookSignatureResult.Mismatch, Valid[..^1] + (Valid[^1] == '0' ? '1' : '0')),
        Of("backwards", WebhookSignatureResult.Mismatch, "sha256=" + string.Concat(Valid[7..].Reverse())),
        Of("another secret", WebhookSignatureResult.Mismatch, Sign(Genuine, "gruen und geheim")),
        Of("the secret with a line feed", WebhookSignatureResult.Mismatch, Sign(Genuine, Secret + "\n")),
        Of("the secret in capitals", WebhookSignatureResult.Mismatch, Sign(Genuine, "GRÜN UND GEHEIM")),
        Of("the secret decomposed", WebhookSignatureResult.Mismatch, Sign(Genuine, "gru\u0308n und geheim")),
        Of("the secret in Latin-1", WebhookSignatureResult.Mismatch,
            WebhookSignature.Create(Genuine, WebhookSecret.FromBytes(Encoding.Latin1.GetBytes(Secret)))),
        Of("no secret at all, just the hash", WebhookSignatureResult.Mismatch,
            "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Genuine))),
        Of("secret and body hashed one after the other", WebhookSignatureResult.Mismatch, "sha256=" + Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData([.. Encoding.UTF8.GetBytes(Secret), .. Genuine]))),
        Of("the signature of an empty body", WebhookSignatureResult.Mismatch, Sign([], Secret)),
        With("an empty body", []),
        With("a line feed after the body", [.. Genuine, (byte)'\n']),
        With("a line feed before the body", [(byte)'\n', .. Genuine]),
        With("a mark before the body", [.. Encoding.UTF8.Preamble, .. Genuine]),
        With("the JSON written anew", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Genuine).Replace(": ", ":", StringComparison.Ordinal))),
        With("another call", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Genuine).Replace("call_1", "call_2", StringComparison.Ordinal))),
        With("a member more", Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Genuine).Replace("\"type\"", "\"x\":1,\"type\"", StringComparison.Ordinal))),
        With("cut short", Genuine[..^1]),
        With("twice", [.. Genuine, .. Genuine]),
    ];

    public override string ToString() => Name;

    private static string Sign(byte[] body, string secret) => WebhookSignature.Create(body, WebhookSecret.FromText(secret));

    private static Forgery Of(string name, WebhookSignatureResult result, params string[] headers) => new(name, Genuine, headers, result);

    private static Forgery With(string name, byte[] body) => new(name, body, [Valid], WebhookSignatureResult.Mismatch);

    private static string Capitals(string hex) => hex.ToUpperInvariant();

    private static string OneCapital()
    {
        int letter = Valid.AsSpan(7).IndexOfAnyInRange('a', 'f') + 7;
        return Valid[..letter] + char.ToUpperInvariant(Valid[letter]) + Valid[(letter + 1)..];
    }
}
