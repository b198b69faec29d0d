using System.Security.Cryptography;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Seeding;

namespace HelpLightning.Sandbox.Storage;

/// <summary>What is in the database: every table, filled as the options say.</summary>
internal static class DatabaseContent
{
    /// <summary>Who may call stays through a reset: keys, and what the sandbox signs its own tokens with.</summary>
    private static readonly string[] Kept = ["secrets", "api_keys", "partner_keys"];

    /// <summary>All or nothing: a sandbox killed while it seeds leaves an empty file, which the next one fills.</summary>
    public static void Make(Db db, HelpLightningSandboxOptions options, TimeProvider clock) => db.Transact(inside =>
    {
        Fill(inside, options, options.Seed, clock, () => inside.Run(
            "INSERT INTO secrets (name, value) VALUES ('token', ?1)", RandomNumberGenerator.GetBytes(32)));
        inside.Script($"PRAGMA user_version = {Schema.Version}");
        return true;
    });

    /// <summary>Back to a seed, inside one transaction: whoever reads sees what was there before, or the new.</summary>
    public static void Reset(Db db, HelpLightningSandboxOptions options, SandboxSeed seed, TimeProvider clock)
    {
        // With many rows, dropping and making a table anew takes a fraction of the time that deleting its rows takes.
        foreach (string table in Kept)
        {
            db.Script($"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}");
        }

        foreach (string table in db.Texts(
            """
            SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'
            ORDER BY name LIKE 'webhook%' DESC, name LIKE 'webhook_%' DESC, length(name) DESC
            """))
        {
            db.Script($"DROP TABLE {table}");
        }

        Fill(db, options, seed, clock, () =>
        {
            foreach (string table in Kept)
            {
                db.Script($"INSERT INTO {table} SELECT * FROM kept_{table}; DROP TABLE kept_{table}");
            }
        });
    }

    private static void Fill(Db db, HelpLightningSandboxOptions options, SandboxSeed seed, TimeProvider clock, Action addSecrets)
    {
        db.Script(Schema.Tables);
        db.Script(WebhookSchema.Sql);
        addSecrets();
        Seeder.Fill(db, options, seed, clock);
        db.Script(Schema.Indexes);
    }
}
