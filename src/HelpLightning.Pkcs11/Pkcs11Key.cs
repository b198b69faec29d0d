using System.Security.Cryptography;
using HelpLightning.PartnerKeys;
using HelpLightning.Pkcs11.Cryptoki;
using HelpLightning.Pkcs11.Pins;
using HelpLightning.Pkcs11.Sessions;
using HelpLightning.Pkcs11.Uris;

namespace HelpLightning.Pkcs11;

/// <summary>
/// A partner key on a PKCS#11 token: an HSM, a TPM, a smartcard, SoftHSM2. Its private half never leaves the token. Safe to share between
/// threads; each signature has a session of its own while it is made.
/// </summary>
/// <remarks>
/// A token that goes and comes back, in another slot too, is logged in to again and the signature is made once more, with the same key
/// or not at all. PKCS#11 has no calls that wait elsewhere: a signature holds its thread until the device answers.
/// </remarks>
public sealed partial class Pkcs11Key : PartnerSigningKey
{
    /// <summary>DER of a SHA-256 DigestInfo up to the hash (RFC 8017 section 9.2, note 1).</summary>
    private static ReadOnlySpan<byte> DigestInfo =>
        [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

    private readonly RecoveringToken _token;
    private readonly PartnerKeyWarning? _pinWarning;
    private readonly Pkcs11Uri _uri;

    private Pkcs11Key(RecoveringToken token, Pkcs11Uri uri, PartnerKeyWarning? pinWarning)
    {
        _token = token;
        _pinWarning = pinWarning;
        _uri = uri;
        PublicKey = token.PublicKey;
        TokenConnection first = token.First;
        Facts = new Pkcs11KeyFacts(
            first.Token.Label, first.Token.Serial, first.Token.Manufacturer, first.Token.Model,
            first.Mechanism == Ck.MechanismRsaPkcs ? "CKM_RSA_PKCS" : "CKM_SHA256_RSA_PKCS", first.Module.Path, first.Module.Description);
        SignsDataOnly = first.Mechanism != Ck.MechanismRsaPkcs;
    }

    /// <summary>As the token told it when the key was opened. A token that comes back with another key is refused.</summary>
    public override PartnerPublicKey PublicKey { get; }

    /// <summary>True: the module is called on the caller's thread.</summary>
    public override bool SignsAtOnce => true;

    /// <summary>True where the token offers CKM_SHA256_RSA_PKCS alone.</summary>
    public override bool SignsDataOnly { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<PartnerKeyWarning> Warnings => _pinWarning is null ? base.Warnings : [.. base.Warnings, _pinWarning];

    /// <summary>Where the key lies and how it signs, when it was opened.</summary>
    public Pkcs11KeyFacts Facts { get; }

    /// <summary>
    /// The key's id on the token, percent-encoded as a URI has it; null when the URI named none and the key was not made here.
    /// </summary>
    public string? Id => _uri.Id is { } id ? string.Concat(id.Select(static one => $"%{one:X2}")) : null;

    /// <summary>Sessions that are open with the module for any key of this process, for tests.</summary>
    internal int OpenSessions => _token.OpenSessions;

    /// <summary>Loads the module, finds the token, logs in and finds the key.</summary>
    /// <param name="uri">An RFC 7512 URI; docs/hardware-keys.md has every attribute.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="PartnerKeyException">It leads to no key that can sign. A wrong PIN was tried once.</exception>
    public static Pkcs11Key Open(string uri, Pkcs11KeyOptions? options = null)
    {
        Pkcs11Uri read = Pkcs11UriReader.Read(uri);
        return Open(read, options ?? new Pkcs11KeyOptions());
    }

    /// <inheritdoc/>
    /// <exception cref="PartnerSigningException">The token did not sign; the message says what it said and what to do.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public override bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        if (SignsDataOnly)
        {
            throw new PartnerSigningException(
                $"The token of the key with thumbprint {Thumbprint} offers CKM_SHA256_RSA_PKCS alone, which hashes what it signs "
                + "and takes no hash. PartnerTokenSigner gives it the data; call TrySignData.", Thumbprint);
        }

        if (hash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"A SHA-256 hash has {SHA256.HashSizeInBytes} bytes, this one {hash.Length}.", nameof(hash));
        }

        Span<byte> input = stackalloc byte[DigestInfo.Length + SHA256.HashSizeInBytes];
        DigestInfo.CopyTo(input);
        hash.CopyTo(input[DigestInfo.Length..]);
        return TrySign(input, destination, out bytesWritten);
    }

    /// <inheritdoc/>
    /// <exception cref="PartnerSigningException">The token did not sign.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public override bool TrySignData(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
    {
        if (SignsDataOnly)
        {
            return TrySign(data, destination, out bytesWritten);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return TrySignHash(hash, destination, out bytesWritten);
    }

    /// <summary>Signs at once, on the caller's thread.</summary>
    /// <inheritdoc/>
    public override ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] signature = new byte[SignatureLength];
        _ = TrySignHash(hash.Span, signature, out int length);
        return new ValueTask<ReadOnlyMemory<byte>>(signature.AsMemory(0, Math.Min(length, signature.Length)));
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _token.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Pkcs11Key Open(Pkcs11Uri uri, Pkcs11KeyOptions options)
    {
        if (options.MaxSessions is < 1 or > 4096)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxSessions, "MaxSessions is 1 to 4096.");
        }

        if (options.Patience <= TimeSpan.Zero || options.Patience > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Patience, "Patience is more than nothing, and an hour at most.");
        }

        PinSource? pin = PinSource.Of(uri);
        CryptokiModule module = CryptokiModule.Acquire(ModuleFile.Find(uri.ModulePath, uri.ModuleName));
        try
        {
            TokenConnector connector = new(module, uri, pin, options.MaxSessions);
            return new Pkcs11Key(new RecoveringToken(module, connector, options.Patience), uri, pin?.Warning);
        }
        catch
        {
            module.Release();
            throw;
        }
    }

    private bool TrySign(ReadOnlySpan<byte> input, Span<byte> destination, out int bytesWritten)
    {
        if (destination.Length < SignatureLength)
        {
            bytesWritten = 0;
            return false;
        }

        bytesWritten = _token.Sign(input, destination[..SignatureLength]);
        return true;
    }
}
