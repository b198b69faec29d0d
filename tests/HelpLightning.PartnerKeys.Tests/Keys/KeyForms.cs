using System.Buffers.Text;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Writes test keys in forms that openssl does not write.</summary>
internal static class KeyForms
{
    /// <summary>As RFC 7517 has it, made by hand.</summary>
    public static string Jwk(PartnerKey key, bool isPrivate = true)
    {
        RSAParameters n = Numbers(key);
        string publicHalf = $"\"kty\":\"RSA\",\"use\":\"sig\",\"kid\":\"a\\\"b\",\"n\":\"{Url(n.Modulus)}\",\"e\":\"{Url(n.Exponent)}\"";
        return isPrivate
            ? $"{{{publicHalf},\"d\":\"{Url(n.D)}\",\"p\":\"{Url(n.P)}\",\"q\":\"{Url(n.Q)}\",\"dp\":\"{Url(n.DP)}\",\"dq\":\"{Url(n.DQ)}\",\"qi\":\"{Url(n.InverseQ)}\"}}"
            : $"{{{publicHalf}}}";
    }

    /// <summary>As .NET Framework wrote it, by the platform.</summary>
    public static string Xml(PartnerKey key, bool isPrivate = true)
    {
        using RSA rsa = RSA.Create(Numbers(key));
        return rsa.ToXmlString(isPrivate);
    }

    private static RSAParameters Numbers(PartnerKey key)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(key.Thumbprint == TestKeys.Thumbprint ? TestKeys.Pkcs8 : TestKeys.Text("test-other-2048-pkcs8.pem"));
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    private static string Url(byte[]? number) => Base64Url.EncodeToString(number);
}
