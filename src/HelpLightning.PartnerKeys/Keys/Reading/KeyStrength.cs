using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>What every RSA key, private or public, must satisfy before it is used.</summary>
internal static class KeyStrength
{
    public const string UnusableExponent = "its public exponent is 1 or even";

    /// <summary>Above this, one signature takes seconds and a token grows past what a header may hold.</summary>
    private const int LargestKey = 16384;

    public static RSA Check(RSA rsa, KeySource source)
    {
        if (rsa.KeySize < PrivateKeyReader.SmallestKey)
        {
            throw KeyFault.TooWeak(source, $"{rsa.KeySize} bits, where {PrivateKeyReader.SmallestKey} is the least and 2048 is right");
        }

        if (rsa.KeySize > LargestKey)
        {
            throw KeyFault.Corrupt(source, $"a modulus of {rsa.KeySize:N0} bits is beyond {LargestKey:N0}");
        }

        return IsUsableExponent(rsa.ExportParameters(includePrivateParameters: false).Exponent)
            ? rsa
            : throw KeyFault.TooWeak(source, UnusableExponent);
    }

    /// <summary>With an exponent of 1 every message is its own signature; an even one has no inverse (RFC 8017 section 3.1).</summary>
    /// <param name="bigEndian">May begin with zeros.</param>
    public static bool IsUsableExponent(ReadOnlySpan<byte> bigEndian)
    {
        ReadOnlySpan<byte> exponent = bigEndian.TrimStart((byte)0);
        bool isOdd = !exponent.IsEmpty && (exponent[^1] & 1) == 1;
        bool isOne = exponent.Length == 1 && exponent[0] == 1;
        return isOdd && !isOne;
    }
}
