using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>What is to be delivered, and what became of it.</summary>
internal sealed class DeliveryStore(SandboxDatabase database)
{
    private const string Select =
        "SELECT id, webhook_id, event_type, category, body, created_at, state, next_attempt_at, redelivery_of FROM webhook_deliveries ";

    /// <summary>One delivery for every webhook of the type; answers their webhooks.</summary>
    public IReadOnlyList<long> Add(SandboxEventType type, string category, string body, DateTimeOffset at)
    {
        if (!database.Read(db => db.Exists("SELECT 1 FROM webhooks WHERE event_type = ?1", (int)type)))
        {
            return [];
        }

        return database.Write(db =>
        {
            List<long> webhooks = db.Numbers("SELECT id FROM webhooks WHERE event_type = ?1 ORDER BY id", (int)type);
            foreach (long webhook in webhooks)
            {
                db.Run(
                    """
                    INSERT INTO webhook_deliveries (webhook_id, event_type, category, body, created_at, state, next_attempt_at)
                    VALUES (?1, ?2, ?3, ?4, ?5, 0, ?5)
                    """,
                    webhook, (int)type, category, body, at.ToUnixTimeMilliseconds());
            }

            return webhooks;
        });
    }

    /// <summary>The same body once more, after everything that waits already; null when there is no such delivery.</summary>
    public (long Id, long WebhookId)? AddAgain(long id, DateTimeOffset at) => database.Write<(long, long)?>(db =>
    {
        if (db.FindNumber("SELECT webhook_id FROM webhook_deliveries WHERE id = ?1", id) is not { } webhook)
        {
            return null;
        }

        long added = db.Insert(
            """
            INSERT INTO webhook_deliveries (webhook_id, event_type, category, body, created_at, state, next_attempt_at, redelivery_of)
            SELECT webhook_id, event_type, category, body, ?2, 0, ?2, id FROM webhook_deliveries WHERE id = ?1
            """,
            id, at.ToUnixTimeMilliseconds());
        return (added, webhook);
    });

    /// <summary>What a webhook has to send next; null when nothing waits.</summary>
    public SandboxWebhookDelivery? NextPending(long webhookId) =>
        Read(Select + "WHERE webhook_id = ?1 AND state = 0 ORDER BY id LIMIT 1", webhookId).FirstOrDefault();

    public SandboxWebhookDelivery? Find(long id) => Read(Select + "WHERE id = ?1", id).FirstOrDefault();

    /// <summary>The latest of a webhook, the newest first.</summary>
    public IReadOnlyList<SandboxWebhookDelivery> List(long webhookId, int most) =>
        Read(Select + "WHERE webhook_id = ?1 ORDER BY id DESC LIMIT ?2", webhookId, most);

    public long CountPending() => database.Read(db => db.Number("SELECT count(*) FROM webhook_deliveries WHERE state = 0"));

    /// <summary>Keeps what was tried together with what follows from it.</summary>
    public void Record(long deliveryId, SandboxWebhookAttempt attempt, SandboxDeliveryState state, DateTimeOffset? nextAttemptAt) =>
        database.Write(db =>
        {
            // The webhook may have been removed while its receiver was slow; then there is nothing to keep.
            if (db.Run("UPDATE webhook_deliveries SET state = ?2, next_attempt_at = ?3 WHERE id = ?1", deliveryId, (int)state, nextAttemptAt?.ToUnixTimeMilliseconds()) > 0)
            {
                db.Run(
                    "INSERT INTO webhook_attempts (delivery_id, at, status, duration_us, error, response_body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    deliveryId, attempt.At.ToUnixTimeMilliseconds(), (long?)attempt.Status, (long)attempt.Duration.TotalMicroseconds, attempt.Error, attempt.ResponseBody);
            }
        });

    private List<SandboxWebhookDelivery> Read(string sql, params ReadOnlySpan<SqlValue> values)
    {
        SqlValue[] kept = values.ToArray();
        return database.Read(db =>
        {
            List<SandboxWebhookDelivery> result = [];
            using (Rows rows = db.Query(sql, kept))
            {
                while (rows.Next())
                {
                    result.Add(new SandboxWebhookDelivery(
                        rows.Number(0), rows.Number(1), (SandboxEventType)rows.Number(2), rows.Text(3), rows.Text(4), Time(rows.Number(5)),
                        (SandboxDeliveryState)rows.Number(6), rows.IsNull(7) ? null : Time(rows.Number(7)), rows.IsNull(8) ? null : rows.Number(8), []));
                }
            }

            return result.ConvertAll(delivery => delivery with { Attempts = ReadAttempts(db, delivery.Id) });
        });
    }

    private static List<SandboxWebhookAttempt> ReadAttempts(Db db, long deliveryId)
    {
        using Rows rows = db.Query("SELECT at, status, duration_us, error, response_body FROM webhook_attempts WHERE delivery_id = ?1 ORDER BY id", deliveryId);
        List<SandboxWebhookAttempt> result = [];
        while (rows.Next())
        {
            result.Add(new SandboxWebhookAttempt(
                Time(rows.Number(0)), rows.IsNull(1) ? null : (int)rows.Number(1), TimeSpan.FromMicroseconds(rows.Number(2)),
                rows.IsNull(3) ? null : rows.Text(3), rows.Text(4)));
        }

        return result;
    }

    private static DateTimeOffset Time(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
