using HelpLightning.Sandbox.Data;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>Which webhooks there are.</summary>
internal sealed class WebhookStore(SandboxDatabase database)
{
    /// <summary>The one for the same address and type gets the new secret instead of a double.</summary>
    public long Add(SandboxWebhook webhook)
    {
        webhook.Check();
        using SqliteConnection connection = database.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$url", webhook.PayloadUrl.AbsoluteUri);
        command.Parameters.AddWithValue("$type", (int)webhook.EventType);
        command.Parameters.AddWithValue("$secret", (object?)webhook.Secret ?? DBNull.Value);
        command.CommandText = "UPDATE webhooks SET secret = $secret WHERE url = $url AND event_type = $type RETURNING id";
        object? id = command.ExecuteScalar();
        if (id is null)
        {
            command.CommandText = "INSERT INTO webhooks (url, event_type, secret) VALUES ($url, $type, $secret) RETURNING id";
            id = command.ExecuteScalar();
        }

        transaction.Commit();
        return (long)id!;
    }

    /// <summary>Removes it with its deliveries; false when there is none.</summary>
    public bool Remove(long id)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteTransaction transaction = connection.BeginTransaction();
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.Parameters.AddWithValue("$id", id);
        command.CommandText = """
            DELETE FROM webhook_attempts WHERE delivery_id IN (SELECT id FROM webhook_deliveries WHERE webhook_id = $id);
            DELETE FROM webhook_deliveries WHERE webhook_id = $id;
            """;
        command.ExecuteNonQuery();
        command.CommandText = "DELETE FROM webhooks WHERE id = $id";
        bool isRemoved = command.ExecuteNonQuery() > 0;
        transaction.Commit();
        return isRemoved;
    }

    public IReadOnlyList<SandboxWebhookState> List()
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = """
            SELECT id, url, event_type, secret IS NOT NULL,
                   (SELECT count(*) FROM webhook_deliveries d WHERE d.webhook_id = w.id AND d.state = 0)
            FROM webhooks w ORDER BY id
            """;
        using SqliteDataReader reader = command.ExecuteReader();
        List<SandboxWebhookState> result = [];
        while (reader.Read())
        {
            result.Add(new SandboxWebhookState(
                reader.GetInt64(0), new Uri(reader.GetString(1)), (SandboxEventType)reader.GetInt32(2), reader.GetBoolean(3), reader.GetInt32(4)));
        }

        return result;
    }

    /// <summary>With its secret, for sending; null when there is none.</summary>
    public SandboxWebhook? Find(long id)
    {
        using SqliteConnection connection = database.Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT url, event_type, secret FROM webhooks WHERE id = $id";
        command.Parameters.AddWithValue("$id", id);
        using SqliteDataReader reader = command.ExecuteReader();
        return reader.Read()
            ? new SandboxWebhook
            {
                PayloadUrl = new Uri(reader.GetString(0)),
                EventType = (SandboxEventType)reader.GetInt32(1),
                Secret = reader.IsDBNull(2) ? null : reader.GetString(2),
            }
            : null;
    }
}
