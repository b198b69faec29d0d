namespace HelpLightning.Sandbox.Data;

/// <summary>Back to the seed, inside one transaction: whoever reads sees what was there before, or the new.</summary>
internal static class DatabaseReset
{
    /// <summary>Who may call stays: keys, and what the sandbox signs its own tokens with.</summary>
    private static readonly string[] Kept = ["secrets", "api_keys", "partner_keys"];

    public static void Run(Db db, HelpLightningSandboxOptions options)
    {
        // With many rows, dropping and making a table anew takes a fraction of the time that deleting its rows takes.
        foreach (string table in Kept)
        {
            db.Script($"CREATE TEMP TABLE kept_{table} AS SELECT * FROM {table}");
        }

        foreach (string table in db.Texts("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name LIKE 'webhook%' DESC, name LIKE 'webhook_%' DESC, length(name) DESC"))
        {
            db.Script($"DROP TABLE {table}");
        }

        SandboxDatabase.Make(db, options, () =>
        {
            foreach (string table in Kept)
            {
                db.Script($"INSERT INTO {table} SELECT * FROM kept_{table}; DROP TABLE kept_{table}");
            }
        });
    }
}
