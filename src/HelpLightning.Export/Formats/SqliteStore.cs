using System.Text.Json;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;
using HelpLightning.Files;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>
/// All tables in a SQLite database, and how far the export is beside them, so that one transaction makes both safe. At the
/// end the tables are copied into a new database, whose pages then do not depend on how often the run was broken off.
/// </summary>
internal sealed class SqliteStore : ExportStore
{
    public const string FileName = "helplightning.sqlite";

    private readonly WorkFolder _folder;
    private readonly ExportTables _tables;
    private readonly SqliteConnection _connection;
    private readonly SqliteRows _rows;

    private SqliteStore(WorkFolder folder, ExportTables tables, SqliteConnection connection)
    {
        _folder = folder;
        _tables = tables;
        _connection = connection;
        _connection.Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        _connection.Run("CREATE TABLE IF NOT EXISTS hl_checkpoint (id INTEGER PRIMARY KEY, state TEXT NOT NULL)");
        foreach (Table table in tables.All)
        {
            _connection.Run(SqliteSchema.Create(table, "main", ifMissing: true));
        }

        _rows = new SqliteRows(
            connection, tables.All, connection.Text("SELECT state FROM hl_checkpoint"), table => SqliteSchema.Insert(connection, table));
    }

    public override Checkpoint Checkpoint => _rows.Checkpoint;

    /// <summary>How far the run came; its beginning when there is no database yet.</summary>
    public static Checkpoint ReadEnd(WorkFolder folder, ExportJob job)
    {
        if (!File.Exists(PathOf(folder)))
        {
            return Checkpoint.Beginning;
        }

        using SqliteStore store = Open(folder, ExportTables.Of(job.Tidy, job.GroupId is not null));
        return store.Checkpoint;
    }

    public static SqliteStore Open(WorkFolder folder, ExportTables tables)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = PathOf(folder), Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new SqliteStore(folder, tables, connection);
        }
        catch (Exception e) when (e is SqliteException or JsonException)
        {
            connection.Dispose();
            throw folder.Damaged(e);
        }
    }

    public override void Add(Table table, ReadOnlySpan<Cell> row) => _rows.Add(table, row);

    public override IEnumerable<string> ReadBack(Table table, int column) => _rows.ReadBack(table, column);

    public override void Commit(Checkpoint checkpoint) =>
        _rows.Commit(checkpoint, "INSERT OR REPLACE INTO hl_checkpoint (id, state) VALUES (1, $text)");

    public override void Complete()
    {
        _rows.Transaction.Rollback();
        string path = Path.Combine(_folder.Files, FileName);
        File.Delete(path);
        File.Delete(path + "-journal");
        DurableFile.Create(path).Dispose();
        _connection.Run(
            "ATTACH $path AS result; PRAGMA result.journal_mode = OFF; PRAGMA result.synchronous = OFF", ("$path", path));

        _connection.Run("BEGIN");
        foreach (Table table in _tables.All)
        {
            _connection.Run(SqliteSchema.Create(table, "result", ifMissing: false));
            _connection.Run($"INSERT INTO result.{table.Name} SELECT * FROM main.{table.Name} ORDER BY rowid");
            if (SqliteSchema.Index(table, "result") is { Length: > 0 } index)
            {
                _connection.Run(index);
            }
        }

        foreach (string view in SqliteViews.Of(_tables))
        {
            _connection.Run(view.Replace("VIEW ", "VIEW result.", StringComparison.Ordinal));
        }

        _connection.Run("COMMIT");
        _connection.Run("DETACH result");
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public override void Dispose()
    {
        _rows.Dispose();
        _connection.Dispose();
    }

    private static string PathOf(WorkFolder folder) => Path.Combine(folder.Work, "work.sqlite");
}
