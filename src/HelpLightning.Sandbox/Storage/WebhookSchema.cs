namespace HelpLightning.Sandbox.Storage;

/// <summary>
/// The tables of webhooks, part of the sandbox's schema. Times are milliseconds since 1970 by the sandbox's clock. No site
/// is the sandbox's own.
/// </summary>
internal static class WebhookSchema
{
    public const string Sql = """
        CREATE TABLE webhooks (
          id INTEGER PRIMARY KEY AUTOINCREMENT, url TEXT NOT NULL, event_type INTEGER NOT NULL, secret TEXT, site_id INTEGER) STRICT;
        CREATE TABLE webhook_deliveries (
          id INTEGER PRIMARY KEY AUTOINCREMENT, webhook_id INTEGER NOT NULL REFERENCES webhooks (id) ON DELETE CASCADE,
          event_id TEXT NOT NULL, event_type INTEGER NOT NULL, category TEXT NOT NULL, body TEXT NOT NULL, created_at INTEGER NOT NULL,
          state INTEGER NOT NULL, next_attempt_at INTEGER, redelivery_of INTEGER) STRICT;
        CREATE INDEX webhook_deliveries_pending ON webhook_deliveries (webhook_id, id) WHERE state = 0;
        CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (webhook_id, id) WHERE state <> 0;
        CREATE INDEX webhook_deliveries_webhook ON webhook_deliveries (webhook_id, id);
        CREATE TABLE webhook_attempts (
          id INTEGER PRIMARY KEY AUTOINCREMENT, delivery_id INTEGER NOT NULL REFERENCES webhook_deliveries (id) ON DELETE CASCADE,
          at INTEGER NOT NULL, status INTEGER, duration_us INTEGER NOT NULL, error TEXT, response_body TEXT NOT NULL) STRICT;
        CREATE INDEX webhook_attempts_delivery ON webhook_attempts (delivery_id, id);
        """;
}
