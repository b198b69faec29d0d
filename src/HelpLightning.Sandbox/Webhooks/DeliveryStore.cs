using HelpLightning.Sandbox.Data;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>What is to be delivered, and what became of it.</summary>
internal sealed class DeliveryStore(SandboxDatabase database)
{
    private const string Columns = "id, webhook_id, event_type, category, body, created_at, state, next_attempt_at, redelivery_of";

    /// <summary>One delivery for every webhook of the type; answers their webhooks.</summary>
    public IReadOnlyList<long> Add(SandboxEventType type, string category, string body, DateTimeOffset at)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO webhook_deliveries (webhook_id, event_type, category, body, created_at, state, next_attempt_at)
            SELECT id, $type, $category, $body, $at, 0, $at FROM webhooks WHERE event_type = $type ORDER BY id
            RETURNING webhook_id
            """;
        command.Parameters.AddWithValue("$type", (int)type);
        command.Parameters.AddWithValue("$category", category);
        command.Parameters.AddWithValue("$body", body);
        command.Parameters.AddWithValue("$at", at.ToUnixTimeMilliseconds());
        using SqliteDataReader reader = command.ExecuteReader();
        List<long> result = [];
        while (reader.Read())
        {
            result.Add(reader.GetInt64(0));
        }

        return result;
    }

    /// <summary>The same body once more, after everything that waits already; null when there is no such delivery.</summary>
    public (long Id, long WebhookId)? AddAgain(long id, DateTimeOffset at)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            INSERT INTO webhook_deliveries (webhook_id, event_type, category, body, created_at, state, next_attempt_at, redelivery_of)
            SELECT webhook_id, event_type, category, body, $at, 0, $at, id FROM webhook_deliveries WHERE id = $id
            RETURNING id, webhook_id
            """;
        command.Parameters.AddWithValue("$id", id);
        command.Parameters.AddWithValue("$at", at.ToUnixTimeMilliseconds());
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetInt64(1)) : null;
    }

    /// <summary>What a webhook has to send next; null when nothing waits.</summary>
    public SandboxWebhookDelivery? NextPending(long webhookId) =>
        Read($"SELECT {Columns} FROM webhook_deliveries WHERE webhook_id = $id AND state = 0 ORDER BY id LIMIT 1", webhookId).FirstOrDefault();

    public SandboxWebhookDelivery? Find(long id) => Read($"SELECT {Columns} FROM webhook_deliveries WHERE id = $id", id).FirstOrDefault();

    /// <summary>The latest of a webhook, the newest first.</summary>
    public IReadOnlyList<SandboxWebhookDelivery> List(long webhookId, int most) =>
        Read($"SELECT {Columns} FROM webhook_deliveries WHERE webhook_id = $id ORDER BY id DESC LIMIT {most}", webhookId);

    public long CountPending()
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM webhook_deliveries WHERE state = 0";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Keeps what was tried together with what follows from it.</summary>
    public void Record(long deliveryId, SandboxWebhookAttempt attempt, SandboxDeliveryState state, DateTimeOffset? nextAttemptAt)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;

        // The webhook may have been removed while its receiver was slow; then there is nothing to keep.
        command.CommandText = """
            UPDATE webhook_deliveries SET state = $state, next_attempt_at = $next WHERE id = $id;
            INSERT INTO webhook_attempts (delivery_id, at, status, duration_ms, error, response_body)
            SELECT id, $at, $status, $duration, $error, $body FROM webhook_deliveries WHERE id = $id;
            """;
        command.Parameters.AddWithValue("$id", deliveryId);
        command.Parameters.AddWithValue("$state", (int)state);
        command.Parameters.AddWithValue("$next", (object?)nextAttemptAt?.ToUnixTimeMilliseconds() ?? DBNull.Value);
        command.Parameters.AddWithValue("$at", attempt.At.ToUnixTimeMilliseconds());
        command.Parameters.AddWithValue("$status", (object?)attempt.Status ?? DBNull.Value);
        command.Parameters.AddWithValue("$duration", attempt.Duration.TotalMilliseconds);
        command.Parameters.AddWithValue("$error", (object?)attempt.Error ?? DBNull.Value);
        command.Parameters.AddWithValue("$body", attempt.ResponseBody);
        command.ExecuteNonQuery();
        transaction.Commit();
    }

    private List<SandboxWebhookDelivery> Read(string sql, long id)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$id", id);
        List<SandboxWebhookDelivery> result = [];
        using (SqliteDataReader reader = command.ExecuteReader())
        {
            while (reader.Read())
            {
                result.Add(new SandboxWebhookDelivery(
                    reader.GetInt64(0), reader.GetInt64(1), (SandboxEventType)reader.GetInt32(2), reader.GetString(3), reader.GetString(4),
                    DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(5)), (SandboxDeliveryState)reader.GetInt32(6),
                    reader.IsDBNull(7) ? null : DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(7)),
                    reader.IsDBNull(8) ? null : reader.GetInt64(8), []));
            }
        }

        return result.ConvertAll(delivery => delivery with { Attempts = ReadAttempts(connection, delivery.Id) });
    }

    private static List<SandboxWebhookAttempt> ReadAttempts(SqliteConnection connection, long deliveryId)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT at, status, duration_ms, error, response_body FROM webhook_attempts WHERE delivery_id = $id ORDER BY id";
        command.Parameters.AddWithValue("$id", deliveryId);
        using SqliteDataReader reader = command.ExecuteReader();
        List<SandboxWebhookAttempt> result = [];
        while (reader.Read())
        {
            result.Add(new SandboxWebhookAttempt(
                DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), reader.IsDBNull(1) ? null : reader.GetInt32(1),
                TimeSpan.FromMilliseconds(reader.GetDouble(2)), reader.IsDBNull(3) ? null : reader.GetString(3), reader.GetString(4)));
        }

        return result;
    }
}
