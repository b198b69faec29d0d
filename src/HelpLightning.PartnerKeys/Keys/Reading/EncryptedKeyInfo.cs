using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// By which method an EncryptedPrivateKeyInfo (RFC 5958 section 3) is encrypted: read before any passphrase is tried,
/// because the platform answers "wrong passphrase", "unknown method" and "not an RSA key" with one error, and takes as many
/// rounds as the file asks for.
/// </summary>
internal readonly record struct EncryptedKeyInfo(string Method, bool IsSupported, bool IsLegacy, long Rounds)
{
    /// <summary>
    /// OWASP asks for 600,000 rounds of PBKDF2-HMAC-SHA256, OpenSSL makes 2,048 unless told otherwise; ten million take
    /// about five seconds.
    /// </summary>
    public const long MostRounds = 10_000_000;

    private const string Pbes2 = "1.2.840.113549.1.5.13";
    private const string Pbkdf2 = "1.2.840.113549.1.5.12";
    private const string Scrypt = "1.3.6.1.4.1.11591.4.11";
    private const string TripleDes = "1.2.840.113549.3.7";

    /// <summary>What was damaged beyond reading: the platform may have its say, and refuses it.</summary>
    private static readonly EncryptedKeyInfo Unreadable = new("", IsSupported: true, IsLegacy: false, 0);

    public static EncryptedKeyInfo Read(ReadOnlyMemory<byte> der)
    {
        try
        {
            AsnReader algorithm = new AsnReader(der, AsnEncodingRules.BER).ReadSequence().ReadSequence();
            string scheme = algorithm.ReadObjectIdentifier();
            AsnReader parameters = algorithm.ReadSequence();
            return scheme == Pbes2 ? ReadPbes2(parameters) : ReadPbes1(scheme, parameters);
        }
        catch (AsnContentException)
        {
            return Unreadable;
        }
    }

    /// <summary>
    /// Decrypts PBES2 with PBKDF2 and AES or 3DES (RFC 8018 section 6.2). Not by the platform, which says "wrong passphrase" and "not an
    /// RSA key" in one breath, and works on arrays that the garbage collector may move.
    /// </summary>
    /// <returns>
    /// The PrivateKeyInfo, in memory that does not move, to be wiped by the caller; null when the passphrase does not open it or the
    /// method is another.
    /// </returns>
    public static byte[]? Decrypt(ReadOnlyMemory<byte> der, ReadOnlySpan<char> passphrase)
    {
        try
        {
            AsnReader outer = new AsnReader(der, AsnEncodingRules.BER).ReadSequence();
            AsnReader algorithm = outer.ReadSequence();
            if (algorithm.ReadObjectIdentifier() != Pbes2)
            {
                return null;
            }

            AsnReader parameters = algorithm.ReadSequence();
            AsnReader derivation = parameters.ReadSequence();
            AsnReader encryption = parameters.ReadSequence();
            if (derivation.ReadObjectIdentifier() != Pbkdf2 || CipherOf(encryption.ReadObjectIdentifier()) is not { } cipher)
            {
                return null;
            }

            using (cipher)
            {
                byte[] key = DeriveKey(derivation.ReadSequence(), passphrase, cipher.KeySize / 8);
                byte[] initial = encryption.ReadOctetString();
                cipher.SetKey(key);
                CryptographicOperations.ZeroMemory(key);
                byte[] encrypted = outer.ReadOctetString();
                byte[] padded = Pinned.Bytes(encrypted.Length);
                try
                {
                    int length = cipher.DecryptCbc(encrypted, initial, padded);
                    return Pinned.Copy<byte>(padded.AsSpan(0, length));
                }
                finally
                {
                    CryptographicOperations.ZeroMemory(padded);
                }
            }
        }
        catch (Exception e) when (e is AsnContentException or CryptographicException or ArgumentException)
        {
            return null;
        }
    }

    private static EncryptedKeyInfo ReadPbes2(AsnReader parameters)
    {
        AsnReader derivation = parameters.ReadSequence();
        string function = derivation.ReadObjectIdentifier();
        string cipher = parameters.ReadSequence().ReadObjectIdentifier();
        if (function != Pbkdf2)
        {
            string method = function == Scrypt ? "scrypt" : $"a key derivation of the kind {function}";
            return new(method, IsSupported: false, IsLegacy: false, 0);
        }

        AsnReader numbers = derivation.ReadSequence();
        _ = numbers.ReadOctetString(); // salt
        long rounds = Saturated(numbers);
        return CipherName(cipher) is { } name
            ? new(name, IsSupported: false, IsLegacy: name.StartsWith('R') || name == "DES", rounds)
            : new("PBES2", IsSupported: true, IsLegacy: false, rounds);
    }

    /// <summary>PBES1 (RFC 8018 appendix A.3) and the schemes of PKCS#12 (RFC 7292 appendix C).</summary>
    private static EncryptedKeyInfo ReadPbes1(string scheme, AsnReader parameters)
    {
        (string method, bool isSupported) = scheme switch
        {
            "1.2.840.113549.1.12.1.1" or "1.2.840.113549.1.12.1.2" => ("RC4", false),
            "1.2.840.113549.1.12.1.3" or "1.2.840.113549.1.12.1.4" => ("3DES", true),
            "1.2.840.113549.1.12.1.5" or "1.2.840.113549.1.12.1.6" => ("RC2", false),
            "1.2.840.113549.1.5.1" or "1.2.840.113549.1.5.3" or "1.2.840.113549.1.5.10" => ("DES", false),
            "1.2.840.113549.1.5.4" or "1.2.840.113549.1.5.6" or "1.2.840.113549.1.5.11" => ("RC2", false),
            _ => ($"a scheme of the kind {scheme}", false),
        };
        _ = parameters.ReadOctetString(); // salt
        return new(method, isSupported, IsLegacy: !isSupported, Saturated(parameters));
    }

    private static long Saturated(AsnReader reader) => reader.TryReadInt64(out long rounds) && rounds >= 0 ? rounds : long.MaxValue;

    /// <summary>What a cipher that is not read here is called; null for the others.</summary>
    private static string? CipherName(string oid) => oid switch
    {
        "2.16.840.1.101.3.4.1.2" or "2.16.840.1.101.3.4.1.22" or "2.16.840.1.101.3.4.1.42" or TripleDes => null,
        "1.3.14.3.2.7" => "DES",
        "1.2.840.113549.3.2" => "RC2",
        _ when oid.StartsWith("1.2.392.200011.61.1.1.1.", StringComparison.Ordinal) => "Camellia",
        _ when oid.StartsWith("1.2.410.200046.1.1.", StringComparison.Ordinal) => "ARIA",
        _ when oid.StartsWith("2.16.840.1.101.3.4.1.", StringComparison.Ordinal) => "AES in a mode other than CBC",
        _ => $"a cipher of the kind {oid}",
    };

    [SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms",
        Justification = "Keys that were encrypted so long ago are read; none is written.")]
    private static SymmetricAlgorithm? CipherOf(string oid)
    {
        switch (oid)
        {
            case "2.16.840.1.101.3.4.1.2" or "2.16.840.1.101.3.4.1.22" or "2.16.840.1.101.3.4.1.42":
                Aes aes = Aes.Create();
                aes.KeySize = oid switch
                {
                    "2.16.840.1.101.3.4.1.42" => 256,
                    "2.16.840.1.101.3.4.1.22" => 192,
                    _ => 128,
                };
                return aes;
            case TripleDes:
                return TripleDES.Create();
            default:
                return null;
        }
    }

    private static byte[] DeriveKey(AsnReader numbers, ReadOnlySpan<char> passphrase, int length)
    {
        byte[] salt = numbers.ReadOctetString();
        _ = numbers.TryReadInt32(out int rounds);
        if (numbers.HasData && numbers.PeekTag() == Asn1Tag.Integer)
        {
            _ = numbers.ReadIntegerBytes(); // the key's length
        }

        string function = numbers.HasData ? numbers.ReadSequence().ReadObjectIdentifier() : "";
        HashAlgorithmName hash = function switch
        {
            "1.2.840.113549.2.9" => HashAlgorithmName.SHA256,
            "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
            "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
            _ => HashAlgorithmName.SHA1,
        };
        byte[] utf8 = Pinned.Bytes(Encoding.UTF8.GetMaxByteCount(passphrase.Length));
        byte[] key = Pinned.Bytes(length);
        try
        {
            Rfc2898DeriveBytes.Pbkdf2(utf8.AsSpan(0, Encoding.UTF8.GetBytes(passphrase, utf8)), salt, key, rounds, hash);
            return key;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(utf8);
        }
    }
}
