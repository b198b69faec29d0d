using System.Globalization;
using System.Text.Json;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>
/// The rows of one run, put over those of earlier ones. Each row tells the run that brought it, so that the end knows what no longer
/// belongs to a row that came anew, and what a run that read all did not meet.
/// </summary>
internal sealed class GrowingStore : ExportStore
{
    private readonly SqliteConnection _connection;
    private readonly ExportTables _tables;
    private readonly ExportJob _job;
    private readonly long _run;
    private readonly Dictionary<Table, SqliteCommand> _upserts = [];
    private readonly Dictionary<Table, long> _rows = [];
    private SqliteTransaction _transaction;
    private Checkpoint _checkpoint;

    public GrowingStore(SqliteConnection connection, ExportTables tables, ExportJob job, long run)
    {
        _connection = connection;
        _tables = tables;
        _job = job;
        _run = run;
        _checkpoint = connection.Text("SELECT checkpoint FROM hl_state") is { } state
            ? JsonSerializer.Deserialize(state, ExportJson.Default.Checkpoint) ?? Checkpoint.Beginning
            : Checkpoint.Beginning;
        _transaction = connection.BeginTransaction();
        foreach (Table table in tables.All)
        {
            _rows[table] = _checkpoint.RowsOf(table);
            _upserts[table] = GrowingSchema.Upsert(connection, tables, table, run);
            _upserts[table].Transaction = _transaction;
        }
    }

    public override Checkpoint Checkpoint => _checkpoint;

    public override void Add(Table table, ReadOnlySpan<Cell> row)
    {
        SqliteCommand upsert = _upserts[table];
        for (int i = 0; i < row.Length; i++)
        {
            upsert.Parameters[i].Value = row[i].ToSql();
        }

        upsert.ExecuteNonQuery();
        _rows[table]++;
    }

    public override IEnumerable<string> ReadBack(Table table, int column)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {SqliteSchema.Quote(table.Columns[column].Name)} FROM {table.Name} WHERE last_run = {_run} ORDER BY rowid");
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    public override void Commit(Checkpoint checkpoint)
    {
        _checkpoint = checkpoint with { Tables = _rows.ToDictionary(r => r.Key.Name, r => new TableState(r.Value, 0)) };
        Run("UPDATE hl_state SET checkpoint = $text", JsonSerializer.Serialize(_checkpoint, ExportJson.Default.Checkpoint));
        _transaction.Commit();
        _transaction.Dispose();
        _transaction = _connection.BeginTransaction();
        foreach (SqliteCommand upsert in _upserts.Values)
        {
            upsert.Transaction = _transaction;
        }
    }

    /// <summary>In one transaction, so that a kill leaves a run that goes on or one that is finished.</summary>
    public override void Complete()
    {
        foreach (Table table in _tables.All)
        {
            if (table.Owner is { } owner)
            {
                // Only now: whoever reads meanwhile never sees a call without its participants.
                Run($"DELETE FROM {table.Name} WHERE last_run < $run AND {table.Columns[0].Name} IN "
                    + $"(SELECT id FROM {owner.Name} WHERE last_run = $run)");
            }
        }

        if (_tables.CallComments is { } comments && _checkpoint.NoComments is null)
        {
            Run($"DELETE FROM {comments.Name} WHERE last_run < $run");
        }

        foreach (Table table in _tables.All.Where(ReadWhole))
        {
            Run(
                $"UPDATE {table.Name} SET missing_since = $text WHERE last_run < $run AND missing_since IS NULL",
                Cell.TimeText(_job.Started));
        }

        Run("UPDATE runs SET finished = 1 WHERE number = $run");
        Run(
            "UPDATE hl_state SET job = NULL, checkpoint = NULL, last_run = $text",
            JsonSerializer.Serialize(LastRun.Of(_job), ExportJson.Default.LastRun));
        _transaction.Commit();
    }

    public override void Dispose()
    {
        foreach (SqliteCommand upsert in _upserts.Values)
        {
            upsert.Dispose();
        }

        _transaction.Dispose();
    }

    /// <summary>A list that was shorter than announced says nothing about who is gone.</summary>
    private bool ReadWhole(Table table) =>
        GrowingSchema.IsMarked(_tables, table)
        && (_job.Since is null || table == _tables.Groups)
        && !_checkpoint.Missing.ContainsKey(table.Name);

    private void Run(string sql, string? text = null)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$run", _run);
        command.Parameters.AddWithValue("$text", (object?)text ?? DBNull.Value);
        command.ExecuteNonQuery();
    }
}
