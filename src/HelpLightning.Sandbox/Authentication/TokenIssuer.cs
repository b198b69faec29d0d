using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// Issues the tokens that Help Lightning issues itself: JWTs with HS256, signed with the sandbox's own secret, with the
/// claims that have been seen in the vendor's.
/// </summary>
internal sealed class TokenIssuer(byte[] secret, TimeProvider clock)
{
    /// <summary>The permission bits seen in a user token got through the enterprise.</summary>
    private const int UserMask = 1_048_575;

    private static readonly TimeSpan UserTokenLife = TimeSpan.FromDays(30);

    public string UserToken(long userId)
    {
        long now = clock.GetUtcNow().ToUnixTimeSeconds();
        long expiry = now + (long)UserTokenLife.TotalSeconds;
        string claims = $$"""
            {"aud":"Ghazal","exp":{{expiry}},"iat":{{now}},"iss":"Ghazal","jti":"{{Guid.NewGuid()}}","nbf":{{now - 1}},"pem":{"user":{{UserMask}}},"sub":"User:{{userId}}","typ":"access","ver":"100"}
            """;
        string signed = Encode("""{"alg":"HS256","typ":"JWT"}""") + "." + Encode(claims);
        return signed + "." + Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(signed)));
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
