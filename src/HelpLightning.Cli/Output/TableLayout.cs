using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Output;

/// <summary>
/// Fits a table into a width. Texts give way first, the widest first; ids, numbers and times stay whole. What does not fit
/// even so is left out, from the right.
/// </summary>
internal static class TableLayout
{
    public const int Gap = 2;

    private const int NarrowestText = 8;

    /// <param name="names">The headers.</param>
    /// <param name="isKey">Columns that are never cut.</param>
    /// <param name="rows">The first rows, which decide.</param>
    /// <param name="available">Cells of the terminal in a line.</param>
    public static IReadOnlyList<TableColumn> Fit(
        IReadOnlyList<string> names, IReadOnlyList<bool> isKey, IReadOnlyList<FieldValue[]> rows, int available)
    {
        List<TableColumn> columns = [];
        List<int> narrowest = [];
        for (int i = 0; i < names.Count; i++)
        {
            int natural = Math.Max(names[i].Length, rows.Count == 0 ? 0 : rows.Max(row => CellText.Width(row[i].ToTableText())));
            bool isWhole = isKey[i] || rows.All(row => row[i].IsWhole);
            columns.Add(new TableColumn(names[i], i, natural, IsNumeric(rows, i)));
            narrowest.Add(isWhole ? natural : Math.Min(natural, NarrowestText));
        }

        while (columns.Count > 1 && Total(narrowest) > available)
        {
            columns.RemoveAt(columns.Count - 1);
            narrowest.RemoveAt(narrowest.Count - 1);
        }

        Narrow(columns, narrowest, available);
        return columns;
    }

    private static void Narrow(List<TableColumn> columns, List<int> narrowest, int available)
    {
        while (Total(columns.Select(static c => c.Width)) > available)
        {
            int widest = Enumerable.Range(0, columns.Count)
                .Where(i => columns[i].Width > narrowest[i])
                .OrderByDescending(i => columns[i].Width)
                .FirstOrDefault(-1);
            if (widest < 0)
            {
                return;
            }

            columns[widest] = columns[widest] with { Width = columns[widest].Width - 1 };
        }
    }

    private static bool IsNumeric(IReadOnlyList<FieldValue[]> rows, int column) =>
        rows.Any(row => row[column].IsNumber) && rows.All(row => row[column].IsNumber || row[column].IsEmpty);

    private static int Total(IEnumerable<int> widths) => widths.Sum(static width => width + Gap) - Gap;
}
