namespace HelpLightning.Sandbox.Data;

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

    /// <summary>The file did not say which site it is, so it becomes the one that is asked for.</summary>
    public static bool Run(Db db, long version, HelpLightningSandboxOptions options)
    {
        if (version == 1)
        {
            db.Script("""
                ALTER TABLE users RENAME TO users_v1; DROP INDEX users_name; DROP INDEX users_updated_at;
                ALTER TABLE secrets RENAME TO secrets_v1;
                """);
            db.Script(Schema.Tables);
            db.Script(Webhooks.WebhookSchema.Sql);
            db.Script("INSERT INTO secrets SELECT name, value FROM secrets_v1; DROP TABLE secrets_v1");
            Seeding.SiteSeed.Insert(db, options.SiteId.Value, parent: null, "Example Plant");
            db.Run(FromUsersOnly, options.SiteId.Value);
            db.Run("UPDATE sites SET user_count = (SELECT count(*) FROM users) WHERE id = ?1", options.SiteId.Value);
            db.Script("DROP TABLE users_v1");
            db.Script(Schema.Indexes);
        }

        if (version is 2 or 3)
        {
            db.Script("""
                ALTER TABLE webhook_deliveries ADD COLUMN event_id TEXT NOT NULL DEFAULT '';
                UPDATE webhook_deliveries SET event_id = lower(hex(randomblob(16)));
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

        db.Script($"PRAGMA user_version = {Schema.Version}");
        return true;
    }
}
