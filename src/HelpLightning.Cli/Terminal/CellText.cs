using System.Text;
using Spectre.Console.Rendering;

namespace HelpLightning.Cli.Terminal;

/// <summary>Texts measured and cut in cells of a terminal: East Asian letters and emoji take two.</summary>
internal static class CellText
{
    public static int Width(string text) => text.AsSpan().ContainsAnyExceptInRange(' ', '~') ? new Segment(text).CellCount() : text.Length;

    /// <summary>The text, its end replaced by an ellipsis where it is wider than the column.</summary>
    public static string Cut(string text, int width)
    {
        if (Width(text) <= width)
        {
            return text;
        }

        StringBuilder kept = new();
        int used = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            int cells = Width(rune.ToString());
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
