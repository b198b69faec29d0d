using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Seeding;

namespace HelpLightning.Sandbox.Storage;

/// <summary>Brings a file of an older sandbox up to date.</summary>
internal static class Migration
{
    private const string FromUsersOnly = """
        INSERT INTO users (id, site_id, seq, name, username, email, title, location, license, role_id, active, available, is_confirmed,
          is_first_login, created_at, updated_at, confirmed_at, invitation_sent_at, first_call_at, last_used_at)
        SELECT id, ?1, row_number() OVER (ORDER BY id), name, username, email, title, location, license, role_id, active, available,
          is_confirmed, is_first_login, created_at, updated_at, confirmed_at, invitation_sent_at, first_call_at, last_used_at
        FROM users_v1
        """;

    /// <summary>
    /// The file did not say which deliveries are of one event. What it owed to several webhooks was written at one moment with
    /// one body; where that happened several times within a millisecond, the first of one webhook goes with the first of
    /// another. What was sent again names what it repeats, which has a lower number.
    /// </summary>
    private const string OneIdForEachEvent = """
        CREATE TEMP TABLE events (delivery_id INTEGER PRIMARY KEY, first_id INTEGER NOT NULL);
        INSERT INTO events
        SELECT id, min(id) OVER (PARTITION BY created_at, body, nth)
        FROM (SELECT id, created_at, body, row_number() OVER (PARTITION BY webhook_id, created_at, body ORDER BY id) AS nth
              FROM webhook_deliveries WHERE redelivery_of IS NULL);
        WITH RECURSIVE origin (id, of_id) AS (
          SELECT id, redelivery_of FROM webhook_deliveries WHERE redelivery_of IS NOT NULL
          UNION ALL SELECT o.id, d.redelivery_of FROM origin o JOIN webhook_deliveries d ON d.id = o.of_id
          WHERE d.redelivery_of IS NOT NULL)
        INSERT INTO events SELECT o.id, e.first_id FROM (SELECT id, min(of_id) AS of_id FROM origin GROUP BY id) o
        JOIN events e ON e.delivery_id = o.of_id;
        UPDATE webhook_deliveries SET event_id = f.event_id
        FROM events e JOIN webhook_deliveries f ON f.id = e.first_id WHERE e.delivery_id = webhook_deliveries.id;
        DROP TABLE events;
        """;

    /// <summary>The file did not say which site it is, so it becomes the one that is asked for.</summary>
    public static bool Run(Db db, long version, long site, TimeProvider clock)
    {
        if (version == 1)
        {
            db.Script("""
                ALTER TABLE users RENAME TO users_v1; DROP INDEX users_name; DROP INDEX users_updated_at;
                ALTER TABLE secrets RENAME TO secrets_v1;
                """);
            db.Script(Schema.Tables);
            db.Script(WebhookSchema.Sql);
            db.Script("INSERT INTO secrets SELECT name, value FROM secrets_v1; DROP TABLE secrets_v1");
            SiteSeed.Insert(db, site, parent: null, "Example Plant", clock.GetUtcNow());
            db.Run(FromUsersOnly, site);
            db.Run("UPDATE sites SET user_count = (SELECT count(*) FROM users) WHERE id = ?1", site);
            db.Script("DROP TABLE users_v1");
            db.Script(Schema.Indexes);
        }

        if (version is 2 or 3)
        {
            db.Script("""
                ALTER TABLE webhook_deliveries ADD COLUMN event_id TEXT NOT NULL DEFAULT '';
                UPDATE webhook_deliveries SET event_id = lower(hex(randomblob(16)));
                """);
            db.Script(OneIdForEachEvent);
            db.Script("""
                CREATE INDEX webhook_deliveries_finished ON webhook_deliveries (webhook_id, id) WHERE state <> 0;
                ALTER TABLE reports ADD COLUMN fails INTEGER NOT NULL DEFAULT 0;
                """);
        }

        if (version == 2)
        {
            db.Script("""
                ALTER TABLE attachments ADD COLUMN size INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE attachments ADD COLUMN gone INTEGER NOT NULL DEFAULT 0;
                """);
        }

        if (version is 2 or 3 or 4)
        {
            db.Script("""
                ALTER TABLE attachments ADD COLUMN type TEXT NOT NULL DEFAULT 'incall';
                ALTER TABLE webhooks ADD COLUMN site_id INTEGER;
                """);
        }

        db.Script($"PRAGMA user_version = {Schema.Version}");
        return true;
    }
}
