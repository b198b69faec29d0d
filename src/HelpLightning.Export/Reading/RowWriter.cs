using HelpLightning.Export.Formats;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Reading;

/// <summary>Puts what was read into the tables, and makes it safe on the disk with how far the run is.</summary>
internal sealed class RowWriter(ExportTables tables, ExportStore store, TimeProvider time)
{
    private const int MostRequests = 40;
    private const int MostRows = 20_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    private readonly Cell[] _cells = new Cell[tables.All.Max(t => t.Columns.Count)];
    private int _uncommittedRequests;
    private int _uncommittedRows;
    private long _committed = time.GetTimestamp();

    /// <summary>How far the run is; on the disk from the next commit on.</summary>
    public Checkpoint Now { get; set; } = store.Checkpoint;

    public void Add<T>(Table<T> table, T row)
    {
        Span<Cell> cells = _cells.AsSpan(0, table.Columns.Count);
        table.Read(row, cells);
        store.Add(table, cells);
    }

    public void Commit() => store.Commit(Now);

    /// <summary>
    /// Not after every request: the disk is slower than the network. Not too seldom: what is not committed is read again after a kill.
    /// </summary>
    public void CommitIfDue(int rows)
    {
        _uncommittedRows += rows;
        if (++_uncommittedRequests >= MostRequests || _uncommittedRows >= MostRows || time.GetElapsedTime(_committed) >= MostTime)
        {
            Commit();
            _uncommittedRequests = 0;
            _uncommittedRows = 0;
            _committed = time.GetTimestamp();
        }
    }

    /// <summary>The ids that the table has already, so that a row which a shifting list tells twice is written once.</summary>
    public IdSet SeenOf(Table table)
    {
        IdSet seen = new();
        if (Now.RowsOf(table) > 0)
        {
            foreach (string id in store.ReadBack(table, 0))
            {
                seen.Add(id);
            }
        }

        return seen;
    }
}
