using Microsoft.Data.Sqlite;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>The tables. What is written for each event goes to the end of each tree that it touches.</summary>
internal static class Schema
{
    /// <summary>In the file's header (application_id), so that another program's database is not taken for an inbox: "HLwi".</summary>
    private const int ApplicationId = 0x484c7769;

    private const int Version = 1;

    // An index of digests would be written at random places, which costs more than all the rest: repeats are found in memory instead, and
    // those of attachments by the vendor's number, which grows. The other indexes hold the few events that something went wrong with.
    private const string Tables =
        """
        CREATE TABLE events (
            id INTEGER PRIMARY KEY,
            received_at INTEGER NOT NULL,
            state INTEGER NOT NULL,
            type TEXT,
            category TEXT,
            call_id TEXT,
            signed_by TEXT,
            attachment_id INTEGER,
            attachment_uuid TEXT,
            identity BLOB NOT NULL,
            attempts INTEGER NOT NULL DEFAULT 0,
            next_at INTEGER,
            error TEXT,
            handled_by TEXT,
            body BLOB NOT NULL
        ) STRICT;
        CREATE INDEX events_attachment ON events (attachment_id, attachment_uuid) WHERE attachment_uuid IS NOT NULL;
        CREATE INDEX events_waiting ON events (next_at, id) WHERE state = 1;
        CREATE INDEX events_waiting_call ON events (call_id, id) WHERE state = 1;
        CREATE INDEX events_dead ON events (id) WHERE state = 3;
        CREATE TABLE progress (only INTEGER PRIMARY KEY CHECK (only = 1), looked_through INTEGER NOT NULL) STRICT;
        INSERT INTO progress VALUES (1, 0);
        """;

    /// <exception cref="InvalidDataException">The file is another program's, or of a later version.</exception>
    public static void Prepare(SqliteConnection connection)
    {
        long version = Ask(connection, "PRAGMA user_version");
        long application = Ask(connection, "PRAGMA application_id");
        if (version == 0 && application == 0 && Ask(connection, "SELECT count(*) FROM sqlite_master") == 0)
        {
            Run(connection, $"BEGIN IMMEDIATE; {Tables} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}; COMMIT;");
            return;
        }

        if (application != ApplicationId)
        {
            throw new InvalidDataException($"'{connection.DataSource}' is a database of another program. Name another file for the inbox.");
        }

        if (version > Version)
        {
            throw new InvalidDataException(
                $"The inbox '{connection.DataSource}' was made by a later version of this program (format {version}). Use that version.");
        }
    }

    public static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static long Ask(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
