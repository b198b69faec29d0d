using System.Security.Cryptography;
using HelpLightning.Sandbox.Seeding;
using HelpLightning.Sandbox.Webhooks;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Data;

/// <summary>The sandbox's SQLite database, in a file or in memory. Every use opens a connection of its own from a pool.</summary>
internal sealed class SandboxDatabase : IDisposable
{
    /// <summary>"HLsb" in ASCII, so that a file of another program is not mistaken for ours.</summary>
    private const int ApplicationId = 0x484c7362;

    private const int SchemaVersion = 1;

    private const string Schema = """
        CREATE TABLE users (
          id INTEGER PRIMARY KEY, name TEXT NOT NULL COLLATE NOCASE, username TEXT NOT NULL COLLATE NOCASE,
          email TEXT NOT NULL UNIQUE COLLATE NOCASE, title TEXT NOT NULL, location TEXT NOT NULL, license TEXT NOT NULL,
          role_id INTEGER NOT NULL, active INTEGER NOT NULL, available INTEGER NOT NULL, is_confirmed INTEGER NOT NULL,
          is_first_login INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, confirmed_at TEXT NOT NULL,
          invitation_sent_at TEXT NOT NULL, first_call_at TEXT NOT NULL, last_used_at TEXT NOT NULL) STRICT;
        CREATE INDEX users_name ON users (name, id);
        CREATE INDEX users_updated_at ON users (updated_at, id);
        CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT;
        """;

    private readonly string _connectionString;

    /// <summary>Keeps a database in memory alive, and a file's lock known.</summary>
    private readonly SqliteConnection _anchor;

    private SandboxDatabase(string connectionString)
    {
        _connectionString = connectionString;
        _anchor = new SqliteConnection(connectionString);
    }

    /// <summary>What the sandbox signs the tokens with that it issues.</summary>
    public byte[] TokenSecret { get; private set; } = [];

    public static SandboxDatabase Open(HelpLightningSandboxOptions options)
    {
        // The memdb VFS lets the connections of one process share a database in memory by its name.
        string source = options.DataFile is null ? $"file:/hl-sandbox-{Guid.NewGuid():N}?vfs=memdb" : Path.GetFullPath(options.DataFile);
        SandboxDatabase database = new(new SqliteConnectionStringBuilder { DataSource = source, DefaultTimeout = 30 }.ToString());
        try
        {
            database._anchor.Open();
            database.Prepare(options);
            return database;
        }
        catch (SqliteException e)
        {
            database.Dispose();
            throw e.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB
                ? NotOurs(options)
                : new IOException($"The data file '{options.DataFile}' cannot be opened: check that its directory exists and may be written to.", e);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public SqliteConnection Connect()
    {
        SqliteConnection connection = new(_connectionString);
        connection.Open();
        return connection;
    }

    public void Dispose()
    {
        SqliteConnection.ClearPool(_anchor);
        _anchor.Dispose();
        SqliteConnection.ClearPool(_anchor);
    }

    private static InvalidOperationException NotOurs(HelpLightningSandboxOptions options) =>
        new($"'{options.DataFile}' is a file of another program. Give a new file name, or one that a sandbox has written.");

    private void Prepare(HelpLightningSandboxOptions options)
    {
        long applicationId = Number("PRAGMA application_id");
        long version = Number("PRAGMA user_version");
        bool isNew = Number("SELECT count(*) FROM sqlite_schema") == 0;
        if (!isNew && applicationId != ApplicationId)
        {
            throw NotOurs(options);
        }

        if (version > SchemaVersion)
        {
            throw new InvalidOperationException(
                $"'{options.DataFile}' was written by a newer sandbox (version {version}, this one knows {SchemaVersion}). Update hl, or give a new file name.");
        }

        if (options.DataFile is not null)
        {
            Run("PRAGMA journal_mode = WAL");
        }

        if (isNew)
        {
            Fill(options);
        }

        using SqliteCommand read = _anchor.CreateCommand();
        read.CommandText = "SELECT value FROM secrets WHERE name = 'token'";
        TokenSecret = (byte[])read.ExecuteScalar()!;
    }

    /// <summary>All or nothing: a sandbox killed while it seeds leaves an empty file, which the next one fills.</summary>
    private void Fill(HelpLightningSandboxOptions options)
    {
        using SqliteTransaction transaction = _anchor.BeginTransaction();
        Run(Schema, transaction);
        Run(WebhookSchema.Sql, transaction);
        using (SqliteCommand insert = _anchor.CreateCommand())
        {
            insert.Transaction = transaction;
            insert.CommandText = "INSERT INTO secrets (name, value) VALUES ('token', $secret)";
            insert.Parameters.AddWithValue("$secret", RandomNumberGenerator.GetBytes(32));
            insert.ExecuteNonQuery();
        }

        Seeder.Fill(_anchor, transaction, options.Seed, options.SeedNumber);
        Run($"PRAGMA application_id = {ApplicationId}", transaction);
        Run($"PRAGMA user_version = {SchemaVersion}", transaction);
        transaction.Commit();
    }

    private long Number(string sql)
    {
        using SqliteCommand command = _anchor.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private void Run(string sql, SqliteTransaction? transaction = null)
    {
        using SqliteCommand command = _anchor.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        command.ExecuteNonQuery();
    }
}
