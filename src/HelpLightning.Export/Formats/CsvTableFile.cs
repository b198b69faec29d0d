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

    /// <param name="table">The table.</param>
    /// <param name="stream">The file, at the end of what counts; closed with this.</param>
    /// <param name="rows">The rows that it has; null when it is new and has no header either.</param>
    /// <param name="allowFormulas">Leave texts as they are.</param>
    public CsvTableFile(Table table, FileStream stream, long? rows, bool allowFormulas)
        : base(table, stream, rows ?? 0)
    {
        _text = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), 64 * 1024, leaveOpen: true);
        _writer = new CsvTableWriter(_text, table.Columns, allowFormulas, header: rows is null);
        _allowFormulas = allowFormulas;
        _cells = new string?[table.Columns.Count];
    }

    protected override void Write(ReadOnlySpan<Cell> row)
    {
        for (int i = 0; i < row.Length; i++)
        {
            _cells[i] = row[i].ToText();
        }

        _writer.Write(_cells);
    }

    protected override void FlushWriter() => _writer.Flush();

    protected override void DisposeWriter()
    {
        _writer.Dispose();
        _text.Dispose();
    }

    protected override IEnumerable<string> ReadColumn(TextReader reader, int column)
    {
        using SepReader rows = Sep.New(',').Reader(options => options with { Unescape = true }).From(reader);
        while (rows.MoveNext())
        {
            string text = rows.Current[column].ToString();
            yield return _allowFormulas ? text : SpreadsheetText.Restore(text)!;
        }
    }
}
