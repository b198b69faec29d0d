using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Signs partner tokens: JWTs (RFC 7519) in JWS compact form (RFC 7515 section 7.1) with the header
/// <c>{"alg":"RS256","typ":"JWT"}</c> and the claims <c>iss</c>, <c>sub</c>, <c>aud</c>, <c>exp</c>, in that order and
/// without white space. Safe to share between threads.
/// </summary>
/// <remarks>
/// One token per request is the documented way and costs one RSA signature. RS256 is deterministic (RFC 8017 section
/// 8.2), so two tokens signed within the same second are equal, and who makes many requests can sign once a second.
/// Source: apidocs.helplightning.net, "Authenticating With Partner Keys".
/// </remarks>
public sealed class PartnerTokenSigner
{
    /// <summary>Header, claims and signature of a 4096-bit key have under 900 bytes.</summary>
    private const int UsualTokenLength = 1024;

    private readonly PartnerSigningKey _key;
    private readonly SiteId _siteId;
    private readonly long _lifetimeInSeconds;
    private readonly TimeProvider _timeProvider;
    private readonly byte[] _claimsBeforeExpiry;
    private readonly int _signatureLength;

    /// <summary>Makes a signer for one site.</summary>
    /// <param name="key">Not owned: it must live as long as the signer is used.</param>
    /// <param name="siteId">The site, or the workspace, that the key belongs to.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The site id is <c>default</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not whole seconds from 1 s to 24 h.</exception>
    public PartnerTokenSigner(PartnerSigningKey key, SiteId siteId, PartnerTokenSignerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        options ??= new PartnerTokenSignerOptions();
        if (siteId.Value <= 0)
        {
            throw new ArgumentException("The site id is not set. It is the number in Help Lightning's Developer tab.", nameof(siteId));
        }

        if (options.Lifetime < TimeSpan.FromSeconds(1) || options.Lifetime > TimeSpan.FromHours(24)
            || options.Lifetime.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(
                nameof(options), options.Lifetime, "A token's lifetime is 1 second to 24 hours, in whole seconds; 60 seconds is usual.");
        }

        _key = key;
        _siteId = siteId;
        _lifetimeInSeconds = options.Lifetime.Ticks / TimeSpan.TicksPerSecond;
        _timeProvider = options.TimeProvider;
        _claimsBeforeExpiry = Encoding.UTF8.GetBytes(
            $$"""{"iss":"{{PartnerTokenFormat.Issuer}}","sub":"{{PartnerTokenFormat.SubjectPrefix}}{{siteId}}",""" +
            $$"""
            "aud":"{{PartnerTokenFormat.Audience}}","exp":
            """);

        int longestClaims = _claimsBeforeExpiry.Length + PartnerTokenFormat.LongestExpiry + 1;
        _signatureLength = key.SignatureLength;
        MaxTokenLength = PartnerTokenFormat.EncodedHeader.Length + 1 + Base64Url.GetEncodedLength(longestClaims)
            + 1 + Base64Url.GetEncodedLength(_signatureLength);
    }

    /// <summary>In bytes: a destination of this size is always long enough.</summary>
    public int MaxTokenLength { get; }

    /// <summary>Signs a token that is valid from now for the signer's lifetime. Allocates its string and nothing else.</summary>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    /// <exception cref="NotSupportedException">The key does not sign at once: use <see cref="SignAsync"/>.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public PartnerToken Sign()
    {
        byte[]? rented = null;
        Span<byte> buffer = MaxTokenLength <= UsualTokenLength
            ? stackalloc byte[UsualTokenLength]
            : rented = ArrayPool<byte>.Shared.Rent(MaxTokenLength);
        try
        {
            long expiry = Expiry();
            int length = Sign(expiry, buffer);
            return Token(buffer[..length], expiry);
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>
    /// The same with any key: at once where the key can (<see cref="PartnerSigningKey.SignsAtOnce"/>), else without holding a thread
    /// while it takes its time. The lifetime counts from the call.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait for the key.</param>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public ValueTask<PartnerToken> SignAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return _key.SignsAtOnce ? new ValueTask<PartnerToken>(Sign()) : SignLaterAsync(cancellationToken);
    }

    /// <summary>Signs a token into the caller's memory, as ASCII bytes. Allocates nothing.</summary>
    /// <param name="destination">At least <see cref="MaxTokenLength"/> bytes.</param>
    /// <param name="bytesWritten">The token's length.</param>
    /// <returns>False, with nothing written, when <paramref name="destination"/> is too short.</returns>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    /// <exception cref="NotSupportedException">The key does not sign at once: use <see cref="SignAsync"/>.</exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public bool TrySign(Span<byte> destination, out int bytesWritten)
    {
        if (destination.Length < MaxTokenLength)
        {
            bytesWritten = 0;
            return false;
        }

        bytesWritten = Sign(Expiry(), destination);
        return true;
    }

    private async ValueTask<PartnerToken> SignLaterAsync(CancellationToken cancellationToken)
    {
        long expiry = Expiry();
        byte[] buffer = new byte[MaxTokenLength];
        int length = WriteSigned(expiry, buffer);
        byte[] hash = SHA256.HashData(buffer.AsSpan(0, length));
        ReadOnlyMemory<byte> signature = await _key.SignHashCheckedAsync(hash, cancellationToken).ConfigureAwait(false);
        length = Append(signature.Span, buffer, length);
        return Token(buffer.AsSpan(0, length), expiry);
    }

    private long Expiry() => _timeProvider.GetUtcNow().ToUnixTimeSeconds() + _lifetimeInSeconds;

    private PartnerToken Token(ReadOnlySpan<byte> ascii, long expiry) =>
        new(Encoding.ASCII.GetString(ascii), _siteId, DateTimeOffset.FromUnixTimeSeconds(expiry));

    private int Sign(long expiry, Span<byte> destination)
    {
        int length = WriteSigned(expiry, destination);
        Span<byte> signature = stackalloc byte[_signatureLength];
        _key.SignNow(destination[..length], signature);
        return Append(signature, destination, length);
    }

    /// <summary>The part that is signed: header, dot, claims.</summary>
    private int WriteSigned(long expiry, Span<byte> destination)
    {
        Span<byte> claims = stackalloc byte[_claimsBeforeExpiry.Length + PartnerTokenFormat.LongestExpiry + 1];
        _claimsBeforeExpiry.CopyTo(claims);
        int claimsLength = _claimsBeforeExpiry.Length;
        _ = Utf8Formatter.TryFormat(expiry, claims[claimsLength..], out int digits);
        claimsLength += digits;
        claims[claimsLength++] = (byte)'}';

        PartnerTokenFormat.EncodedHeader.CopyTo(destination);
        int position = PartnerTokenFormat.EncodedHeader.Length;
        destination[position++] = (byte)'.';
        return position + Base64Url.EncodeToUtf8(claims[..claimsLength], destination[position..]);
    }

    private static int Append(ReadOnlySpan<byte> signature, Span<byte> destination, int position)
    {
        destination[position++] = (byte)'.';
        return position + Base64Url.EncodeToUtf8(signature, destination[position..]);
    }
}
