using System.Text.Json;
using HelpLightning.Export.Files;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;
using HelpLightning.Files;

namespace HelpLightning.Export.Formats;

/// <summary>
/// A file for each table, which rows are appended to, and a journal that says how much of each counts. After a kill the
/// files are cut back to what the journal says.
/// </summary>
internal sealed class FileStore : ExportStore
{
    private readonly string _journal;
    private readonly Dictionary<Table, TableFile> _files = [];

    /// <summary>The largest table of Parquet takes as long as all others, and each that is converted takes memory.</summary>
    private readonly SemaphoreSlim _turns = new(Math.Min(2, Environment.ProcessorCount));

    private Checkpoint _checkpoint;

    private FileStore(string journal, Checkpoint checkpoint)
    {
        _journal = journal;
        _checkpoint = checkpoint;
    }

    public override Checkpoint Checkpoint => _checkpoint;

    public static FileStore Open(WorkFolder folder, ExportTables tables, ExportJob job)
    {
        FileStore store = new(JournalOf(folder), ReadJournal(folder));
        try
        {
            foreach (Table table in tables.All)
            {
                TableState? state = store.Checkpoint.Tables.TryGetValue(table.Name, out TableState known) ? known : null;
                store._files.Add(table, store.OpenTable(table, state, folder, job));
            }
        }
        catch
        {
            store.Dispose();
            throw;
        }

        return store;
    }

    public static Checkpoint ReadJournal(WorkFolder folder)
    {
        string journal = JournalOf(folder);
        if (!File.Exists(journal))
        {
            return Checkpoint.Beginning;
        }

        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(journal), ExportJson.Default.Checkpoint) ?? throw folder.Damaged();
        }
        catch (JsonException e)
        {
            throw folder.Damaged(e);
        }
    }

    public override void Add(Table table, ReadOnlySpan<Cell> row) => _files[table].Add(row);

    public override IEnumerable<string> ReadBack(Table table, int column) => _files[table].ReadBack(column);

    public override void Commit(Checkpoint checkpoint)
    {
        foreach (TableFile file in _files.Values)
        {
            file.Flush();
        }

        _checkpoint = checkpoint with { Tables = _files.ToDictionary(f => f.Key.Name, f => f.Value.State) };
        DurableFile.Write(_journal, JsonSerializer.SerializeToUtf8Bytes(_checkpoint, ExportJson.Default.Checkpoint), ExportRules.State);
    }

    public override void Seal(IEnumerable<Table> tables)
    {
        foreach (Table table in tables)
        {
            _files[table].Seal();
        }
    }

    public override void Complete()
    {
        Seal(_files.Keys);
        foreach (TableFile file in _files.Values)
        {
            file.Complete();
            file.Dispose();
        }
    }

    public override void Dispose()
    {
        foreach (TableFile file in _files.Values)
        {
            file.Dispose();
        }

        _turns.Dispose();
    }

    private static string JournalOf(WorkFolder folder) => Path.Combine(folder.Work, "journal.json");

    private TableFile OpenTable(Table table, TableState? state, WorkFolder folder, ExportJob job)
    {
        string path = Path.Combine(folder.Files, $"{table.Name}.{job.Format.ToString().ToLowerInvariant()}");
        return job.Format switch
        {
            ExportFormat.Csv => new CsvTableFile(table, OpenFile(path, state, folder), state?.Rows, job.AllowFormulas, job.CsvForExcel),
            ExportFormat.Json => new JsonTableFile(table, OpenFile(path, state, folder), state?.Rows),
            _ => new ParquetTableFile(
                table, OpenFile(Path.Combine(folder.Work, $"{table.Name}.rows"), state, folder), state?.Rows, path, _turns),
        };
    }

    private static FileStream OpenFile(string path, TableState? state, WorkFolder folder)
    {
        if (state is not { } known)
        {
            return DurableFile.Create(path);
        }

        FileStream stream;
        try
        {
            stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (FileNotFoundException e)
        {
            throw folder.Damaged(e);
        }

        if (stream.Length < known.Bytes)
        {
            stream.Dispose();
            throw folder.Damaged();
        }

        stream.SetLength(known.Bytes);
        stream.Position = known.Bytes;
        return stream;
    }
}
