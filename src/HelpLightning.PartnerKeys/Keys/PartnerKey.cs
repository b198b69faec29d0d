using System.Security.Cryptography;
using System.Text;
using HelpLightning.Lifetimes;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// The private half of a Help Lightning partner key: an RSA key that signs partner tokens (RS256, RFC 7518 section 3.3).
/// Safe to share between threads. Nothing of the key appears in its text forms, errors or logs.
/// </summary>
/// <remarks>
/// Parse a key once and keep it: parsing costs about three signatures. Disposing while other threads sign is safe:
/// signatures under way finish, later calls throw <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed partial class PartnerKey : PartnerSigningKey
{
    /// <summary>A key of 16,384 bits has 9,200 bytes.</summary>
    private const int LongestDer = 16 * 1024;

    private readonly RSA _rsa;
    private readonly Lazy<PartnerPublicKey> _publicKey;
    private UseCount _uses;

    private PartnerKey(RSA rsa, PartnerKeyForm? form, IEnumerable<PartnerKeyWarning> warnings, bool isForeign = false)
    {
        _rsa = rsa;
        IsTrusted = !isForeign;
        Form = form;
        KeySizeInBits = rsa.KeySize;
        RSAParameters publicHalf = rsa.ExportParameters(includePrivateParameters: false);
        _publicKey = new Lazy<PartnerPublicKey>(() => PartnerPublicKey.FromParameters(publicHalf));
        Warnings = [.. SizeWarnings(rsa.KeySize), .. warnings];
    }

    /// <summary>The length of the modulus in bits: 1024 or more.</summary>
    public int KeySizeInBits { get; }

    /// <inheritdoc/>
    public override PartnerPublicKey PublicKey => _publicKey.Value;

    /// <summary>True: the private half is in this process, or behind an RSA object that is called like one.</summary>
    public override bool SignsAtOnce => true;

    /// <summary>The form in which the key was found; null when it was created here or handed over as an object.</summary>
    public PartnerKeyForm? Form { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PartnerKeyWarning> Warnings { get; }

    /// <summary>Not for an RSA object that was handed over: each of its signatures is checked.</summary>
    internal override bool IsTrusted { get; }

    /// <summary>Makes a new key from the system's random source.</summary>
    /// <param name="keySizeInBits">2048, 3072 or 4096. Signing takes about 0.25, 0.8 and 4 ms respectively.</param>
    /// <exception cref="ArgumentOutOfRangeException">Another size.</exception>
    public static PartnerKey Create(int keySizeInBits = 2048)
    {
        if (keySizeInBits is not (2048 or 3072 or 4096))
        {
            throw new ArgumentOutOfRangeException(nameof(keySizeInBits), keySizeInBits, "A new key has 2048, 3072 or 4096 bits.");
        }

        return new PartnerKey(RSA.Create(keySizeInBits), form: null, []);
    }

    /// <summary>
    /// Wraps any RSA implementation, for instance one whose private half stays in an HSM. The key takes ownership of it. Each
    /// signature is checked before a token carries it, which costs about 20 µs. For a key that should not block the calling
    /// thread derive from <see cref="PartnerSigningKey"/> instead.
    /// </summary>
    /// <exception cref="PartnerKeyException">It is under 1024 bits or its exponent is unusable.</exception>
    public static PartnerKey FromRsa(RSA rsa)
    {
        ArgumentNullException.ThrowIfNull(rsa);
        return new PartnerKey(KeyStrength.Check(rsa, new KeySource("The given RSA object", "FILE")), form: null, [], isForeign: true);
    }

    /// <summary>Signs data with RS256: RSASSA-PKCS1-v1_5 with SHA-256. Allocates nothing with the platform's own RSA.</summary>
    /// <param name="data">The bytes to sign.</param>
    /// <param name="destination">At least <see cref="PartnerSigningKey.SignatureLength"/> bytes.</param>
    /// <param name="bytesWritten">The signature's length.</param>
    /// <returns>False when <paramref name="destination"/> is too short.</returns>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TrySign(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return TrySignHash(hash, destination, out bytesWritten);
    }

    /// <inheritdoc/>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        _uses.Begin(this);
        try
        {
            return _rsa.TrySignHash(hash, destination, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1, out bytesWritten);
        }
        finally
        {
            EndUse();
        }
    }

    /// <summary>Signs at once; nothing is waited for.</summary>
    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] signature = new byte[SignatureLength];
        return TrySignHash(hash.Span, signature, out int length)
            ? new ValueTask<ReadOnlyMemory<byte>>(signature.AsMemory(0, length))
            : throw PartnerSigningException.NotSigned(Thumbprint);
    }

    /// <summary>
    /// Writes the key as PKCS#8 PEM into a new file that only its owner can read (mode 0600; on Windows the directory's
    /// permissions apply). A pipe or device is written through.
    /// </summary>
    /// <param name="path">Where to write. A directory, disk or socket is refused.</param>
    /// <param name="overwrite">
    /// True replaces an existing file in one step, that which a link points to; false leaves it as it is and throws.
    /// </param>
    /// <param name="passphrase">When given, the file is encrypted (PBES2, AES-256-CBC, 600,000 rounds of PBKDF2-SHA-256).</param>
    /// <exception cref="IOException">The file exists already, or cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its directory may not be written.</exception>
    /// <exception cref="CryptographicException">The key's private half cannot be exported, as in an HSM.</exception>
    public void WritePemFile(string path, bool overwrite = false, ReadOnlySpan<char> passphrase = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] pem = ExportPem(passphrase);
        try
        {
            KeyFile.Write(path, pem, overwrite);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(pem);
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (_uses.Close())
        {
            _rsa.Dispose();
        }

        base.Dispose(disposing);
    }

    private byte[] ExportPem(ReadOnlySpan<char> passphrase)
    {
        _uses.Begin(this);
        try
        {
            PbeParameters encryption = new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, iterationCount: 600_000);
            string label = passphrase.IsEmpty ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY";
            byte[] room = Pinned.Bytes(LongestDer);
            int length = Export(room, passphrase, encryption);
            char[] text = Pinned.Chars(PemEncoding.GetEncodedSize(label.Length, length) + 1);
            _ = PemEncoding.TryWrite(label, room.AsSpan(0, length), text, out _);
            text[^1] = '\n';
            byte[] pem = Pinned.Bytes(text.Length);
            Encoding.ASCII.GetBytes(text, pem);
            CryptographicOperations.ZeroMemory(room);
            text.AsSpan().Clear();
            return pem;
        }
        finally
        {
            EndUse();
        }
    }

    private int Export(Span<byte> room, ReadOnlySpan<char> passphrase, PbeParameters encryption)
    {
        bool fits = passphrase.IsEmpty
            ? _rsa.TryExportPkcs8PrivateKey(room, out int length)
            : _rsa.TryExportEncryptedPkcs8PrivateKey(passphrase, encryption, room, out length);
        return fits ? length : throw new CryptographicException("The key is longer than any that can be read again.");
    }

    private void EndUse()
    {
        if (_uses.End())
        {
            _rsa.Dispose();
        }
    }
}
