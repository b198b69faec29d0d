using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>
/// A table for people. Rows are collected to find the widths; a long list comes in pieces which keep the widths of the
/// first. Cells that do not fit the terminal are cut with an ellipsis; nothing is cut where the table goes into a file.
/// </summary>
internal sealed class TableRowWriter(string[] names, string plural, Screen screen) : RowWriter
{
    private const int PieceSize = 500;
    private const int Gap = 2;
    private const int WidestInFile = 4096;

    private readonly List<FieldValue[]> _rows = [];
    private int[]? _widths;

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
        if (_widths is null && _rows.Count == 0)
        {
            screen.Note($"No {plural}.");
            return;
        }

        WritePiece();
    }

    public override void Dispose()
    {
    }

    private void WritePiece()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        string[][] texts = [.. _rows.Select(static row => row.Select(static cell => cell.ToTableText()).ToArray())];
        bool[] isNumber = [.. names.Select((_, column) => _rows.All(row => row[column].IsNumber || row[column].ToTableText().Length == 0) && _rows.Any(row => row[column].IsNumber))];
        bool isFirst = _widths is null;
        _widths ??= TableWidths.Fit(names, texts, Screen.OutIsTerminal ? Screen.Width : WidestInFile, Gap);
        if (isFirst)
        {
            WriteLine(names, isNumber, Ansi.Bold);
        }

        foreach (string[] row in texts)
        {
            WriteLine(row, isNumber, style: "");
        }

        _rows.Clear();
    }

    private void WriteLine(string[] cells, bool[] isNumber, string style)
    {
        string[] padded = new string[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            string text = TableWidths.Cut(cells[i], _widths![i]);
            string space = new(' ', Math.Max(0, _widths[i] - TableWidths.Of(text)));
            padded[i] = isNumber[i] ? space + text : i == cells.Length - 1 ? text : text + space;
        }

        string line = string.Join(new string(' ', Gap), padded).TrimEnd();
        screen.Out.WriteLine(style.Length == 0 ? line : Screen.Paint(line, style, Screen.OutHasColor));
    }
}
