using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Which webhooks there are.</summary>
internal sealed class WebhookStore(SandboxDatabase database)
{
    public long Add(SandboxWebhook webhook) => database.Write(db => Add(db, webhook));

    /// <summary>The one for the same address, type and site gets the new secret instead of a double.</summary>
    public static long Add(Db db, SandboxWebhook webhook)
    {
        webhook.Check();
        string url = webhook.PayloadUrl.AbsoluteUri;
        int type = (int)webhook.EventType;
        long? site = SiteOf(db, webhook);
        if (db.FindNumber("SELECT id FROM webhooks WHERE url = ?1 AND event_type = ?2 AND site_id IS ?3", url, type, site) is not { } id)
        {
            return db.Insert(
                "INSERT INTO webhooks (url, event_type, secret, site_id) VALUES (?1, ?2, ?3, ?4)", url, type, webhook.Secret, site);
        }

        db.Run("UPDATE webhooks SET secret = ?2 WHERE id = ?1", id, webhook.Secret);
        return id;
    }

    public static void AddAll(Db db, IEnumerable<SandboxWebhook> webhooks)
    {
        foreach (SandboxWebhook webhook in webhooks)
        {
            Add(db, webhook);
        }
    }

    /// <summary>Those that hear of an event. What happens in no site, among guests, is heard where the sandbox's site is.</summary>
    public static List<long> Of(Db db, SandboxEvent happened, SiteId sandboxSite, bool siteHearsWorkspaces)
    {
        bool isOfSite = happened.SiteId == sandboxSite.Value || happened.SiteId == 0;
        return db.Numbers(
            "SELECT id FROM webhooks WHERE event_type = ?1 AND (site_id = ?2 OR (site_id IS NULL AND ?3)) ORDER BY id",
            (int)happened.Type, happened.SiteId, isOfSite || siteHearsWorkspaces);
    }

    public static bool HasSite(Db db, SandboxWebhook webhook) =>
        webhook.Site is not { } site || db.Exists("SELECT 1 FROM sites WHERE id = ?1 AND id > 0", site.Value);

    /// <summary>Null for the sandbox's site, so that a webhook is the same whether it names it or not.</summary>
    private static long? SiteOf(Db db, SandboxWebhook webhook)
    {
        if (webhook.Site is not { } site)
        {
            return null;
        }

        using Rows rows = db.Query("SELECT parent_id FROM sites WHERE id = ?1 AND id > 0", site.Value);
        return !rows.Next() ? throw new FormatException($"There is no site or workspace {site} here.")
            : rows.IsNull(0) ? null : site.Value;
    }

    /// <summary>Removes it with its deliveries; false when there is none.</summary>
    public bool Remove(long id) => database.Write(db =>
    {
        db.Run("DELETE FROM webhook_attempts WHERE delivery_id IN (SELECT id FROM webhook_deliveries WHERE webhook_id = ?1)", id);
        db.Run("DELETE FROM webhook_deliveries WHERE webhook_id = ?1", id);
        return db.Run("DELETE FROM webhooks WHERE id = ?1", id) > 0;
    });

    public IReadOnlyList<SandboxWebhookState> List() => database.Read(db =>
    {
        using Rows rows = db.Query("""
            SELECT id, url, event_type, secret IS NOT NULL,
                   (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 0), site_id
            FROM webhooks w ORDER BY id
            """);
        List<SandboxWebhookState> result = [];
        while (rows.Next())
        {
            result.Add(new SandboxWebhookState(
                rows.Number(0), new Uri(rows.Text(1)), (SandboxEventType)rows.Number(2), rows.Flag(3), (int)rows.Number(4))
            {
                Site = rows.IsNull(5) ? null : new SiteId(rows.Number(5)),
            });
        }

        return result;
    });

    /// <summary>With its secret, for sending; null when there is none.</summary>
    public SandboxWebhook? Find(long id) => database.Read(db =>
    {
        using Rows rows = db.Query("SELECT url, event_type, secret FROM webhooks WHERE id = ?1", id);
        return rows.Next()
            ? new SandboxWebhook
            {
                PayloadUrl = new Uri(rows.Text(0)),
                EventType = (SandboxEventType)rows.Number(1),
                Secret = rows.IsNull(2) ? null : rows.Text(2),
            }
            : null;
    });
}
