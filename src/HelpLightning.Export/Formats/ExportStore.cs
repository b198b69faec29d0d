using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Formats;

/// <summary>
/// Where the rows of an export go while it runs. What was committed survives a kill; what was not is gone when the store is
/// opened again, so that rows and position always fit together.
/// </summary>
internal abstract class ExportStore : IDisposable
{
    public static ExportStore Of(WorkFolder folder, ExportTables tables, ExportJob job) => job.Format == ExportFormat.Sqlite
        ? SqliteStore.Open(folder, tables)
        : FileStore.Open(folder, tables, job);

    /// <summary>The last checkpoint of a run that may have begun nothing yet, or whose files may have gone to the result already.</summary>
    public static Checkpoint EndOf(WorkFolder folder, ExportJob job) => job.Format == ExportFormat.Sqlite
        ? SqliteStore.ReadEnd(folder, job)
        : FileStore.ReadJournal(folder);

    /// <summary>The last checkpoint that was committed.</summary>
    public abstract Checkpoint Checkpoint { get; }

    public abstract void Add(Table table, ReadOnlySpan<Cell> row);

    /// <summary>A column of all rows so far, as text.</summary>
    public abstract IEnumerable<string> ReadBack(Table table, int column);

    /// <summary>Makes the rows safe on the disk, and with them how far the export is.</summary>
    /// <param name="checkpoint">How far it is; its tables are filled in.</param>
    public abstract void Commit(Checkpoint checkpoint);

    /// <summary>Told that no row of the tables comes any more.</summary>
    public virtual void Seal(IEnumerable<Table> tables)
    {
    }

    /// <summary>Makes the files in the folder what they are to be; can be done again when it was broken off.</summary>
    public abstract void Complete();

    public abstract void Dispose();
}
