using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys;

/// <summary>
/// Checks partner tokens as Help Lightning's side of the wire does: RS256 by one of the site's keys over the bytes as
/// they were received, then the claims. It never throws on a token, whatever the token holds. Safe to share between
/// threads.
/// </summary>
/// <remarks>
/// The checks follow RFC 7515 section 5.2, RFC 7519 section 7.2 and the advice of RFC 8725, cheap ones first, and nothing
/// of the claims is read before the signature has been found good.
/// </remarks>
public sealed class PartnerTokenVerifier
{
    /// <summary>Bytes. Our own tokens have 500 to 900.</summary>
    private const int LongestToken = 8 * 1024;

    private const int UsualToken = 1024;

    private readonly SiteId _siteId;
    private readonly PartnerPublicKey[] _keys;
    private readonly PartnerTokenVerifierOptions _options;

    /// <summary>Makes a verifier for one site.</summary>
    /// <param name="siteId">The site that tokens must be for.</param>
    /// <param name="keys">The site's public keys; with none, no token is valid.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ArgumentException">The site id is <c>default</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A tolerance is not between 0 and 1 h.</exception>
    public PartnerTokenVerifier(SiteId siteId, IEnumerable<PartnerPublicKey> keys, PartnerTokenVerifierOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (siteId.Value <= 0)
        {
            throw new ArgumentException("The site id is not set. It is the number in Help Lightning's Developer tab.", nameof(siteId));
        }

        _siteId = siteId;
        _keys = [.. keys];
        _options = options ?? new PartnerTokenVerifierOptions();
        RequireTolerance(_options.ExpiryTolerance, nameof(_options.ExpiryTolerance));
        RequireTolerance(_options.FutureTolerance, nameof(_options.FutureTolerance));
    }

    /// <summary>Checks a token.</summary>
    /// <param name="token">The value of the <c>Authorization</c> header; null counts as none.</param>
    public PartnerTokenVerdict Verify(string? token) => Verify(token.AsSpan());

    /// <inheritdoc cref="Verify(string?)"/>
    public PartnerTokenVerdict Verify(ReadOnlySpan<char> token)
    {
        if (token.Length > LongestToken)
        {
            return TooLarge(token.Length);
        }

        Span<byte> ascii = token.Length <= UsualToken ? stackalloc byte[UsualToken] : new byte[token.Length];
        ascii = ascii[..token.Length];
        for (int i = 0; i < token.Length; i++)
        {
            // 0xff is in no alphabet, so a character outside ASCII is refused as what it is.
            ascii[i] = token[i] <= 0x7f ? (byte)token[i] : (byte)0xff;
        }

        return Verify(ascii);
    }

    /// <summary>Checks a token.</summary>
    /// <param name="token">The bytes as they were received.</param>
    public PartnerTokenVerdict Verify(ReadOnlySpan<byte> token)
    {
        if (token.IsEmpty)
        {
            return Refused(PartnerTokenProblem.Empty, "there is no token");
        }

        if (token.Length > LongestToken)
        {
            return TooLarge(token.Length);
        }

        int firstDot = token.IndexOf((byte)'.');
        int lastDot = token.LastIndexOf((byte)'.');
        if (firstDot < 0 || firstDot == lastDot || token[(firstDot + 1)..lastDot].Contains((byte)'.'))
        {
            return NotThreeParts(token);
        }

        ReadOnlySpan<byte> header = token[..firstDot];
        ReadOnlySpan<byte> claims = token[(firstDot + 1)..lastDot];
        ReadOnlySpan<byte> signature = token[(lastDot + 1)..];
        Span<byte> decoded = token.Length <= UsualToken ? stackalloc byte[UsualToken] : new byte[token.Length];
        PartnerTokenVerdict? headerFault = Decode(header, "header", ref decoded, out ReadOnlySpan<byte> headerJson);
        PartnerTokenVerdict? claimsFault = Decode(claims, "claims", ref decoded, out ReadOnlySpan<byte> claimsJson);
        PartnerTokenVerdict? signatureFault = Decode(signature, "signature", ref decoded, out ReadOnlySpan<byte> signatureBytes);
        return headerFault ?? claimsFault ?? signatureFault
            ?? JoseHeader.Check(headerJson)
            ?? CheckSignature(token[..lastDot], signatureBytes)
            ?? CheckClaims(claimsJson);
    }

    private static PartnerTokenVerdict Refused(PartnerTokenProblem problem, string reason) => PartnerTokenVerdict.Refused(problem, reason);

    private static PartnerTokenVerdict TooLarge(int length) =>
        Refused(PartnerTokenProblem.TooLarge, $"it has {length:N0} bytes, and {LongestToken:N0} is the most");

    private static PartnerTokenVerdict NotThreeParts(ReadOnlySpan<byte> token)
    {
        int parts = token.Count((byte)'.') + 1;
        string reason = (parts, token[0]) switch
        {
            (_, (byte)'{') => "it is a JSON document, expected the compact form: header.claims.signature",
            (5, _) => "it has 5 parts, which is the form of an encrypted token; expected header.claims.signature",
            _ => $"it has {parts:N0} {(parts == 1 ? "part" : "parts")}, expected 3: header.claims.signature",
        };
        return Refused(PartnerTokenProblem.NotThreeParts, reason);
    }

    private static PartnerTokenVerdict? Decode(ReadOnlySpan<byte> part, string name, ref Span<byte> free, out ReadOnlySpan<byte> decoded)
    {
        string? fault = StrictBase64Url.Decode(part, free, out int length);
        decoded = free[..length];
        free = free[length..];
        return fault is null ? null : Refused(PartnerTokenProblem.NotBase64Url, $"its {name} is not base64url: {fault}");
    }

    private static void RequireTolerance(TimeSpan tolerance, string name)
    {
        if (tolerance < TimeSpan.Zero || tolerance > TimeSpan.FromHours(1))
        {
            throw new ArgumentOutOfRangeException(name, tolerance, "A tolerance is 0 to 1 hour.");
        }
    }

    private PartnerTokenVerdict? CheckSignature(ReadOnlySpan<byte> signedPart, ReadOnlySpan<byte> signature)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(signedPart, hash);
        bool lengthFits = false;
        foreach (PartnerPublicKey key in _keys)
        {
            if (key.SignatureLength != signature.Length)
            {
                continue;
            }

            lengthFits = true;
            if (key.VerifyHash(hash, signature))
            {
                return null;
            }
        }

        if (_keys.Length == 0)
        {
            return Refused(PartnerTokenProblem.SignedByAnotherKey, $"site {_siteId} has no partner key to check it with");
        }

        if (lengthFits)
        {
            return Refused(PartnerTokenProblem.SignedByAnotherKey, "signed by another key, or changed after signing");
        }

        return Refused(PartnerTokenProblem.SignatureLength, signature.IsEmpty
            ? "it has no signature"
            : $"its signature has {signature.Length:N0} bytes, which no key of site {_siteId} makes");
    }

    private PartnerTokenVerdict CheckClaims(ReadOnlySpan<byte> json)
    {
        string? fault = ClaimSet.Read(json, out ClaimSet claims);
        return fault is null
            ? claims.Judge(_siteId, _options)
            : Refused(PartnerTokenProblem.MalformedClaims, $"its claims are malformed: {fault}");
    }
}
