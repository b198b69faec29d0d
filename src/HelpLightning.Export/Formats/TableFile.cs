using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Formats;

/// <summary>A table in a file of its own, which rows are appended to.</summary>
internal abstract class TableFile(Table table, FileStream stream, long rows) : IDisposable
{
    private bool _isDirty = true;
    private bool _isDisposed;

    /// <summary>What is safe on the disk, after <see cref="Flush"/>.</summary>
    public TableState State => new(Rows, Stream.Length);

    protected Table Table { get; } = table;

    protected FileStream Stream { get; } = stream;

    protected long Rows { get; private set; } = rows;

    public void Add(ReadOnlySpan<Cell> row)
    {
        Write(row);
        Rows++;
        _isDirty = true;
    }

    /// <summary>Everything so far to the disk.</summary>
    public void Flush()
    {
        if (_isDirty)
        {
            FlushWriter();
            Stream.Flush(flushToDisk: true);
            _isDirty = false;
        }
    }

    /// <summary>Told once that no row comes any more: what <see cref="Complete"/> would take long for can begin.</summary>
    public virtual void Seal()
    {
    }

    /// <summary>What comes after the last row, and all of it to the disk.</summary>
    public void Complete()
    {
        WriteEnd();
        _isDirty = true;
        Flush();
    }

    /// <summary>A column of all rows so far.</summary>
    public IEnumerable<string> ReadBack(int column)
    {
        FlushWriter();
        Stream.Flush();
        using FileStream written = new(Stream.Name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        foreach (string value in ReadColumn(written, column))
        {
            yield return value;
        }
    }

    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            DisposeWriter();
            Stream.Dispose();
        }
    }

    protected abstract void Write(ReadOnlySpan<Cell> row);

    protected abstract void FlushWriter();

    protected abstract void DisposeWriter();

    protected abstract IEnumerable<string> ReadColumn(Stream stream, int column);

    protected virtual void WriteEnd()
    {
    }
}
