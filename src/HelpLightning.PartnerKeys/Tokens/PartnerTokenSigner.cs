using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Signs partner tokens: JWTs (RFC 7519) in JWS compact form (RFC 7515 section 7.1) with the header
/// <c>{"alg":"RS256","typ":"JWT"}</c> and the claims <c>iss</c>, <c>sub</c>, <c>aud</c>, <c>exp</c>, in that order and
/// without white space. Safe to share between threads.
/// </summary>
/// <remarks>
/// One token per request is the documented way and costs one RSA signature. RS256 is deterministic (RFC 8017 section
/// 8.2), so two tokens signed within the same second are equal.
/// Source: apidocs.helplightning.net, "Authenticating With Partner Keys".
/// </remarks>
public sealed class PartnerTokenSigner
{
    /// <summary>Header, claims and signature of a 4096-bit key have under 900 bytes.</summary>
    private const int UsualTokenLength = 1024;

    private readonly PartnerKey _key;
    private readonly SiteId _siteId;
    private readonly long _lifetimeInSeconds;
    private readonly TimeProvider _timeProvider;
    private readonly byte[] _claimsBeforeExpiry;

    /// <summary>Makes a signer for one site.</summary>
    /// <param name="key">Not owned: it must live as long as the signer is used.</param>
    /// <param name="siteId">The site, or the workspace, that the key belongs to.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The site id is <c>default</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The lifetime is not whole seconds from 1 s to 24 h.</exception>
    public PartnerTokenSigner(PartnerKey key, SiteId siteId, PartnerTokenSignerOptions? options = null)
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
            $$"""{"iss":"{{PartnerTokenFormat.Issuer}}","sub":"{{PartnerTokenFormat.SubjectPrefix}}{{siteId}}","aud":"{{PartnerTokenFormat.Audience}}","exp":""");

        int longestClaims = _claimsBeforeExpiry.Length + PartnerTokenFormat.LongestExpiry + 1;
        MaxTokenLength = PartnerTokenFormat.EncodedHeader.Length + 1 + Base64Url.GetEncodedLength(longestClaims)
            + 1 + Base64Url.GetEncodedLength(key.SignatureLength);
    }

    /// <summary>In bytes: a destination of this size is always long enough.</summary>
    public int MaxTokenLength { get; }

    /// <summary>Signs a token that is valid from now for the signer's lifetime. Allocates its string and nothing else.</summary>
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
            return new PartnerToken(Encoding.ASCII.GetString(buffer[..length]), _siteId, DateTimeOffset.FromUnixTimeSeconds(expiry));
        }
        finally
        {
            if (rented is not null)
            {
                ArrayPool<byte>.Shared.Return(rented, clearArray: true);
            }
        }
    }

    /// <summary>Signs a token into the caller's memory, as ASCII bytes. Allocates nothing.</summary>
    /// <param name="destination">At least <see cref="MaxTokenLength"/> bytes.</param>
    /// <param name="bytesWritten">The token's length.</param>
    /// <returns>False, with nothing written, when <paramref name="destination"/> is too short.</returns>
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

    private long Expiry() => _timeProvider.GetUtcNow().ToUnixTimeSeconds() + _lifetimeInSeconds;

    private int Sign(long expiry, Span<byte> destination)
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
        position += Base64Url.EncodeToUtf8(claims[..claimsLength], destination[position..]);

        Span<byte> signature = stackalloc byte[_key.SignatureLength];
        _ = _key.TrySign(destination[..position], signature, out int signatureLength);
        destination[position++] = (byte)'.';
        return position + Base64Url.EncodeToUtf8(signature[..signatureLength], destination[position..]);
    }
}
