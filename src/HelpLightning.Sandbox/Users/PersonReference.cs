using System.Globalization;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.Users;

/// <summary>How people are named from outside: by id, or by e-mail address.</summary>
internal static class PersonReference
{
    /// <summary>
    /// The user's id. One person has an id in the site and another in each workspace, so an address is looked for in the
    /// site that is asked for, then in the other ones.
    /// </summary>
    public static long? Find(Db db, long siteId, string reference) =>
        long.TryParse(reference, NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? db.FindNumber("SELECT id FROM users WHERE id = ?1", id)
            : db.FindNumber("SELECT id FROM users WHERE email = ?1 ORDER BY site_id <> ?2, site_id LIMIT 1", reference, siteId);

    /// <exception cref="SandboxException">Nobody is called so.</exception>
    public static long Require(Db db, long siteId, string reference) => Find(db, siteId, reference)
        ?? throw new SandboxException(404, VendorCode.UnknownContact, $"There is no user '{reference}': give an id or an e-mail address.");
}
