using System.Text;
using HelpLightning.Export.Tables;
using nietras.SeparatedValues;

namespace HelpLightning.Export.Formats;

/// <summary>A table as CSV.</summary>
internal sealed class CsvTableFile : TableFile
{
    private readonly StreamWriter _text;
    private readonly CsvTableWriter _writer;
    private readonly string?[] _cells;
    private readonly bool _allowFormulas;
    private readonly bool _isForExcel;

    /// <param name="table">The table.</param>
    /// <param name="stream">The file, at the end of what counts; closed with this.</param>
    /// <param name="rows">The rows that it has; null when it is new and has no header either.</param>
    /// <param name="allowFormulas">Leave texts as they are.</param>
    /// <param name="isForExcel">Semicolons, a byte order mark, and times that a spreadsheet takes for such.</param>
    public CsvTableFile(Table table, FileStream stream, long? rows, bool allowFormulas, bool isForExcel)
        : base(table, stream, rows ?? 0)
    {
        // The mark is written only where the file begins.
        _text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: isForExcel), 64 * 1024, leaveOpen: true);
        _writer = new CsvTableWriter(
            _text, [.. table.Columns.Select(static c => c.Name)], allowFormulas, header: rows is null, Delimiter(isForExcel));
        _isForExcel = isForExcel;
        _allowFormulas = allowFormulas;
        _cells = new string?[table.Columns.Count];
    }

    protected override void Write(ReadOnlySpan<Cell> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            _cells[i] = _isForExcel && row[i].Type == CellType.Time ? row[i].ToSpreadsheetTime() : row[i].ToText();
        }

        _writer.Write(_cells);
    }

    protected override void FlushWriter() => _writer.Flush();

    protected override void DisposeWriter()
    {
        _writer.Dispose();
        _text.Dispose();
    }

    protected override IEnumerable<string> ReadColumn(Stream stream, int column)
    {
        using StreamReader reader = new(stream);
        using SepReader rows = Sep.New(Delimiter(_isForExcel)).Reader(options => options with { Unescape = true }).From(reader);
        while (rows.MoveNext())
        {
            string text = rows.Current[column].ToString();
            yield return _allowFormulas ? text : SpreadsheetText.Restore(text)!;
        }
    }

    private static char Delimiter(bool isForExcel) => isForExcel ? ';' : ',';
}
