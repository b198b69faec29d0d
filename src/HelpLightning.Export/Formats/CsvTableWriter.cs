using nietras.SeparatedValues;

namespace HelpLightning.Export;

/// <summary>
/// Writes a table as CSV (RFC 4180): a header row, then rows of as many cells. Commas, quotes and line breaks survive.
/// Unless told otherwise, no text can become a formula when a spreadsheet opens the file. Not thread-safe.
/// </summary>
public sealed class CsvTableWriter : IDisposable
{
    private readonly SepWriter _writer;
    private readonly int _columns;
    private readonly bool _allowFormulas;

    /// <param name="output">Where the rows go. Not closed.</param>
    /// <param name="columns">The names of the columns, in order; written at once unless <paramref name="header"/> is false.</param>
    /// <param name="allowFormulas">Leave texts as they are even where a spreadsheet would run them.</param>
    /// <param name="header">False to go on with a table that has its header already.</param>
    /// <param name="delimiter">What stands between cells: a comma by default, or a semicolon or tab.</param>
    public CsvTableWriter(
        TextWriter output, IReadOnlyList<string> columns, bool allowFormulas = false, bool header = true, char delimiter = ',')
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentOutOfRangeException.ThrowIfZero(columns.Count, nameof(columns));
        _writer = Sep.New(delimiter).Writer(options => options with { Escape = true, WriteHeader = false }).To(output, leaveOpen: true);
        _columns = columns.Count;
        _allowFormulas = allowFormulas;
        if (header)
        {
            Write(columns);
        }
    }

    /// <summary>Writes a row. Null and empty are both written as an empty cell.</summary>
    /// <exception cref="ArgumentException">It has another number of cells than there are columns.</exception>
    public void Write(IReadOnlyList<string?> cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        if (cells.Count != _columns)
        {
            throw new ArgumentException($"The table has {_columns} columns, the row has {cells.Count} cells.", nameof(cells));
        }

        using SepWriter.Row row = _writer.NewRow();
        for (int i = 0; i < cells.Count; i++)
        {
            row[i].Set(_allowFormulas ? cells[i] : SpreadsheetText.Defuse(cells[i]));
        }
    }

    /// <summary>Hands what was written to the output, and that to where it goes.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose() => _writer.Dispose();
}
