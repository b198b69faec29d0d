using System.Buffers.Text;
using System.Security.Cryptography;
using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Links;

/// <summary>Makes links to a user's call: by the API, and on the Developer page.</summary>
internal static class LinkMaker
{
    /// <param name="db">The transaction.</param>
    /// <param name="user">Whom the link leads to.</param>
    /// <param name="kind">One of <see cref="LinkKind"/>.</param>
    /// <param name="host">The address that the link begins with, without a slash at the end.</param>
    /// <param name="now">The time, as the API writes it.</param>
    public static (string Link, string Code) Create(Db db, long user, string kind, string host, string now)
    {
        string code = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(9));
        string link = kind == LinkKind.MyHelpSpace
            ? $"{host}/meet/{db.FindText("SELECT username FROM users WHERE id = ?1", user)}"
            : $"{host}/meet/link/{code}?sig={Convert.ToHexString(RandomNumberGenerator.GetBytes(4))}";
        db.Run(
            "INSERT OR IGNORE INTO links (code, user_id, kind, link, created_at) VALUES (?1, ?2, ?3, ?4, ?5)", code, user, kind, link, now);
        return (link, code);
    }
}
