using System.Buffers;
using System.Globalization;
using System.Text;

namespace HelpLightning.Export;

/// <summary>
/// Keeps a text from becoming a formula. Spreadsheets run a cell that begins with <c>= + - @</c> (OWASP, CSV Injection), so names that
/// people choose could run commands on the desk of whoever opens a report. A cell begins where the text does, and, for a spreadsheet that
/// is set to other separators than commas, also after a semicolon, a tab or a line break in it, spaces and quotes not counted.
/// </summary>
public static class SpreadsheetText
{
    private const char Guard = '\'';

    private static readonly SearchValues<char> Separators = SearchValues.Create(";\t\r\n");

    /// <summary>
    /// The text, with an apostrophe before each place where a formula would begin. Plain numbers such as <c>-5</c> or <c>+49</c> stay.
    /// Where apostrophes are before such a place already, one is put before them too, so that <see cref="Restore"/> gives the text back.
    /// </summary>
    public static string? Defuse(string? text) => Rewrite(
        text, static (cell, at) => cell[at] == Guard || !IsPlainNumber(cell[at..]) ? Guard + cell[at..].ToString() : null);

    /// <summary>The text that was there before <see cref="Defuse"/>.</summary>
    public static string? Restore(string? text) => Rewrite(
        text, static (cell, at) => cell[at] == Guard ? cell[(at + 1)..].ToString() : null);

    /// <param name="text">All of it.</param>
    /// <param name="change">
    /// Told what a spreadsheet may take for a cell, and where in it the formula or its apostrophes begin: what is to stand from there on.
    /// </param>
    private static string? Rewrite(string? text, Func<ReadOnlySpan<char>, int, string?> change)
    {
        StringBuilder? changed = null;
        int begin = 0;
        while (begin <= text?.Length)
        {
            int length = text.AsSpan(begin).IndexOfAny(Separators) is >= 0 and int found ? found : text.Length - begin;
            ReadOnlySpan<char> cell = text.AsSpan(begin, length);
            if (FindFormula(cell) is int at && change(cell, at) is { } other)
            {
                changed ??= new StringBuilder().Append(text, 0, begin);
                changed.Append(cell[..at]).Append(other);
            }
            else
            {
                changed?.Append(cell);
            }

            begin += length;
            if (begin < text.Length)
            {
                changed?.Append(text[begin]);
            }

            begin++;
        }

        return changed?.ToString() ?? text;
    }

    /// <summary>Where a formula begins, or the apostrophes before it; null when the cell is none.</summary>
    private static int? FindFormula(ReadOnlySpan<char> cell)
    {
        int at = cell.IndexOfAnyExcept(' ', '"');
        int sign = at < 0 ? -1 : cell[at..].IndexOfAnyExcept(Guard);
        return sign >= 0 && cell[at + sign] is '=' or '+' or '-' or '@' or '＝' or '＋' or '－' or '＠' ? at : null;
    }

    private static bool IsPlainNumber(ReadOnlySpan<char> cell) =>
        double.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
