using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>From the text or bytes of a key to an RSA private key, or to the one reason why not.</summary>
internal static class PrivateKeyReader
{
    /// <summary>Bits. Help Lightning seems to have issued keys of 1024 bits, so those must work.</summary>
    public const int SmallestKey = 1024;

    public static (RSA Rsa, PartnerKeyForm Form) Read(KeyInput input, ReadOnlySpan<char> passphrase, KeySource source)
    {
        using UnpackedKeys keys = KeyUnpacker.Unpack(input, source);
        source = keys.Source;
        if (keys.Blocks.Count == 0)
        {
            throw KeyLookalike.IsCutBase64OfDer(input.Text)
                ? KeyFault.Truncated(source, "its base64 ends inside a group of four characters")
                : KeyFault.NotAKey(source, input.Text.Length, KeyLookalike.Of(input.Text));
        }

        List<KeyBlock> privateBlocks = keys.Blocks.FindAll(static block => block.IsPrivate || KindOf(block) == DerKind.Pkcs12);
        if (privateBlocks.Count == 0)
        {
            throw NothingPrivate(keys.Blocks, source);
        }

        RequireBearableRounds(privateBlocks, source);
        return ReadBlocks(privateBlocks, passphrase, source);
    }

    private static DerKind KindOf(KeyBlock block) => DerStructure.Classify(block.Der).Kind;

    /// <summary>Each block may ask for as many as one may: they are counted together.</summary>
    private static void RequireBearableRounds(List<KeyBlock> blocks, KeySource source)
    {
        long rounds = 0;
        foreach (KeyBlock block in blocks.Where(static block => KindOf(block) == DerKind.EncryptedPkcs8))
        {
            rounds = Math.Min(long.MaxValue - rounds, EncryptedKeyInfo.Read(block.Der).Rounds) + rounds;
        }

        if (rounds > EncryptedKeyInfo.MostRounds)
        {
            throw KeyFault.TooManyRounds(source, rounds);
        }
    }

    /// <summary>
    /// The one RSA key that is there, once or several times. Keys of other algorithms beside it are nobody's partner key.
    /// </summary>
    private static (RSA, PartnerKeyForm) ReadBlocks(List<KeyBlock> blocks, ReadOnlySpan<char> passphrase, KeySource source)
    {
        (RSA Rsa, PartnerKeyForm Form)? first = null;
        PartnerKeyException? other = null;
        try
        {
            foreach (KeyBlock block in blocks)
            {
                (RSA Rsa, PartnerKeyForm Form) next;
                try
                {
                    next = ReadBlock(block, passphrase, source);
                }
                catch (PartnerKeyException e) when (e.Problem == PartnerKeyProblem.WrongAlgorithm)
                {
                    other ??= e;
                    continue;
                }

                if (first is null)
                {
                    first = next;
                    continue;
                }

                bool same = next.Rsa.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(first.Value.Rsa.ExportSubjectPublicKeyInfo());
                next.Rsa.Dispose();
                if (!same)
                {
                    throw KeyFault.SeveralKeys(source, blocks.Count, "private");
                }
            }

            return first ?? throw other!;
        }
        catch
        {
            first?.Rsa.Dispose();
            throw;
        }
    }

    private static PartnerKeyException NothingPrivate(List<KeyBlock> blocks, KeySource source)
    {
        foreach (KeyBlock block in blocks)
        {
            switch (KindOf(block))
            {
                case DerKind.SubjectPublicKeyInfo or DerKind.Pkcs1PublicKey:
                    return KeyFault.PublicKeyOnly(source);
                case DerKind.Certificate:
                    return KeyFault.CertificateOnly(source);
                case DerKind.Truncated:
                    return KeyFault.Truncated(source, block.Label.Length > 0
                        ? $"the {block.Label} block ends too early"
                        : $"its length says that more should follow after {block.Der.Length:N0} bytes");
                default:
                    break;
            }
        }

        KeyBlock one = blocks[0];
        return one switch
        {
            { Refusal: { } refusal } => refusal,
            { Encoding: PartnerKeyEncoding.Der } => KeyFault.Corrupt(source, "the bytes are not a private key structure"),
            { Encoding: PartnerKeyEncoding.Base64 or PartnerKeyEncoding.Hex } => KeyFault.NotAKey(
                source, one.Der.Length, $"{(one.Encoding == PartnerKeyEncoding.Hex ? "hex" : "base64")} of something else"),
            _ => KeyFault.NotAKey(source, blocks.Sum(static block => block.Der.Length), $"a {one.Label} block"),
        };
    }

    private static (RSA, PartnerKeyForm) ReadBlock(KeyBlock block, ReadOnlySpan<char> passphrase, KeySource source)
    {
        if (block.Refusal is { } refusal)
        {
            throw refusal;
        }

        DerStructure structure = DerStructure.Classify(block.Der);
        switch (structure.Kind)
        {
            case DerKind.EncryptedPkcs8:
                return (ImportEncrypted(block.Der, passphrase, source),
                    new PartnerKeyForm(PartnerKeySyntax.EncryptedPkcs8, block.Encoding));
            case DerKind.Pkcs8 when structure.IsRsa:
                return (Import(block.Der, DerKind.Pkcs8, source), new PartnerKeyForm(PartnerKeySyntax.Pkcs8, block.Encoding));
            case DerKind.Pkcs1PrivateKey:
                return (Import(block.Der, DerKind.Pkcs1PrivateKey, source),
                    new PartnerKeyForm(block.Syntax ?? PartnerKeySyntax.Pkcs1, block.Encoding));
            case DerKind.Pkcs8 or DerKind.EcPrivateKey or DerKind.DsaPrivateKey:
                throw KeyFault.WrongAlgorithm(source, structure.AlgorithmName);
            case DerKind.SubjectPublicKeyInfo or DerKind.Pkcs1PublicKey:
                throw KeyFault.PublicKeyOnly(source);
            case DerKind.Certificate:
                throw KeyFault.CertificateOnly(source);
            case DerKind.Pkcs12:
                throw KeyFault.Pkcs12(source, Pkcs12Container.NeedsOldMethods(block.Der));
            case DerKind.Truncated:
                throw KeyFault.Truncated(source, $"its length says that more should follow after {block.Der.Length:N0} bytes");
            default:
                throw KeyFault.Corrupt(source, "the bytes are not a private key structure");
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
        EncryptedKeyInfo info = EncryptedKeyInfo.Read(der);
        if (!info.IsSupported)
        {
            throw KeyFault.UnsupportedEncryption(source, info);
        }

        if (passphrase.IsEmpty)
        {
            throw KeyFault.PassphraseMissing(source);
        }

        if (EncryptedKeyInfo.Decrypt(der, passphrase) is not { } opened)
        {
            return ImportByPlatform(der, passphrase, source);
        }

        try
        {
            DerStructure inside = DerStructure.Classify(opened);
            return (inside.Kind, inside.IsRsa) switch
            {
                (DerKind.Pkcs8, true) => Import(opened, DerKind.Pkcs8, source),
                (DerKind.Pkcs8, false) => throw KeyFault.WrongAlgorithm(source, inside.AlgorithmName),
                _ => throw KeyFault.PassphraseWrong(source),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    /// <summary>The older methods, and what is damaged.</summary>
    private static RSA ImportByPlatform(byte[] der, ReadOnlySpan<char> passphrase, KeySource source)
    {
        RSA rsa = RSA.Create();
        try
        {
            rsa.ImportEncryptedPkcs8PrivateKey(passphrase, der, out _);
            return KeyStrength.Check(rsa, source);
        }
        catch (CryptographicException)
        {
            rsa.Dispose();
            throw KeyFault.PassphraseWrong(source);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }
}
