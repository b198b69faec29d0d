using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Glimpses;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Authentication;

/// <summary>
/// The public partner keys. A site, and each of its workspaces, has one active key: a new one replaces the old one at once,
/// and with it every token that the old one signed.
/// </summary>
internal sealed class PartnerKeyStore
{
    private readonly SandboxDatabase _database;
    private readonly SiteId _site;
    private readonly TimeProvider _clock;

    /// <summary>Replaced as a whole, so that a request sees the keys of before or of after a change.</summary>
    private volatile Verifiers _verifiers;

    public PartnerKeyStore(SandboxDatabase database, SiteId site, TimeProvider clock)
    {
        _database = database;
        _site = site;
        _clock = clock;
        _verifiers = Load();
    }

    /// <summary>Makes a key the active one of a site or workspace. A key that was replaced does not come back.</summary>
    /// <exception cref="ArgumentException">There is no such site, or the key was replaced before.</exception>
    public void Register(long siteId, PartnerPublicKey key)
    {
        string now = VendorTime.Now(_clock);
        _database.Write(db =>
        {
            if (!db.Exists("SELECT 1 FROM sites WHERE id = ?1 AND id > 0", siteId))
            {
                throw new ArgumentException($"There is no site or workspace {siteId}.");
            }

            if (db.Exists("SELECT 1 FROM partner_keys WHERE site_id = ?1 AND thumbprint = ?2", siteId, key.Thumbprint))
            {
                if (db.Exists(
                    "SELECT 1 FROM partner_keys WHERE site_id = ?1 AND thumbprint = ?2 AND replaced_at IS NULL", siteId, key.Thumbprint))
                {
                    return;
                }

                throw new ArgumentException(
                    $"The key with thumbprint {key.Thumbprint} was replaced before, perhaps because it leaked: make a new one.");
            }

            db.Run("UPDATE partner_keys SET replaced_at = ?2 WHERE site_id = ?1 AND replaced_at IS NULL", siteId, now);
            Insert(db, siteId, key, now);
        });
        Reload();
    }

    /// <summary>Makes a key the active one of a site that has none; false, and nothing changes, where it has one.</summary>
    public bool TryRegisterFirst(long siteId, PartnerPublicKey key)
    {
        string now = VendorTime.Now(_clock);
        bool isFirst = _database.Write(db =>
        {
            if (db.Exists("SELECT 1 FROM partner_keys WHERE site_id = ?1 AND replaced_at IS NULL", siteId))
            {
                return false;
            }

            Insert(db, siteId, key, now);
            return true;
        });
        if (isFirst)
        {
            Reload();
        }

        return isFirst;
    }

    /// <summary>The keys of a site or workspace, the active one last.</summary>
    public IReadOnlyList<PartnerKeyRow> List(long siteId) => _database.Read(db =>
    {
        using Rows rows = db.Query("SELECT pem, created_at, replaced_at FROM partner_keys WHERE site_id = ?1 ORDER BY id", siteId);
        List<PartnerKeyRow> keys = [];
        while (rows.Next())
        {
            keys.Add(
                new PartnerKeyRow(siteId, PartnerPublicKey.FromText(rows.Text(0)), rows.Text(1), rows.IsNull(2) ? null : rows.Text(2)));
        }

        return keys;
    });

    public PartnerKeyRow? Active(long siteId) => List(siteId).FirstOrDefault(k => k.ReplacedAt is null);

    /// <summary>
    /// Registers keys of the site that this database has not seen, one after another, so that a restart with the options of
    /// before does not undo a rotation.
    /// </summary>
    public void RegisterUnseen(IReadOnlyList<PartnerPublicKey> keys)
    {
        HashSet<string> seen = [.. List(_site.Value).Select(k => k.Key.Thumbprint)];
        foreach (PartnerPublicKey key in keys)
        {
            if (seen.Add(key.Thumbprint))
            {
                Register(_site.Value, key);
            }
        }
    }

    /// <summary>After the database was changed by other means.</summary>
    public void Reload() => _verifiers = Load();

    /// <summary>Judges a partner token; the caller is null when it is refused.</summary>
    public PartnerTokenVerdict Verify(string? token, out Caller? caller)
    {
        Verifiers verifiers = _verifiers;
        long site = _site.Value;

        // With the site's key alone, which is the rule, there is nothing to choose.
        if (verifiers.BySite.Count > 1 && NamedSite(token) is { } named && verifiers.BySite.ContainsKey(named))
        {
            site = named;
        }

        PartnerTokenVerdict verdict = verifiers.BySite[site].Verify(token);
        caller = verdict.IsValid ? verifiers.Callers[site] : null;
        return verdict;
    }

    private static void Insert(Db db, long siteId, PartnerPublicKey key, string now) => db.Run(
        "INSERT INTO partner_keys (site_id, pem, thumbprint, created_at) VALUES (?1, ?2, ?3, ?4)",
        siteId, key.ToPem(), key.Thumbprint, now);

    /// <summary>The site in the subject, before anything is verified: it only chooses the key.</summary>
    private static long? NamedSite(string? token)
    {
        if (TokenGlimpse.Part(TokenGlimpse.Cut(token), 1) is not { } json)
        {
            return null;
        }

        using JsonDocument claims = ForeignJson.Parse(json);
        return claims.RootElement.TryGetProperty("sub"u8, out JsonElement subject) && subject.ValueKind == JsonValueKind.String
            && subject.GetString() is ['P', 'a', 'r', 't', 'n', 'e', 'r', ':', .. string id]
            && long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long site) ? site : null;
    }

    private Verifiers Load()
    {
        Dictionary<long, PartnerTokenVerifier> verifiers = _database.Read(db =>
        {
            using Rows rows = db.Query("SELECT site_id, pem FROM partner_keys WHERE replaced_at IS NULL");
            Dictionary<long, PartnerTokenVerifier> found = [];
            while (rows.Next())
            {
                found[rows.Number(0)] = Verifier(rows.Number(0), [PartnerPublicKey.FromText(rows.Text(1))]);
            }

            return found;
        });
        long site = _site.Value;
        verifiers.TryAdd(site, Verifier(site, []));
        return new Verifiers(
            verifiers.ToFrozenDictionary(),
            verifiers.Keys.ToFrozenDictionary(id => id, id => new Caller(TokenKinds.Partner, id, IsWorkspaceLevel: id != site)));
    }

    private PartnerTokenVerifier Verifier(long siteId, PartnerPublicKey[] keys) =>
        new(new SiteId(siteId), keys, new PartnerTokenVerifierOptions { TimeProvider = _clock });

    private sealed record Verifiers(FrozenDictionary<long, PartnerTokenVerifier> BySite, FrozenDictionary<long, Caller> Callers);
}
