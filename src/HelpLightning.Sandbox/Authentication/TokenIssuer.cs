using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// Issues and checks the tokens that Help Lightning issues itself: JWTs with HS256, signed with the sandbox's own secret,
/// with the claims that have been seen in the vendor's.
/// </summary>
internal sealed class TokenIssuer(byte[] secret, HelpLightningSandboxOptions options, TimeProvider clock)
{
    /// <summary>The permission bits in <c>pem</c>. That of a contact has been seen; the others only tell the kinds apart.</summary>
    private const int UserMask = 1_048_575;
    private const int ContactMask = 12_288;
    private const int EnterpriseMask = 65_535;
    private const int SessionMask = 4_095;
    private const int GssMask = 3;
    private const int WorkboxMask = 255;

    /// <summary>Of 32 bytes in base64url.</summary>
    private const int SignatureLength = 43;

    private static readonly string EncodedHeader = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    /// <summary>What you get by signing in: short, and renewed with the refresh token.</summary>
    public string SignInToken(long userId) => Issue("user", UserMask, "User", Text(userId), options.SignInTokenLife);

    /// <summary>What you get through the enterprise, to act for somebody.</summary>
    public string UserToken(long userId) => Issue("user", UserMask, "User", Text(userId), options.IssuedTokenLife);

    public string ContactToken(long userId) => Issue("user", ContactMask, "User", Text(userId), options.IssuedTokenLife);

    public string EnterpriseToken(long siteId) => Issue("enterprise", EnterpriseMask, "Enterprise", Text(siteId), options.IssuedTokenLife);

    public string SessionToken(string sessionId, long userId, bool isOrganizer) =>
        Issue("session", SessionMask, "Session", sessionId, options.IssuedTokenLife, SessionClaims(userId, isOrganizer));

    public string GssToken(string sessionId, long userId, bool isOrganizer) =>
        Issue("session", GssMask, "Session", sessionId, options.IssuedTokenLife, SessionClaims(userId, isOrganizer));

    public string WorkboxToken(long threadId, long userId) =>
        Issue("workbox", WorkboxMask, "Workbox", Text(threadId), options.IssuedTokenLife, $""","originator":{Text(userId)}""");

    /// <summary>Whether a token looks like one of ours, valid or not. Every other one is taken for a partner token.</summary>
    public static bool IsOurs(string? token) =>
        token is not null && token.Length > EncodedHeader.Length && token[EncodedHeader.Length] == '.'
            && token.StartsWith(EncodedHeader, StringComparison.Ordinal);

    /// <summary>Reads a token of ours whose signature is right; its expiry is for the caller to judge.</summary>
    public IssuedToken? Read(string token)
    {
        int lastDot = token.LastIndexOf('.');
        if (token.Length > 4096 || lastDot <= EncodedHeader.Length || !IsOurs(token))
        {
            return null;
        }

        Span<char> expected = stackalloc char[SignatureLength];
        Sign(token.AsSpan(0, lastDot), expected);

        // As text: decoders take padding, white space and leftover bits, with which one token would have many forms (RFC 7515, 2).
        ReadOnlySpan<char> given = token.AsSpan(lastDot + 1);
        return CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(expected), MemoryMarshal.AsBytes(given))
            ? Parse(Base64Url.DecodeFromChars(token.AsSpan((EncodedHeader.Length + 1)..lastDot)))
            : null;
    }

    public bool HasExpired(IssuedToken token) => token.ExpiresAt <= clock.GetUtcNow().ToUnixTimeSeconds();

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string SessionClaims(long userId, bool isOrganizer) =>
        $$""","attributes":[{{(isOrganizer ? "\"organizer\"" : "")}}],"originator":{{Text(userId)}}"""
        + ""","recording_policy":"opt_in","meta":{}""";

    /// <summary>The signature was right, so the sandbox wrote these claims itself.</summary>
    private static IssuedToken Parse(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement claims = document.RootElement;
        string subject = claims.GetProperty("sub"u8).GetString()!;
        string id = subject[(subject.IndexOf(':', StringComparison.Ordinal) + 1)..];
        JsonProperty mask = claims.GetProperty("pem"u8).EnumerateObject().First();
        TokenKinds kind = (mask.Name, mask.Value.GetInt32()) switch
        {
            ("user", ContactMask) => TokenKinds.Contact,
            ("user", _) => TokenKinds.User,
            ("session", GssMask) => TokenKinds.Gss,
            ("session", _) => TokenKinds.Session,
            ("workbox", _) => TokenKinds.Workbox,
            _ => TokenKinds.Enterprise,
        };
        long userId = claims.TryGetProperty("originator"u8, out JsonElement originator) ? originator.GetInt64()
            : kind is TokenKinds.User or TokenKinds.Contact ? long.Parse(id, CultureInfo.InvariantCulture) : 0;
        return new IssuedToken(kind, id, userId, claims.GetProperty("exp"u8).GetInt64());
    }

    private void Sign(ReadOnlySpan<char> part, Span<char> signature)
    {
        Span<byte> ascii = part.Length <= 1024 ? stackalloc byte[part.Length] : new byte[part.Length];
        Encoding.ASCII.GetBytes(part, ascii);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, ascii, hash);
        Base64Url.EncodeToChars(hash, signature);
    }

    private string Issue(string scope, int mask, string subject, string id, TimeSpan life, string more = "")
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        long expiry = now + (long)life.TotalSeconds;
        string claims = string.Create(
            CultureInfo.InvariantCulture,
            $$$"""{"aud":"Ghazal","exp":{{{expiry}}},"iat":{{{now}}},"iss":"Ghazal","jti":"{{{Guid.NewGuid()}}}","nbf":{{{now - 1}}}"""
            + $$$""","pem":{"{{{scope}}}":{{{mask}}}},"sub":"{{{subject}}}:{{{id}}}","typ":"access","ver":"100"{{{more}}}}""");
        string signed = EncodedHeader + "." + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims));
        Span<char> signature = stackalloc char[SignatureLength];
        Sign(signed, signature);
        return $"{signed}.{signature}";
    }
}
