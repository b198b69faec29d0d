using System.Formats.Asn1;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>From the text or bytes of a public key or certificate to an RSA public key.</summary>
internal static class PublicKeyReader
{
    public static RSA Read(KeyInput input, KeySource source)
    {
        using UnpackedKeys keys = KeyUnpacker.Unpack(input, source);
        source = keys.Source;
        if (keys.Blocks.Count == 0)
        {
            throw KeyFault.NoPublicKey(source, input.Text.Length, KeyLookalike.Of(input.Text));
        }

        KeyBlock? secret = keys.Blocks.Find(static block => block.IsPrivate);
        if (secret is not null)
        {
            throw secret.Refusal is { Problem: PartnerKeyProblem.OpenPgp } refusal ? refusal : PrivateKeyGiven(secret, source);
        }

        return ReadBlocks(WithoutOtherAlgorithms(keys.Blocks), source);
    }

    private static PartnerKeyException PrivateKeyGiven(KeyBlock secret, KeySource source)
    {
        DerStructure structure = DerStructure.Classify(secret.Der);
        bool isUsable = structure.Kind switch
        {
            DerKind.Pkcs8 or DerKind.Pkcs1PrivateKey => structure.IsRsa,
            DerKind.EncryptedPkcs8 => EncryptedKeyInfo.Read(secret.Der).IsSupported,
            _ => false,
        };
        return KeyFault.PrivateKeyGiven(source, isUsable, isUsual: secret.Syntax is null && secret.Encoding != PartnerKeyEncoding.Hex);
    }

    /// <summary>
    /// A bare key of another algorithm beside the RSA key is nobody's partner key. A certificate of one is a question: it may
    /// be the site's, and the RSA key its issuer's.
    /// </summary>
    private static List<KeyBlock> WithoutOtherAlgorithms(List<KeyBlock> blocks)
    {
        List<KeyBlock> rest = blocks.FindAll(static block => block.Refusal is not { Problem: PartnerKeyProblem.WrongAlgorithm }
            && DerStructure.Classify(block.Der) is not { Kind: DerKind.SubjectPublicKeyInfo, IsRsa: false });
        return rest.Count > 0 ? rest : blocks;
    }

    /// <summary>A certificate and its public key, or one key twice, are no question; different keys are.</summary>
    private static RSA ReadBlocks(List<KeyBlock> blocks, KeySource source)
    {
        if (blocks[0].Refusal is { } refusal)
        {
            throw refusal;
        }

        RSA first = ReadDer(blocks[0].Der, source);
        byte[] firstInfo = first.ExportSubjectPublicKeyInfo();
        foreach (KeyBlock block in blocks[1..])
        {
            if (!HoldsTheSame(block.Der, firstInfo, source))
            {
                first.Dispose();
                throw KeyFault.SeveralKeys(source, blocks.Count, "public");
            }
        }

        return first;
    }

    private static bool HoldsTheSame(byte[] der, ReadOnlySpan<byte> subjectPublicKeyInfo, KeySource source)
    {
        try
        {
            using RSA rsa = ReadDer(der, source);
            return rsa.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(subjectPublicKeyInfo);
        }
        catch (PartnerKeyException)
        {
            return false;
        }
    }

    private static RSA ReadDer(byte[] der, KeySource source)
    {
        DerStructure structure = DerStructure.Classify(der);
        if (structure.Kind == DerKind.SubjectPublicKeyInfo && !structure.IsRsa)
        {
            throw KeyFault.WrongAlgorithm(source, structure.AlgorithmName);
        }

        switch (structure.Kind)
        {
            case DerKind.SubjectPublicKeyInfo or DerKind.Pkcs1PublicKey:
                return Import(der, structure.Kind, source);
            case DerKind.Certificate:
                return ReadDer(SubjectPublicKeyInfoOf(der, source), source);
            case DerKind.Truncated:
                throw KeyFault.Truncated(source, $"its length says that more should follow after {der.Length:N0} bytes");
            default:
                throw KeyFault.NoPublicKey(source, der.Length);
        }
    }

    private static RSA Import(byte[] der, DerKind kind, KeySource source)
    {
        RSA rsa = RSA.Create();
        try
        {
            if (kind == DerKind.SubjectPublicKeyInfo)
            {
                rsa.ImportSubjectPublicKeyInfo(der, out _);
            }
            else
            {
                rsa.ImportRSAPublicKey(der, out _);
            }

            return KeyStrength.Check(rsa, source);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw RsaNumbers.HaveUnusableExponent(der, kind)
                ? KeyFault.TooWeak(source, KeyStrength.UnusableExponent)
                : KeyFault.Corrupt(source, "its numbers do not form an RSA public key");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The seventh element of a TBSCertificate (RFC 5280 section 4.1), after the optional version, serial, signature
    /// algorithm, issuer, validity and subject. Nothing else of the certificate is looked at.
    /// </summary>
    private static byte[] SubjectPublicKeyInfoOf(byte[] certificate, KeySource source)
    {
        try
        {
            AsnReader tbs = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence().ReadSequence();
            if (tbs.PeekTag().HasSameClassAndValue(new Asn1Tag(TagClass.ContextSpecific, 0)))
            {
                _ = tbs.ReadEncodedValue();
            }

            for (int i = 0; i < 5; i++)
            {
                _ = tbs.ReadEncodedValue();
            }

            byte[] info = tbs.ReadEncodedValue().ToArray();
            return DerStructure.Classify(info).Kind == DerKind.SubjectPublicKeyInfo
                ? info
                : throw KeyFault.Corrupt(source, "the certificate holds no public key where one belongs");
        }
        catch (AsnContentException)
        {
            throw KeyFault.Corrupt(source, "the certificate's structure is broken");
        }
    }
}
