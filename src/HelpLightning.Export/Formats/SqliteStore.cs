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
    private readonly Dictionary<Table, SqliteCommand> _inserts = [];
    private readonly Dictionary<Table, long> _rows = [];
    private SqliteTransaction _transaction;
    private Checkpoint _checkpoint;

    private SqliteStore(WorkFolder folder, ExportTables tables, SqliteConnection connection)
    {
        _folder = folder;
        _tables = tables;
        _connection = connection;
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
        Run("CREATE TABLE IF NOT EXISTS hl_checkpoint (id INTEGER PRIMARY KEY, state TEXT NOT NULL)");
        foreach (Table table in tables.All)
        {
            Run(SqliteSchema.Create(table, "main", ifMissing: true));
        }

        _checkpoint = ReadCheckpoint();
        _transaction = connection.BeginTransaction();
        foreach (Table table in tables.All)
        {
            _rows[table] = _checkpoint.RowsOf(table);
            _inserts[table] = SqliteSchema.Insert(connection, table);
            _inserts[table].Transaction = _transaction;
        }
    }

    public override Checkpoint Checkpoint => _checkpoint;

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

    public override void Add(Table table, ReadOnlySpan<Cell> row)
    {
        SqliteCommand insert = _inserts[table];
        for (int i = 0; i < row.Length; i++)
        {
            insert.Parameters[i].Value = row[i].ToSql();
        }

        insert.ExecuteNonQuery();
        _rows[table]++;
    }

    public override IEnumerable<string> ReadBack(Table table, int column)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = $"SELECT {SqliteSchema.Quote(table.Columns[column].Name)} FROM {table.Name} ORDER BY rowid";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    public override void Commit(Checkpoint checkpoint)
    {
        _checkpoint = checkpoint with { Tables = _rows.ToDictionary(r => r.Key.Name, r => new TableState(r.Value, 0)) };
        using (SqliteCommand command = _connection.CreateCommand())
        {
            command.Transaction = _transaction;
            command.CommandText = "INSERT OR REPLACE INTO hl_checkpoint (id, state) VALUES (1, $state)";
            command.Parameters.AddWithValue("$state", JsonSerializer.Serialize(_checkpoint, ExportJson.Default.Checkpoint));
            command.ExecuteNonQuery();
        }

        _transaction.Commit();
        _transaction.Dispose();
        _transaction = _connection.BeginTransaction();
        foreach (SqliteCommand insert in _inserts.Values)
        {
            insert.Transaction = _transaction;
        }
    }

    public override void Complete()
    {
        _transaction.Rollback();
        string path = Path.Combine(_folder.Files, FileName);
        File.Delete(path);
        File.Delete(path + "-journal");
        DurableFile.Create(path).Dispose();
        using (SqliteCommand attach = _connection.CreateCommand())
        {
            attach.CommandText = "ATTACH $path AS result; PRAGMA result.journal_mode = OFF; PRAGMA result.synchronous = OFF";
            attach.Parameters.AddWithValue("$path", path);
            attach.ExecuteNonQuery();
        }

        Run("BEGIN");
        foreach (Table table in _tables.All)
        {
            Run(SqliteSchema.Create(table, "result", ifMissing: false));
            Run($"INSERT INTO result.{table.Name} SELECT * FROM main.{table.Name} ORDER BY rowid");
            if (SqliteSchema.Index(table, "result") is { Length: > 0 } index)
            {
                Run(index);
            }
        }

        foreach (string view in SqliteViews.Of(_tables))
        {
            Run(view.Replace("VIEW ", "VIEW result.", StringComparison.Ordinal));
        }

        Run("COMMIT");
        Run("DETACH result");
        using FileStream file = new(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    public override void Dispose()
    {
        foreach (SqliteCommand insert in _inserts.Values)
        {
            insert.Dispose();
        }

        _transaction.Dispose();
        _connection.Dispose();
    }

    private static string PathOf(WorkFolder folder) => Path.Combine(folder.Work, "work.sqlite");

    private Checkpoint ReadCheckpoint()
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT state FROM hl_checkpoint";
        return command.ExecuteScalar() is string state
            ? JsonSerializer.Deserialize(state, ExportJson.Default.Checkpoint) ?? Checkpoint.Beginning
            : Checkpoint.Beginning;
    }

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
