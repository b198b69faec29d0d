using System.Formats.Asn1;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Looks at the numbers of a key that the platform refused to load. The platform gives one error for all of them, but a
/// weak exponent is another fault than damage: copying the file again does not mend it.
/// </summary>
internal static class RsaNumbers
{
    /// <summary>True when the structure is whole and its public exponent is zero, one or even.</summary>
    public static bool HaveUnusableExponent(ReadOnlyMemory<byte> der, DerKind kind)
    {
        try
        {
            AsnReader numbers = NumbersOf(new AsnReader(der, AsnEncodingRules.BER).ReadSequence(), kind);
            _ = numbers.ReadIntegerBytes(); // the modulus
            return !KeyStrength.IsUsableExponent(numbers.ReadIntegerBytes().Span);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }

    /// <summary>A reader that stands before the modulus, which the exponent follows (RFC 8017 appendix A.1).</summary>
    private static AsnReader NumbersOf(AsnReader reader, DerKind kind)
    {
        switch (kind)
        {
            case DerKind.Pkcs1PrivateKey:
                _ = reader.ReadIntegerBytes(); // version
                return reader;
            case DerKind.Pkcs8:
                _ = reader.ReadIntegerBytes(); // version
                _ = reader.ReadSequence(); // algorithm
                AsnReader inner = new AsnReader(reader.ReadOctetString(), AsnEncodingRules.BER).ReadSequence();
                return NumbersOf(inner, DerKind.Pkcs1PrivateKey);
            case DerKind.SubjectPublicKeyInfo:
                _ = reader.ReadSequence(); // algorithm
                return new AsnReader(reader.ReadBitString(out _), AsnEncodingRules.BER).ReadSequence();
            default:
                return reader;
        }
    }
}
