using System.Text;
using Spectre.Console.Rendering;

namespace HelpLightning.Cli.Output;

/// <summary>How wide the columns of a table are, in cells of a terminal: East Asian letters and emoji take two.</summary>
internal static class TableWidths
{
    private const int Narrowest = 6;

    public static int Of(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? new Segment(text).CellCount() : text.Length;

    /// <summary>Each column as wide as its widest cell; when that is too much, the widest columns give way first.</summary>
    public static int[] Fit(string[] names, string[][] rows, int available, int gap)
    {
        int[] widths = [.. names.Select((name, column) => Math.Max(Of(name), rows.Length == 0 ? 0 : rows.Max(row => Of(row[column]))))];
        int excess = widths.Sum() + (gap * (widths.Length - 1)) - available;
        while (excess > 0 && widths.Max() > Narrowest)
        {
            int widest = Array.IndexOf(widths, widths.Max());
            int second = widths.Where((_, i) => i != widest).DefaultIfEmpty(0).Max();
            int taken = Math.Min(excess, Math.Max(1, widths[widest] - Math.Max(second, Narrowest)));
            widths[widest] -= taken;
            excess -= taken;
        }

        return widths;
    }

    /// <summary>The text, its end replaced by an ellipsis where it is wider than the column.</summary>
    public static string Cut(string text, int width)
    {
        if (Of(text) <= width)
        {
            return text;
        }

        StringBuilder kept = new();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int cells = Of(rune.ToString());
            if (used + cells > width - 1)
            {
                break;
            }

            kept.Append(rune);
            used += cells;
        }

        return kept.Append('…').ToString();
    }
}
