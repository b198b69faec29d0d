using System.Text.Json;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Formats;

/// <summary>
/// Rows on their way into the tables of a database, each commit with how far the run came, so that one transaction makes both safe.
/// </summary>
internal sealed class SqliteRows : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<Table, SqliteCommand> _inserts = [];
    private readonly Dictionary<Table, long> _rows = [];

    /// <param name="connection">Not closed with this.</param>
    /// <param name="tables">All that rows come for.</param>
    /// <param name="checkpoint">How far the run came; null when it begins. The text that <see cref="Commit"/> kept.</param>
    /// <param name="insert">The statement of a table, a parameter for each column; disposed of with this.</param>
    public SqliteRows(SqliteConnection connection, IEnumerable<Table> tables, string? checkpoint, Func<Table, SqliteCommand> insert)
    {
        _connection = connection;
        Checkpoint = (checkpoint is null ? null : JsonSerializer.Deserialize(checkpoint, ExportJson.Default.Checkpoint))
            ?? Checkpoint.Beginning;
        Transaction = connection.BeginTransaction();
        foreach (Table table in tables)
        {
            _rows[table] = Checkpoint.RowsOf(table);
            _inserts[table] = insert(table);
            _inserts[table].Transaction = Transaction;
        }
    }

    public Checkpoint Checkpoint { get; private set; }

    /// <summary>The one that is open; another after each commit.</summary>
    public SqliteTransaction Transaction { get; private set; }

    public void Add(Table table, ReadOnlySpan<Cell> row)
    {
        SqliteCommand insert = _inserts[table];
        for (int i = 0; i < row.Length; i++)
        {
            insert.Parameters[i].Value = row[i].ToSql();
        }

        insert.ExecuteNonQuery();
        _rows[table]++;
    }

    /// <param name="table">Of the rows.</param>
    /// <param name="column">What is read of them.</param>
    /// <param name="condition">Which rows; null for all.</param>
    public IEnumerable<string> ReadBack(Table table, int column, string? condition = null)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = Transaction;
        command.CommandText = $"SELECT {SqliteSchema.Quote(table.Columns[column].Name)} FROM {table.Name} "
            + $"{(condition is null ? "" : $"WHERE {condition} ")}ORDER BY rowid";
        using SqliteDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            yield return reader.GetString(0);
        }
    }

    /// <param name="checkpoint">How far the run came; how many rows there are is added.</param>
    /// <param name="sql">Keeps it: its text is <c>$text</c>.</param>
    public void Commit(Checkpoint checkpoint, string sql)
    {
        Checkpoint = checkpoint with { Tables = _rows.ToDictionary(r => r.Key.Name, r => new TableState(r.Value, 0)) };
        using (SqliteCommand command = _connection.CreateCommand())
        {
            command.Transaction = Transaction;
            command.CommandText = sql;
            command.Parameters.AddWithValue("$text", JsonSerializer.Serialize(Checkpoint, ExportJson.Default.Checkpoint));
            command.ExecuteNonQuery();
        }

        Transaction.Commit();
        Transaction.Dispose();
        Transaction = _connection.BeginTransaction();
        foreach (SqliteCommand insert in _inserts.Values)
        {
            insert.Transaction = Transaction;
        }
    }

    public void Dispose()
    {
        foreach (SqliteCommand insert in _inserts.Values)
        {
            insert.Dispose();
        }

        Transaction.Dispose();
    }
}
