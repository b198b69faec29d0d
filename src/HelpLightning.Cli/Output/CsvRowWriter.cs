using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Export;

namespace HelpLightning.Cli.Output;

/// <summary>
/// CSV with a header, also when there is no row; nothing at all when the first page fails. A file gets texts as they are, a
/// terminal without what could move its cursor.
/// </summary>
internal sealed class CsvRowWriter(string[] names, bool allowFormulas, Screen screen) : RowWriter
{
    private readonly StreamWriter _text = screen.OpenText();
    private CsvTableWriter? _table;

    private CsvTableWriter Table => _table ??= new CsvTableWriter(_text, names, allowFormulas);

    public override void Write(FieldValue[] cells) =>
        Table.Write([.. cells.Select(c => screen.OutIsTerminal ? Printable.Of(c.ToCsvText()) : c.ToCsvText())]);

    public override void Finish()
    {
        Table.Flush();
        _text.Flush();
    }

    public override void Flush()
    {
        _table?.Flush();
        _text.Flush();
    }

    public override void Dispose()
    {
        _table?.Dispose();
        _text.Dispose();
    }
}
