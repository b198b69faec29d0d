using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// A key that signs partner tokens, wherever its private half lies: <see cref="PartnerKey"/> holds it in this process; derive
/// from this class for one that stays in an HSM, a cloud key service or another process. Must be safe to share between threads.
/// </summary>
/// <remarks>
/// A key of another machine overrides <see cref="SignHashAsync"/> only, so that no thread waits for its answer. A key that
/// signs at once overrides <see cref="SignsAtOnce"/> and <see cref="TrySignHash"/> too.
/// <para>
/// <see cref="PartnerTokenSigner"/> trusts no foreign signature: each is checked with <see cref="PublicKey"/> before a token
/// carries it, which costs about 20 µs.
/// </para>
/// </remarks>
public abstract class PartnerSigningKey : IDisposable
{
    /// <summary>The public half, which Help Lightning holds and checks tokens with.</summary>
    public abstract PartnerPublicKey PublicKey { get; }

    /// <summary>The length of a signature in bytes: that of the modulus.</summary>
    public int SignatureLength => PublicKey.SignatureLength;

    /// <summary>SHA-256 of the public half's SubjectPublicKeyInfo (RFC 5280) as 64 lower-case hex digits. Safe to show.</summary>
    public string Thumbprint => PublicKey.Thumbprint;

    /// <summary>
    /// True when <see cref="TrySignHash"/> works: the key signs on the caller's thread without waiting for another machine. False
    /// by default; <see cref="PartnerTokenSigner.Sign()"/> then refuses, and <see cref="PartnerTokenSigner.SignAsync"/> is the way.
    /// </summary>
    public virtual bool SignsAtOnce => false;

    /// <summary>What the owner of the key should know; empty when all is well.</summary>
    public virtual IReadOnlyList<PartnerKeyWarning> Warnings => SizeWarnings(PublicKey.KeySizeInBits);

    /// <summary>True for a signature that needs no check, because this assembly and the platform made it.</summary>
    internal virtual bool IsTrusted => false;

    /// <summary>Signs a SHA-256 hash with RSASSA-PKCS1-v1_5 (RS256, RFC 7518 section 3.3).</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <returns>The signature, <see cref="SignatureLength"/> bytes, big-endian as in RFC 8017.</returns>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    public abstract ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default);

    /// <summary>The same at once, into the caller's memory. For keys whose <see cref="SignsAtOnce"/> is true.</summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="destination">At least <see cref="SignatureLength"/> bytes.</param>
    /// <param name="bytesWritten">The signature's length.</param>
    /// <returns>False when the key did not sign.</returns>
    public virtual bool TrySignHash(ReadOnlySpan<byte> hash, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        return false;
    }

    /// <summary>
    /// True for a device that hashes what it signs and takes no hash: <see cref="TrySignData"/> is then asked instead. Of a key that
    /// signs at once; false by default.
    /// </summary>
    public virtual bool SignsDataOnly => false;

    /// <summary>
    /// Signs data, at once, with RS256: the SHA-256 is the key's own. For keys whose <see cref="SignsDataOnly"/> is true.
    /// </summary>
    /// <param name="data">The bytes to sign.</param>
    /// <param name="destination">At least <see cref="SignatureLength"/> bytes.</param>
    /// <param name="bytesWritten">The signature's length.</param>
    /// <returns>False when the key did not sign.</returns>
    public virtual bool TrySignData(ReadOnlySpan<byte> data, Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        return false;
    }

    /// <summary>Frees the key. Signatures under way finish first; later ones throw <see cref="ObjectDisposedException"/>.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the key holds. Nothing by default: there is nothing to free for a key in a service.</summary>
    /// <param name="disposing">False from a finalizer.</param>
    protected virtual void Dispose(bool disposing)
    {
    }

    /// <summary>Nothing secret: the thumbprint.</summary>
    public override string ToString() => $"RSA {PublicKey.KeySizeInBits} bits, thumbprint {Thumbprint}";

    /// <summary>Signs at once, or says what the key did instead.</summary>
    internal void SignNow(ReadOnlySpan<byte> data, Span<byte> destination)
    {
        if (!SignsAtOnce)
        {
            throw new NotSupportedException($"The key with thumbprint {Thumbprint} does not sign at once: use SignAsync.");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        int length;
        try
        {
            if (!(SignsDataOnly ? TrySignData(data, destination, out length) : TrySignHash(hash, destination, out length)))
            {
                throw PartnerSigningException.NotSigned(Thumbprint);
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw PartnerSigningException.From(Thumbprint, e);
        }

        if (length != SignatureLength)
        {
            throw PartnerSigningException.WrongLength(Thumbprint, length, SignatureLength);
        }

        RequireOwn(hash, destination[..length]);
    }

    /// <summary>The same for a key that may take its time.</summary>
    internal async ValueTask<ReadOnlyMemory<byte>> SignHashCheckedAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> signature;
        try
        {
            signature = await SignHashAsync(hash, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (IsFailure(e))
        {
            throw PartnerSigningException.From(Thumbprint, e);
        }

        if (signature.Length != SignatureLength)
        {
            throw PartnerSigningException.WrongLength(Thumbprint, signature.Length, SignatureLength);
        }

        RequireOwn(hash.Span, signature.Span);
        return signature;
    }

    private protected static PartnerKeyWarning[] SizeWarnings(int bits) => bits >= 2048 ? [] :
    [
        new(PartnerKeyWarningCode.KeySizeBelow2048,
            $"The key has {bits} bits. It works, but RFC 7518 asks for 2048 or more: "
            + "make a new pair of 2048 bits and upload its public half."),
    ];

    /// <summary>A key that was disposed of is the caller's fault, and says so itself.</summary>
    private static bool IsFailure(Exception e) => e is not (PartnerSigningException or ObjectDisposedException);

    private void RequireOwn(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> signature)
    {
        if (!IsTrusted && !PublicKey.VerifyHash(hash, signature))
        {
            throw PartnerSigningException.NotItsOwn(Thumbprint);
        }
    }
}
