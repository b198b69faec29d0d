using System.Formats.Asn1;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Tells DER key structures apart by their first elements, without trusting a PEM label, and names the algorithm where
/// the structure states one.
/// </summary>
internal readonly record struct DerStructure(DerKind Kind, string? AlgorithmOid)
{
    public const string RsaEncryption = "1.2.840.113549.1.1.1";

    public bool IsPrivate => Kind is DerKind.Pkcs8 or DerKind.EncryptedPkcs8 or DerKind.Pkcs1PrivateKey
        or DerKind.EcPrivateKey or DerKind.DsaPrivateKey;

    public bool IsRsa => AlgorithmOid is null or RsaEncryption;

    /// <summary>The algorithm in words, for errors.</summary>
    public string AlgorithmName => Kind switch
    {
        DerKind.EcPrivateKey => "an elliptic curve (EC) key",
        DerKind.DsaPrivateKey => "a DSA key",
        _ => AlgorithmOid switch
        {
            RsaEncryption => "an RSA key",
            "1.2.840.113549.1.1.10" => "an RSA key restricted to PSS signatures (RSASSA-PSS)",
            "1.2.840.113549.1.1.7" => "an RSA key restricted to OAEP encryption",
            "1.2.840.10045.2.1" => "an elliptic curve (EC) key",
            "1.2.840.10040.4.1" => "a DSA key",
            "1.3.101.110" => "an X25519 key",
            "1.3.101.111" => "an X448 key",
            "1.3.101.112" => "an Ed25519 key",
            "1.3.101.113" => "an Ed448 key",
            _ => $"a key of the algorithm {AlgorithmOid}",
        },
    };

    public static DerStructure Classify(ReadOnlyMemory<byte> der)
    {
        try
        {
            if (!AsnDecoder.TryReadEncodedValue(der.Span, AsnEncodingRules.BER, out _, out _, out _, out int consumed))
            {
                return new(LooksCutOff(der.Span) ? DerKind.Truncated : DerKind.Unknown, null);
            }

            return consumed == der.Length ? ClassifySequence(new AsnReader(der, AsnEncodingRules.BER).ReadSequence()) : default;
        }
        catch (AsnContentException)
        {
            return default;
        }
    }

    private static DerStructure ClassifySequence(AsnReader reader)
    {
        Asn1Tag first = reader.PeekTag();
        if (first == Asn1Tag.Sequence)
        {
            return ClassifyNested(reader);
        }

        if (first != Asn1Tag.Integer)
        {
            return default;
        }

        int versionBits = reader.ReadIntegerBytes().Length * 8;
        Asn1Tag second = reader.PeekTag();
        if (second == Asn1Tag.Sequence)
        {
            AsnReader algorithm = reader.ReadSequence();
            string oid = algorithm.ReadObjectIdentifier();
            bool isPkcs12 = oid.StartsWith("1.2.840.113549.1.7.", StringComparison.Ordinal);
            return isPkcs12 ? new(DerKind.Pkcs12, null) : new(DerKind.Pkcs8, oid);
        }

        if (second == Asn1Tag.PrimitiveOctetString)
        {
            return new(DerKind.EcPrivateKey, null);
        }

        int integers = 1;
        while (reader.HasData && reader.PeekTag() == Asn1Tag.Integer)
        {
            _ = reader.ReadIntegerBytes();
            integers++;
        }

        return (integers, reader.HasData, versionBits) switch
        {
            (2, false, >= 256) => new(DerKind.Pkcs1PublicKey, RsaEncryption),
            (6, false, 8) => new(DerKind.DsaPrivateKey, null),
            ( >= 9, _, 8) => new(DerKind.Pkcs1PrivateKey, RsaEncryption),
            _ => default,
        };
    }

    private static DerStructure ClassifyNested(AsnReader reader)
    {
        AsnReader inner = reader.ReadSequence();
        Asn1Tag next = reader.PeekTag();
        if (inner.HasData && inner.PeekTag() == Asn1Tag.ObjectIdentifier)
        {
            string oid = inner.ReadObjectIdentifier();
            return next == Asn1Tag.PrimitiveBitString ? new(DerKind.SubjectPublicKeyInfo, oid)
                : next == Asn1Tag.PrimitiveOctetString ? new(DerKind.EncryptedPkcs8, null)
                : default;
        }

        // Certificate and CertificationRequest (RFC 5280, RFC 2986): to be signed, algorithm, signature. The first
        // begins with [0] version (or a serial of several bytes), the second with a version of zero.
        bool isRequest = inner.HasData && inner.PeekTag() == Asn1Tag.Integer
            && inner.ReadIntegerBytes().Span.SequenceEqual([(byte)0]) && CountElements(inner) == 3;
        return next == Asn1Tag.Sequence ? new(isRequest ? DerKind.CertificateRequest : DerKind.Certificate, null) : default;
    }

    private static int CountElements(AsnReader reader)
    {
        int count = 0;
        for (; reader.HasData; count++)
        {
            _ = reader.ReadEncodedValue();
        }

        return count;
    }

    /// <summary>A SEQUENCE whose length says that more should follow.</summary>
    private static bool LooksCutOff(ReadOnlySpan<byte> der)
    {
        if (der.Length < 2 || der[0] != 0x30)
        {
            return false;
        }

        int lengthBytes = der[1] - 0x80;
        if (lengthBytes is < 1 or > 3)
        {
            return false;
        }

        if (der.Length < 2 + lengthBytes)
        {
            return true;
        }

        int length = 0;
        foreach (byte b in der.Slice(2, lengthBytes))
        {
            length = (length << 8) | b;
        }

        return der.Length - 2 - lengthBytes < length;
    }
}
