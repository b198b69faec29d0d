using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>
/// A table for people. Rows are collected to find the widths; a long list comes in pieces which keep the widths of the
/// first. Nothing is cut or left out where the table goes into a file.
/// </summary>
internal sealed class TableRowWriter((string Name, bool IsKey)[] fields, string plural, Screen screen) : RowWriter
{
    private const int PieceSize = 500;
    private const int WidthOfFile = int.MaxValue / 2;

    private readonly List<FieldValue[]> _rows = [];
    private IReadOnlyList<TableColumn>? _columns;

    public override void Write(FieldValue[] cells)
    {
        _rows.Add(cells);
        if (_rows.Count == PieceSize)
        {
            WritePiece();
        }
    }

    public override void Finish()
    {
        if (_columns is null && _rows.Count == 0)
        {
            screen.Note($"No {plural}.");
            return;
        }

        WritePiece();
        if (_columns!.Count < fields.Length)
        {
            screen.Note(
                $"No room for: {string.Join(", ", fields.Skip(_columns.Count).Select(static f => f.Name))}. "
                + "--fields chooses; -o json shows all.");
        }
    }

    public override void Dispose()
    {
    }

    private void WritePiece()
    {
        if (_columns is null)
        {
            _columns = TableLayout.Fit(
                [.. fields.Select(static f => f.Name)], [.. fields.Select(static f => f.IsKey)],
                _rows, screen.OutIsTerminal ? screen.Width : WidthOfFile);
            screen.Out.WriteLine(Ansi.Paint(Line(static column => column.Name), Ansi.Bold, screen.OutHasColor));
        }

        foreach (FieldValue[] row in _rows)
        {
            screen.Out.WriteLine(Line(column => row[column.Index].ToTableText()));
        }

        _rows.Clear();
    }

    private string Line(Func<TableColumn, string> cell) =>
        string.Join(new string(' ', TableLayout.Gap), _columns!.Select(column => Pad(cell(column), column))).TrimEnd();

    private static string Pad(string text, TableColumn column)
    {
        string cut = CellText.Cut(text, column.Width);
        string space = new(' ', Math.Max(0, column.Width - CellText.Width(cut)));
        return column.IsRight ? space + cut : cut + space;
    }
}
