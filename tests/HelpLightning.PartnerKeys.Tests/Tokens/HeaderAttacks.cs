using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys.Tests.Keys;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Attacks on the algorithm, the key and the header.</summary>
internal static class HeaderAttacks
{
    private const string Pair = "\"typ\":\"JWT\"";

    private static string PublicPem => TestKeys.Text("test-2048-public.pem");

    public static IEnumerable<Attack> All => [.. Algorithms, .. WrongKeys, .. Extensions, .. Json];

    private static IEnumerable<Attack> Algorithms =>
    [
        .. Unsigned("none"), .. Unsigned("None"), .. Unsigned("NONE"), .. Unsigned("nOnE"), .. Unsigned("none "), .. Unsigned(" none"), .. Unsigned(""),
        .. Signed("rs256"), .. Signed("RS256 "), .. Signed("RS256\\u0000"), .. Signed("RS384"), .. Signed("RS512"), .. Signed("PS256"),
        .. Signed("ES256"), .. Signed("EdDSA"), .. Signed("HS256"), .. Signed("ＲＳ２５６"),
        new("no algorithm", () => Forge.Sign("{" + Pair + "}", Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed, "names no algorithm"),
        new("algorithm is null", () => Forge.Sign("""{"alg":null}""", Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed),
        new("algorithm is a number", () => Forge.Sign("""{"alg":256}""", Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed),
        new("algorithm is an array", () => Forge.Sign("""{"alg":["RS256"]}""", Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed),
        new("algorithm is an object", () => Forge.Sign("""{"alg":{"alg":"RS256"}}""", Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed),
        new("algorithm name in capitals", () => Forge.Sign("""{"ALG":"RS256"}""", Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed),
        new("HS256 keyed with the public PEM", () => Forge.Hmac("HS256", Encoding.UTF8.GetBytes(PublicPem)), PartnerTokenProblem.AlgorithmNotAllowed, "'HS256'"),
        new("HS256 keyed with the public PEM without its last newline", () => Forge.Hmac("HS256", Encoding.UTF8.GetBytes(PublicPem.TrimEnd())), PartnerTokenProblem.AlgorithmNotAllowed),
        new("HS256 keyed with the public DER", () => Forge.Hmac("HS256", TestKeys.Der(PublicPem)), PartnerTokenProblem.AlgorithmNotAllowed),
        new("HS384 keyed with the public DER", () => Forge.Hmac("HS384", TestKeys.Der(PublicPem)), PartnerTokenProblem.AlgorithmNotAllowed),
        new("HS512 keyed with the thumbprint", () => Forge.Hmac("HS512", Encoding.UTF8.GetBytes(TestKeys.Thumbprint)), PartnerTokenProblem.AlgorithmNotAllowed),
        new("HS256 with an empty key", () => Forge.Hmac("HS256", []), PartnerTokenProblem.AlgorithmNotAllowed),
        new("RSA header over an HMAC", () => Forge.WithSignature(Forge.Header, HMACSHA256.HashData("k"u8, "x"u8)), PartnerTokenProblem.SignatureLength),
    ];

    private static IEnumerable<Attack> WrongKeys =>
    [
        new("another site's key", () => Forge.SignByStranger(Forge.Header, Forge.Claims), PartnerTokenProblem.SignedByAnotherKey, "another key"),
        new("embedded jwk", () => Forge.SignByStranger(HeaderWith("\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}"), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("jku", () => Forge.SignByStranger(HeaderWith("\"jku\":\"http://127.0.0.1:1/keys\""), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("x5u", () => Forge.SignByStranger(HeaderWith("\"x5u\":\"http://127.0.0.1:1/cert\""), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("x5c", () => Forge.SignByStranger(HeaderWith("\"x5c\":[\"MIIB\"]"), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("kid with a path", () => Forge.SignByStranger(HeaderWith("\"kid\":\"../../../../dev/null\""), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("kid with SQL", () => Forge.SignByStranger(HeaderWith("\"kid\":\"x' UNION SELECT 'key' --\""), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("kid with NUL", () => Forge.SignByStranger(HeaderWith("\"kid\":\"a\\u0000b\""), Forge.Claims), PartnerTokenProblem.SignedByAnotherKey),
        new("PSS signature", () => Forge.WithSignature(Forge.Header, Signature(HashAlgorithmName.SHA256, RSASignaturePadding.Pss)), PartnerTokenProblem.SignedByAnotherKey),
        new("SHA-384 signature", () => Forge.WithSignature(Forge.Header, Signature(HashAlgorithmName.SHA384, RSASignaturePadding.Pkcs1)), PartnerTokenProblem.SignedByAnotherKey),
        new("SHA-1 signature", () => Forge.WithSignature(Forge.Header, Signature(HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)), PartnerTokenProblem.SignedByAnotherKey),
        new("empty signature", () => Forge.Change(Forge.Good(), signature: _ => ""), PartnerTokenProblem.SignatureLength, "no signature"),
        new("signature of zeros", () => Forge.WithSignature(Forge.Header, new byte[256]), PartnerTokenProblem.SignedByAnotherKey),
        new("signature larger than the modulus", () => Forge.WithSignature(Forge.Header, [.. Enumerable.Repeat((byte)0xff, 256)]), PartnerTokenProblem.SignedByAnotherKey),
        new("signature with a zero before it", () => Forge.WithSignature(Forge.Header, [0, .. Signature(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)]), PartnerTokenProblem.SignatureLength),
        new("signature one byte short", () => Forge.WithSignature(Forge.Header, Signature(HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)[1..]), PartnerTokenProblem.SignatureLength, "255 bytes"),
        new("claims of one token, signature of another", () => Forge.Change(Forge.Sign(Forge.Header, Forge.ClaimsWith(exp: "1")), claims: _ => Forge.Encode(Forge.Claims)), PartnerTokenProblem.SignedByAnotherKey),
        new("signature over the decoded text", () => Forge.WithSignature(Forge.Header, Forge.Signature(Forge.Header + "." + Forge.Claims)), PartnerTokenProblem.SignedByAnotherKey),
    ];

    private static IEnumerable<Attack> Extensions =>
    [
        new("crit, empty", () => Forge.Sign(HeaderWith("\"crit\":[]"), Forge.Claims), PartnerTokenProblem.CriticalExtension),
        new("crit, unknown", () => Forge.Sign(HeaderWith("\"crit\":[\"exp\"],\"exp\":1"), Forge.Claims), PartnerTokenProblem.CriticalExtension),
        new("crit, null", () => Forge.Sign(HeaderWith("\"crit\":null"), Forge.Claims), PartnerTokenProblem.CriticalExtension),
        new("crit with b64", () => Forge.Sign(HeaderWith("\"crit\":[\"b64\"],\"b64\":false"), Forge.Claims), PartnerTokenProblem.CriticalExtension),
        new("b64 false", () => Forge.Sign(HeaderWith("\"b64\":false"), Forge.Claims), PartnerTokenProblem.UnsupportedHeader, "'b64'"),
        new("zip", () => Forge.Sign(HeaderWith("\"zip\":\"DEF\""), Forge.Claims), PartnerTokenProblem.UnsupportedHeader, "'zip'"),
        new("enc", () => Forge.Sign(HeaderWith("\"enc\":\"A256GCM\""), Forge.Claims), PartnerTokenProblem.UnsupportedHeader, "'enc'"),
    ];

    private static IEnumerable<Attack> Json =>
    [
        Malformed("duplicate alg", """{"alg":"RS256","alg":"RS256"}"""),
        Malformed("duplicate alg, none first", """{"alg":"none","alg":"RS256"}"""),
        Malformed("duplicate alg, one escaped", """{"alg":"RS256","\u0061lg":"none"}"""),
        Malformed("duplicate typ", """{"alg":"RS256","typ":"JWT","typ":"JWT"}"""),
        Malformed("duplicate unknown member", """{"alg":"RS256","x":1,"x":2}"""),
        Malformed("duplicate nested member", """{"alg":"RS256","x":{"y":1,"y":2}}"""),
        Malformed("header is an array", """["RS256"]"""),
        Malformed("header is text", "\"RS256\""),
        Malformed("header is null", "null"),
        Malformed("header is empty text", " "),
        Malformed("something after the header", Forge.Header + "x"),
        Malformed("two headers", Forge.Header + Forge.Header),
        Malformed("comment in the header", """{"alg":"RS256"/*x*/}"""),
        Malformed("trailing comma in the header", """{"alg":"RS256",}"""),
        Malformed("single quotes in the header", "{'alg':'RS256'}"),
        Malformed("deep nesting in the header", "{\"alg\":\"RS256\",\"x\":" + new string('[', 900) + new string(']', 900) + "}"),
        Malformed("half a surrogate pair in the header", """{"alg":"RS256","x":"\ud800"}"""),
        Malformed("half a surrogate pair in a header name", """{"alg":"RS256","\udc00":1}"""),
        new("BOM before the header", () => Forge.Sign([0xef, 0xbb, 0xbf, .. Encoding.UTF8.GetBytes(Forge.Header)], Encoding.UTF8.GetBytes(Forge.Claims)), PartnerTokenProblem.MalformedHeader),
        new("header is not UTF-8", () => Forge.Sign([.. "{\"alg\":\"RS256\",\"x\":\""u8, 0xc0, 0xaf, .. "\"}"u8], Encoding.UTF8.GetBytes(Forge.Claims)), PartnerTokenProblem.MalformedHeader, "not UTF-8"),
        new("empty header", () => Forge.SignParts("." + Forge.Encode(Forge.Claims)), PartnerTokenProblem.MalformedHeader),
    ];

    private static Attack Malformed(string name, string header) => new(name, () => Forge.Sign(header, Forge.Claims), PartnerTokenProblem.MalformedHeader);

    private static IEnumerable<Attack> Unsigned(string algorithm)
    {
        string header = $$"""{"alg":"{{algorithm}}","typ":"JWT"}""";
        yield return new($"unsigned, algorithm '{algorithm}'", () => Forge.Encode(header) + "." + Forge.Encode(Forge.Claims) + ".", PartnerTokenProblem.AlgorithmNotAllowed);
        yield return new($"signed, algorithm '{algorithm}'", () => Forge.Sign(header, Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed);
    }

    private static IEnumerable<Attack> Signed(string algorithm)
    {
        string header = $$"""{"alg":"{{algorithm}}","typ":"JWT"}""";
        yield return new($"right signature, algorithm '{algorithm}'", () => Forge.Sign(header, Forge.Claims), PartnerTokenProblem.AlgorithmNotAllowed);
    }

    private static byte[] Signature(HashAlgorithmName hash, RSASignaturePadding padding) =>
        Forge.Signature(Forge.Encode(Forge.Header) + "." + Forge.Encode(Forge.Claims), hash, padding);

    private static string HeaderWith(string member) => "{\"alg\":\"RS256\"," + member + "}";
}
