using System.Buffers.Binary;
using System.Globalization;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>What a database that runs add to consists of, and how it is known again.</summary>
internal static class GrowingSchema
{
    /// <summary>Told in <c>user_version</c>; moves with every change of tables, columns or views.</summary>
    public const int Version = 1;

    /// <summary>Told in <c>application_id</c>, so that nobody's other database is taken for one of these: <c>HLex</c>.</summary>
    private const int ApplicationId = 0x484C6578;

    /// <summary>The file format of SQLite: the header, and two numbers of four bytes in it.</summary>
    private const int HeaderBytes = 100;
    private const int VersionAt = 60;
    private const int ApplicationAt = 68;

    private static ReadOnlySpan<byte> Magic => "SQLite format 3\0"u8;

    /// <summary>Is there a database of ours? Nothing is there, or an empty database, when it is not.</summary>
    /// <exception cref="ExportException">Something else is there, or the work of a newer version. It was only read.</exception>
    public static bool Exists(string path)
    {
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        using (FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete))
        {
            if (file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes || !header.StartsWith(Magic))
            {
                throw Foreign(path, "no SQLite database");
            }
        }

        int version = BinaryPrimitives.ReadInt32BigEndian(header[VersionAt..]);
        return BinaryPrimitives.ReadInt32BigEndian(header[ApplicationAt..]) switch
        {
            ApplicationId when version <= Version => true,
            ApplicationId => throw new ExportException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{path}' is of a newer version: its tables are those of schema {version}, and this one knows {Version}. Update hl, or "
                + $"name another file. Nothing in it was changed.")),
            0 when version == 0 && IsEmpty(path) => false,
            _ => throw OfSomethingElse(path),
        };
    }

    public static ExportException OfSomethingElse(string path) => Foreign(path, "a SQLite database of something else");

    /// <summary>As far as the file itself says: to look without leaving files beside what may be somebody else's.</summary>
    private static bool IsEmpty(string path)
    {
        using SqliteConnection connection = Connect($"{new Uri(path).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly);
        return !HasTables(connection);
    }

    public static bool HasTables(SqliteConnection connection) => connection.Number("SELECT COUNT(*) FROM sqlite_master") > 0;

    public static void Create(SqliteConnection connection, ExportTables tables)
    {
        connection.Run(string.Create(
            CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}"));
        connection.Run("CREATE TABLE hl_state (id INTEGER PRIMARY KEY CHECK (id = 1), job TEXT, checkpoint TEXT, last_run TEXT)");
        connection.Run("INSERT INTO hl_state (id) VALUES (1)");
        connection.Run(
            "CREATE TABLE runs (number INTEGER PRIMARY KEY, started_at TEXT NOT NULL, since TEXT, finished INTEGER NOT NULL DEFAULT 0)");
        foreach (Table table in tables.All)
        {
            connection.Run(IsMarked(tables, table)
                ? SqliteSchema.Create(table, "main", ifMissing: false, "last_run INTEGER NOT NULL", "missing_since TEXT")
                : SqliteSchema.Create(table, "main", ifMissing: false, "last_run INTEGER NOT NULL"));
            if (SqliteSchema.Index(table, "main") is { Length: > 0 } index)
            {
                connection.Run(index);
            }
        }

        foreach (string view in SqliteViews.Of(tables))
        {
            connection.Run(view);
        }
    }

    /// <summary>Rows of these stay when they are gone at the site.</summary>
    public static bool IsMarked(ExportTables tables, Table table) =>
        table == tables.Users || table == tables.Groups || table == tables.Calls;

    public static SqliteCommand Upsert(SqliteConnection connection, ExportTables tables, Table table, long run)
    {
        string[] names = [.. table.Columns.Select(static c => SqliteSchema.Quote(c.Name))];
        string values = string.Join(", ", Enumerable.Range(0, names.Length).Select(SqliteSchema.Parameter));
        string changes = string.Join(", ", names.Skip(table.Keys.Count()).Append("last_run").Select(static n => $"{n} = excluded.{n}"));
        string back = IsMarked(tables, table) ? ", missing_since = NULL" : "";
        return SqliteSchema.Prepare(connection, table, string.Create(
            CultureInfo.InvariantCulture,
            $"INSERT INTO {table.Name} ({string.Join(", ", names)}, last_run) VALUES ({values}, {run}) "
            + $"ON CONFLICT ({string.Join(", ", table.Keys.Select(SqliteSchema.Quote))}) DO UPDATE SET {changes}{back}"));
    }

    public static SqliteConnection Connect(string path, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static ExportException Foreign(string path, string what) => new(
        $"'{path}' is {what}, not one that an export made. Name another file; nothing in this one was changed.");
}
