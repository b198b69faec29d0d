using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// A key of a service that signs over the network: AWS KMS, Vault, Azure Key Vault, Google Cloud KMS, one of your own. Derive from
/// this class and override <see cref="SignRemotelyAsync"/>. It lets no more than <see cref="MaxConcurrency"/> signatures be under
/// way at once; the others wait in the order they came. docs/cloud-keys.md has keys that derive from it.
/// </summary>
/// <remarks>
/// Such services refuse who asks too often. Without a cap, a burst of calls becomes a burst of signatures of which most are refused.
/// The cap is each key object's own: open a key once and share it.
/// </remarks>
public abstract class RemotePartnerKey : PartnerSigningKey
{
    /// <summary>How many signatures are under way at once unless told otherwise.</summary>
    public const int DefaultMaxConcurrency = 8;

    private readonly SemaphoreSlim _places;
    private volatile bool _isDisposed;

    /// <summary>Makes a key whose public half is known.</summary>
    /// <param name="publicKey">What the service said, once: each signature is checked with it.</param>
    /// <param name="maxConcurrency">1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxConcurrency"/> is less than 1.</exception>
    protected RemotePartnerKey(PartnerPublicKey publicKey, int maxConcurrency = DefaultMaxConcurrency)
    {
        ArgumentNullException.ThrowIfNull(publicKey);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxConcurrency, 1);
        PublicKey = publicKey;
        MaxConcurrency = maxConcurrency;

        // Its asynchronous waiters are served in the order they came, and none that comes later overtakes them. That is how it is built
        // rather than what it promises: a test holds it to that.
        _places = new SemaphoreSlim(maxConcurrency);
    }

    /// <inheritdoc/>
    public sealed override PartnerPublicKey PublicKey { get; }

    /// <summary>How many signatures may be under way at once.</summary>
    public int MaxConcurrency { get; }

    /// <summary>False: no thread waits for another machine.</summary>
    public sealed override bool SignsAtOnce => false;

    /// <summary>Waits for its turn, then has the service sign. Giving up while waiting costs nobody a place.</summary>
    /// <inheritdoc/>
    public sealed override async ValueTask<ReadOnlyMemory<byte>> SignHashAsync(
        ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default)
    {
        if (hash.Length != SHA256.HashSizeInBytes)
        {
            throw new ArgumentException($"A SHA-256 hash has {SHA256.HashSizeInBytes} bytes, not {hash.Length}.", nameof(hash));
        }

        ObjectDisposedException.ThrowIf(_isDisposed, this);
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            // Who waited while the key was disposed has not begun.
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            return await SignRemotelyAsync(hash, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>
    /// Has the service sign a SHA-256 hash with RSASSA-PKCS1-v1_5. Called by at most <see cref="MaxConcurrency"/> at once.
    /// </summary>
    /// <param name="hash">32 bytes.</param>
    /// <param name="cancellationToken">Ends the wait for the service.</param>
    /// <returns>The signature, <see cref="PartnerSigningKey.SignatureLength"/> bytes. Who makes a token of it checks it first.</returns>
    /// <exception cref="PartnerSigningException">The service did not sign. Where it is overloaded: <see cref="Overloaded"/>.</exception>
    protected abstract ValueTask<ReadOnlyMemory<byte>> SignRemotelyAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken);

    /// <summary>The error for a service that refuses because it is asked too often, in the same words for every service.</summary>
    /// <param name="service">Its name: <c>Azure Key Vault</c>.</param>
    /// <param name="retryAfter">How long it asks to wait; null when it does not say.</param>
    /// <param name="innerException">What it said.</param>
    protected PartnerSigningException Overloaded(string service, TimeSpan? retryAfter = null, Exception? innerException = null)
    {
        ArgumentNullException.ThrowIfNull(service);
        string wait = retryAfter is { } time ? FormattableString.Invariant($" and asks to wait {time.TotalSeconds:0.###} s") : "";
        return new PartnerSigningException(
            $"{service} is asked too often: it refuses to sign with the key with thumbprint {Thumbprint} for now{wait}. No token was made. "
            + "Use each token for longer (TokenReuse), lower the key's MaxConcurrency, or have the service's quota raised.",
            Thumbprint, innerException)
        {
            RetryAfter = retryAfter,
        };
    }

    /// <summary>Later signatures throw <see cref="ObjectDisposedException"/>; those under way finish.</summary>
    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        _isDisposed = true;
        base.Dispose(disposing);
    }
}
