using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.PartnerKeys.Tests.Keys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

/// <summary>Makes tokens of any kind, right and wrong, for one site, one key and one moment.</summary>
internal static class Forge
{
    public const string Header = """{"alg":"RS256","typ":"JWT"}""";

    public static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly SiteId Site = new(54344);

    public static readonly long Expiry = Now.ToUnixTimeSeconds() + 60;

    private static readonly RSA Rsa = Import(TestKeys.Pkcs8);

    private static readonly RSA OtherRsa = Import(TestKeys.Text("test-other-2048-pkcs8.pem"));

    public static string Claims => ClaimsWith();

    public static FakeTimeProvider Clock => new(Now);

    public static PartnerTokenVerifier Verifier { get; } =
        new(Site, [TestKeys.Key.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = Clock });

    public static string ClaimsWith(string iss = "\"Ghazal\"", string sub = "\"Partner:54344\"", string aud = "\"Ghazal\"", string? exp = null, string more = "") =>
        $$"""{"iss":{{iss}},"sub":{{sub}},"aud":{{aud}},"exp":{{exp ?? Expiry.ToString(System.Globalization.CultureInfo.InvariantCulture)}}{{more}}}""";

    /// <summary>Signed by the site's key, whatever it says.</summary>
    public static string Sign(string header, string claims) => Sign(Encoding.UTF8.GetBytes(header), Encoding.UTF8.GetBytes(claims));

    public static string Sign(byte[] header, byte[] claims) => SignParts(Encode(header) + "." + Encode(claims));

    public static string SignParts(string signed) => signed + "." + Encode(Signature(signed));

    public static byte[] Signature(string signed) => Signature(signed, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

    public static byte[] Signature(string signed, HashAlgorithmName hash, RSASignaturePadding padding) =>
        Rsa.SignData(Encoding.UTF8.GetBytes(signed), hash, padding);

    public static string SignByStranger(string header, string claims)
    {
        string signed = Encode(header) + "." + Encode(claims);
        return signed + "." + Encode(OtherRsa.SignData(Encoding.UTF8.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static string WithSignature(string header, byte[] signature) => Encode(header) + "." + Encode(Claims) + "." + Encode(signature);

    public static string Hmac(string algorithm, byte[] secret)
    {
        string signed = Encode($$"""{"alg":"{{algorithm}}","typ":"JWT"}""") + "." + Encode(Claims);
        byte[] data = Encoding.UTF8.GetBytes(signed);
        byte[] mac = algorithm switch
        {
            "HS384" => HMACSHA384.HashData(secret, data),
            "HS512" => HMACSHA512.HashData(secret, data),
            _ => HMACSHA256.HashData(secret, data),
        };
        return signed + "." + Encode(mac);
    }

    public static string Good() => Sign(Header, Claims);

    public static string Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    public static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);

    /// <summary>The three parts of a token, each changed or not.</summary>
    public static string Change(string token, Func<string, string>? header = null, Func<string, string>? claims = null, Func<string, string>? signature = null)
    {
        string[] parts = token.Split('.');
        return $"{header?.Invoke(parts[0]) ?? parts[0]}.{claims?.Invoke(parts[1]) ?? parts[1]}.{signature?.Invoke(parts[2]) ?? parts[2]}";
    }

    private static RSA Import(string pem)
    {
        RSA rsa = RSA.Create();
        rsa.ImportFromPem(pem);
        return rsa;
    }
}
