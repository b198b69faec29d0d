using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.SignIn;

/// <summary>Refresh tokens and personal access tokens. The database holds their hashes only.</summary>
internal static class Credentials
{
    /// <summary>A new refresh token, shown this once.</summary>
    public static string NewRefreshToken(Db db, long userId, DateTimeOffset expiresAt)
    {
        string token = Random();
        db.Run(
            "INSERT INTO refresh_tokens (hash, user_id, expires_at) VALUES (?1, ?2, ?3)", Hash(token), userId,
            expiresAt.ToUnixTimeSeconds());
        return token;
    }

    /// <summary>Uses a refresh token up and tells whose it was.</summary>
    public static long Redeem(Db db, string token, DateTimeOffset now)
    {
        byte[] hash = Hash(token);
        long? user = db.FindNumber("SELECT user_id FROM refresh_tokens WHERE hash = ?1 AND expires_at > ?2", hash, now.ToUnixTimeSeconds());
        if (user is null || db.Run("DELETE FROM refresh_tokens WHERE hash = ?1", hash) == 0)
        {
            throw new SandboxException(
                401, VendorCode.InvalidToken,
                "Parameter 'refresh_token' is unknown, used up or too old. Each answer brings the next one, and the one before is "
                + "refused.");
        }

        return user.Value;
    }

    /// <summary>A new personal access token, shown this once.</summary>
    public static string NewPersonalToken(Db db, long userId, string now)
    {
        string token = Random();
        db.Run("INSERT INTO personal_tokens (hash, user_id, created_at) VALUES (?1, ?2, ?3)", Hash(token), userId, now);
        return token;
    }

    public static long PersonOf(Db db, string personalToken) =>
        db.FindNumber("SELECT user_id FROM personal_tokens WHERE hash = ?1", Hash(personalToken))
        ?? throw new SandboxException(
            401, VendorCode.AuthenticationFailed, "Parameter 'token' is not a personal access token of this sandbox.");

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
