using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>From the text or bytes of a key to an RSA private key, or to the one reason why not.</summary>
internal static class PrivateKeyReader
{
    /// <summary>Bits. Help Lightning seems to have issued keys of 1024 bits, so those must work.</summary>
    public const int SmallestKey = 1024;

    public static (RSA Rsa, PartnerKeyForm Form) Read(KeyInput input, ReadOnlySpan<char> passphrase, KeySource source)
    {
        if (input.IsDer)
        {
            return ReadWiping(input.Der.ToArray(), PartnerKeyEncoding.Der, passphrase, source);
        }

        List<PemBlock> blocks = PemScanner.Scan(input.Text, source);
        if (blocks.Count > 0)
        {
            return ReadBlocks(blocks, passphrase, source);
        }

        byte[]? decoded = input.Text.Length >= 64 ? PemScanner.DecodeBase64(input.Text) : null;
        if (decoded is not null)
        {
            return ReadWiping(decoded, PartnerKeyEncoding.Base64, passphrase, source);
        }

        throw PemScanner.IsCutBase64OfDer(input.Text)
            ? KeyFault.Truncated(source, "its base64 ends inside a group of four characters")
            : KeyFault.NotAKey(source, input.Text.Length, KeyLookalike.Of(input.Text));
    }

    private static (RSA, PartnerKeyForm) ReadBlocks(List<PemBlock> blocks, ReadOnlySpan<char> passphrase, KeySource source)
    {
        List<PemBlock> privateBlocks = blocks.FindAll(IsPrivate);
        if (privateBlocks.Count == 0)
        {
            throw NothingPrivate(blocks, source);
        }

        (RSA Rsa, PartnerKeyForm Form)? first = null;
        try
        {
            foreach (PemBlock block in privateBlocks)
            {
                (RSA Rsa, PartnerKeyForm Form) next = ReadBlock(block, passphrase, source);
                if (first is null)
                {
                    first = next;
                    continue;
                }

                bool same = next.Rsa.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(first.Value.Rsa.ExportSubjectPublicKeyInfo());
                next.Rsa.Dispose();
                if (!same)
                {
                    throw KeyFault.SeveralKeys(source, privateBlocks.Count, "private");
                }
            }

            return first!.Value;
        }
        catch
        {
            first?.Rsa.Dispose();
            throw;
        }
        finally
        {
            blocks.ForEach(static block => CryptographicOperations.ZeroMemory(block.Der));
        }
    }

    private static bool IsPrivate(PemBlock block) =>
        block.HasProcType || block.Label.EndsWith("PRIVATE KEY", StringComparison.Ordinal)
        || DerStructure.Classify(block.Der).IsPrivate;

    private static PartnerKeyException NothingPrivate(List<PemBlock> blocks, KeySource source)
    {
        foreach (PemBlock block in blocks)
        {
            switch (DerStructure.Classify(block.Der).Kind)
            {
                case DerKind.SubjectPublicKeyInfo or DerKind.Pkcs1PublicKey:
                    return KeyFault.PublicKeyOnly(source);
                case DerKind.Certificate:
                    return KeyFault.CertificateOnly(source);
                case DerKind.Truncated:
                    return KeyFault.Truncated(source, $"the {block.Label} block ends too early");
                default:
                    break;
            }
        }

        return KeyFault.NotAKey(source, blocks.Sum(static block => block.Der.Length), $"a {blocks[0].Label} block");
    }

    private static (RSA, PartnerKeyForm) ReadBlock(PemBlock block, ReadOnlySpan<char> passphrase, KeySource source)
    {
        if (block.HasProcType)
        {
            throw KeyFault.LegacyEncryption(source);
        }

        return block.Label == "OPENSSH PRIVATE KEY"
            ? throw KeyFault.OpenSsh(source)
            : ReadDer(block.Der, PartnerKeyEncoding.Pem, passphrase, source);
    }

    private static (RSA, PartnerKeyForm) ReadWiping(byte[] der, PartnerKeyEncoding encoding, ReadOnlySpan<char> passphrase, KeySource source)
    {
        try
        {
            return ReadDer(der, encoding, passphrase, source);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static (RSA, PartnerKeyForm) ReadDer(byte[] der, PartnerKeyEncoding encoding, ReadOnlySpan<char> passphrase, KeySource source)
    {
        DerStructure structure = DerStructure.Classify(der);
        switch (structure.Kind)
        {
            case DerKind.EncryptedPkcs8:
                return (ImportEncrypted(der, passphrase, source), new PartnerKeyForm(PartnerKeySyntax.EncryptedPkcs8, encoding));
            case DerKind.Pkcs8 when structure.IsRsa:
                return (Import(der, DerKind.Pkcs8, source), new PartnerKeyForm(PartnerKeySyntax.Pkcs8, encoding));
            case DerKind.Pkcs1PrivateKey:
                return (Import(der, DerKind.Pkcs1PrivateKey, source), new PartnerKeyForm(PartnerKeySyntax.Pkcs1, encoding));
            case DerKind.Pkcs8 or DerKind.EcPrivateKey or DerKind.DsaPrivateKey:
                throw KeyFault.WrongAlgorithm(source, structure.AlgorithmName);
            case DerKind.SubjectPublicKeyInfo or DerKind.Pkcs1PublicKey:
                throw KeyFault.PublicKeyOnly(source);
            case DerKind.Certificate:
                throw KeyFault.CertificateOnly(source);
            case DerKind.Pkcs12:
                throw KeyFault.Pkcs12(source);
            case DerKind.Truncated:
                throw KeyFault.Truncated(source, $"its length says that more should follow after {der.Length:N0} bytes");
            default:
                throw encoding == PartnerKeyEncoding.Base64
                    ? KeyFault.NotAKey(source, der.Length, "base64 of something else")
                    : KeyFault.Corrupt(source, "the bytes are not a private key structure");
        }
    }

    private static RSA Import(byte[] der, DerKind kind, KeySource source)
    {
        RSA rsa = RSA.Create();
        try
        {
            if (kind == DerKind.Pkcs8)
            {
                rsa.ImportPkcs8PrivateKey(der, out _);
            }
            else
            {
                rsa.ImportRSAPrivateKey(der, out _);
            }

            return KeyStrength.Check(rsa, source);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw RsaNumbers.HaveUnusableExponent(der, kind)
                ? KeyFault.TooWeak(source, KeyStrength.UnusableExponent)
                : KeyFault.Corrupt(source, "its numbers do not form an RSA key");
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    private static RSA ImportEncrypted(byte[] der, ReadOnlySpan<char> passphrase, KeySource source)
    {
        if (passphrase.IsEmpty)
        {
            throw KeyFault.PassphraseMissing(source);
        }

        RSA rsa = RSA.Create();
        try
        {
            rsa.ImportEncryptedPkcs8PrivateKey(passphrase, der, out _);
            return KeyStrength.Check(rsa, source);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw HoldsEllipticCurveKey(der, passphrase)
                ? KeyFault.WrongAlgorithm(source, "an elliptic curve (EC) key")
                : KeyFault.PassphraseWrong(source);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>
    /// The platform says "wrong passphrase" and "not an RSA key" in one breath, so the other common kind is tried.
    /// </summary>
    private static bool HoldsEllipticCurveKey(byte[] der, ReadOnlySpan<char> passphrase)
    {
        using ECDsa ec = ECDsa.Create();
        try
        {
            ec.ImportEncryptedPkcs8PrivateKey(passphrase, der, out _);
            return true;
        }
        catch (CryptographicException)
        {
            return false;
        }
    }
}
