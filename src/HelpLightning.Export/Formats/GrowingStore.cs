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
    private readonly SqliteRows _rows;

    public GrowingStore(SqliteConnection connection, ExportTables tables, ExportJob job, long run)
    {
        _connection = connection;
        _tables = tables;
        _job = job;
        _run = run;
        _rows = new SqliteRows(
            connection, tables.All, connection.Text("SELECT checkpoint FROM hl_state"),
            table => GrowingSchema.Upsert(connection, tables, table, run));
    }

    public override Checkpoint Checkpoint => _rows.Checkpoint;

    public override void Add(Table table, ReadOnlySpan<Cell> row) => _rows.Add(table, row);

    public override IEnumerable<string> ReadBack(Table table, int column) =>
        _rows.ReadBack(table, column, string.Create(CultureInfo.InvariantCulture, $"last_run = {_run}"));

    public override void Commit(Checkpoint checkpoint) => _rows.Commit(checkpoint, "UPDATE hl_state SET checkpoint = $text");

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

        if (_tables.CallComments is { } comments && Checkpoint.NoComments is null)
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
        _rows.Transaction.Commit();
    }

    public override void Dispose() => _rows.Dispose();

    /// <summary>A list that was shorter than announced says nothing about who is gone.</summary>
    private bool ReadWhole(Table table) =>
        GrowingSchema.IsMarked(_tables, table)
        && (_job.Since is null || table == _tables.Groups)
        && !Checkpoint.Missing.ContainsKey(table.Name);

    private void Run(string sql, string? text = null)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = _rows.Transaction;
        command.CommandText = sql;
        command.Parameters.AddWithValue("$run", _run);
        command.Parameters.AddWithValue("$text", (object?)text ?? DBNull.Value);
        command.ExecuteNonQuery();
    }
}
