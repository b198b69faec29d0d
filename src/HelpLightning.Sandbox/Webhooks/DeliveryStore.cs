using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>What is to be delivered, and what became of it.</summary>
internal sealed class DeliveryStore(SandboxDatabase database, int kept)
{
    private const string Select =
        "SELECT id, event_id, webhook_id, event_type, category, body, created_at, state, next_attempt_at, redelivery_of "
        + "FROM webhook_deliveries ";

    /// <summary>By webhook. Only whoever writes looks at it, and writes take turns.</summary>
    private readonly Dictionary<long, int> _finishedUntilPruned = [];

    /// <summary>Owes an event to a webhook from when the transaction commits. Numbers grow in the order of the commits.</summary>
    public static void Add(Db db, long webhook, Guid eventId, SandboxEvent happened, string body) => db.Run(
        """
        INSERT INTO webhook_deliveries (webhook_id, event_id, event_type, category, body, created_at, state, next_attempt_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?6)
        """,
        webhook, eventId.ToString(), (int)happened.Type, happened.Category, body, happened.At.ToUnixTimeMilliseconds());

    /// <summary>The same event once more, after everything that waits already; null when there is no such delivery.</summary>
    public (long Id, long WebhookId)? AddAgain(long id, DateTimeOffset at) => database.Write<(long, long)?>(db =>
    {
        if (db.FindNumber("SELECT webhook_id FROM webhook_deliveries WHERE id = ?1", id) is not { } webhook)
        {
            return null;
        }

        long added = db.Insert(
            """
            INSERT INTO webhook_deliveries (webhook_id, event_id, event_type, category, body, created_at, state, next_attempt_at,
            redelivery_of)
            SELECT webhook_id, event_id, event_type, category, body, ?2, 0, ?2, id FROM webhook_deliveries WHERE id = ?1
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

    /// <summary>
    /// Keeps what was tried together with what follows from it. What is over for longest goes when there is too much of it.
    /// </summary>
    public void Record(DeliveryOutcome outcome) => database.Write(db =>
    {
        (SandboxWebhookDelivery delivery, SandboxWebhookAttempt attempt, SandboxDeliveryState state, DateTimeOffset? nextAttemptAt) =
            outcome;

        // The webhook may have been removed while its receiver was slow; then there is nothing to keep.
        if (db.Run(
            "UPDATE webhook_deliveries SET state = ?2, next_attempt_at = ?3 WHERE id = ?1", delivery.Id, (int)state,
            nextAttemptAt?.ToUnixTimeMilliseconds()) == 0)
        {
            return;
        }

        db.Run(
            "INSERT INTO webhook_attempts (delivery_id, at, status, duration_us, error, response_body) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            delivery.Id, attempt.At.ToUnixTimeMilliseconds(), (long?)attempt.Status, (long)attempt.Duration.TotalMicroseconds,
            attempt.Error, attempt.ResponseBody);
        if (state != SandboxDeliveryState.Pending)
        {
            Prune(db, delivery.WebhookId);
        }
    });

    /// <summary>
    /// What is still owed has state 0 and stays, however much it is. To find what is too much, all that is kept has to be
    /// passed over, which is done for a hundredth of it at a time.
    /// </summary>
    private void Prune(Db db, long webhookId)
    {
        int left = _finishedUntilPruned.GetValueOrDefault(webhookId);
        if (left > 0)
        {
            db.AfterCommit(() => _finishedUntilPruned[webhookId] = left - 1);
            return;
        }

        foreach (long id in db.Numbers(
            "SELECT id FROM webhook_deliveries WHERE webhook_id = ?1 AND state <> 0 ORDER BY id DESC LIMIT -1 OFFSET ?2", webhookId, kept))
        {
            db.Run("DELETE FROM webhook_attempts WHERE delivery_id = ?1", id);
            db.Run("DELETE FROM webhook_deliveries WHERE id = ?1", id);
        }

        db.AfterCommit(() => _finishedUntilPruned[webhookId] = kept / 100);
    }

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
                        rows.Number(0), Guid.Parse(rows.Utf8(1)), rows.Number(2), (SandboxEventType)rows.Number(3), rows.Text(4),
                        rows.Text(5), Time(rows.Number(6)),
                        (SandboxDeliveryState)rows.Number(7), rows.IsNull(8) ? null : Time(rows.Number(8)),
                        rows.IsNull(9) ? null : rows.Number(9), []));
                }
            }

            return result.ConvertAll(delivery => delivery with { Attempts = ReadAttempts(db, delivery.Id) });
        });
    }

    private static List<SandboxWebhookAttempt> ReadAttempts(Db db, long deliveryId)
    {
        using Rows rows = db.Query(
            "SELECT at, status, duration_us, error, response_body FROM webhook_attempts WHERE delivery_id = ?1 ORDER BY id", deliveryId);
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
