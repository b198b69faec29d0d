using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Which webhooks there are.</summary>
internal sealed class WebhookStore(SandboxDatabase database)
{
    public long Add(SandboxWebhook webhook) => database.Write(db => Add(db, webhook));

    /// <summary>The one for the same address and type gets the new secret instead of a double.</summary>
    public static long Add(Db db, SandboxWebhook webhook)
    {
        webhook.Check();
        string url = webhook.PayloadUrl.AbsoluteUri;
        int type = (int)webhook.EventType;
        if (db.FindNumber("SELECT id FROM webhooks WHERE url = ?1 AND event_type = ?2", url, type) is not { } id)
        {
            return db.Insert("INSERT INTO webhooks (url, event_type, secret) VALUES (?1, ?2, ?3)", url, type, webhook.Secret);
        }

        db.Run("UPDATE webhooks SET secret = ?2 WHERE id = ?1", id, webhook.Secret);
        return id;
    }

    /// <summary>Those for a type of events.</summary>
    public static List<long> Of(Db db, SandboxEventType type) => db.Numbers("SELECT id FROM webhooks WHERE event_type = ?1 ORDER BY id", (int)type);

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
                   (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 0)
            FROM webhooks w ORDER BY id
            """);
        List<SandboxWebhookState> result = [];
        while (rows.Next())
        {
            result.Add(new SandboxWebhookState(
                rows.Number(0), new Uri(rows.Text(1)), (SandboxEventType)rows.Number(2), rows.Flag(3), (int)rows.Number(4)));
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
