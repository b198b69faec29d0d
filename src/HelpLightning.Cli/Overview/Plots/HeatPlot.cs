using System.Globalization;

namespace HelpLightning.Cli.Overview.Plots;

/// <summary>How many at each hour of each weekday; the number stands in the cell, the colour is only for the eye.</summary>
/// <param name="title">What it shows.</param>
/// <param name="counts">By weekday and hour.</param>
/// <param name="days">The names of the weekdays.</param>
/// <param name="unit">What is counted.</param>
internal sealed class HeatPlot(string title, long[,] counts, IReadOnlyList<string> days, string unit)
{
    private const int Levels = 5;
    private const double Edge = 36;
    private const double Head = 18;
    private const double WideCell = 30;
    private const double NarrowCell = 22;

    public void Draw(Markup page) => PlotFrame.Both(width => Draw(page, width));

    /// <summary>Hours go across where there is room for 24, else down.</summary>
    private void Draw(Markup page, int width)
    {
        bool isWide = width == PlotFrame.Wide;
        int columns = isWide ? counts.GetLength(1) : counts.GetLength(0);
        int rows = isWide ? counts.GetLength(0) : counts.GetLength(1);
        double across = (width - Edge) / columns;
        double down = isWide ? WideCell : NarrowCell;
        long max = Math.Max(1, counts.Cast<long>().Max());
        PlotFrame.Open(page, title, width, Head + (rows * down));
        for (int column = 0; column < columns; column++)
        {
            PlotFrame.Text(page, isWide ? Hour(column) : days[column], Edge + ((column + 0.5) * across), 12, "mid");
        }

        for (int row = 0; row < rows; row++)
        {
            double y = Head + (row * down);
            PlotFrame.Text(page, isWide ? days[row] : Hour(row), Edge - 8, y + (down / 2) + 4, "end");
            for (int column = 0; column < columns; column++)
            {
                (int day, int hour) = isWide ? (row, column) : (column, row);
                DrawCell(page, day, hour, max, (Edge + (column * across), y, across, down));
            }
        }

        page.Close();
    }

    private static string Hour(int hour) => hour.ToString("00", CultureInfo.InvariantCulture);

    private void DrawCell(Markup page, int day, int hour, long max, (double X, double Y, double Width, double Height) place)
    {
        long count = counts[day, hour];
        long level = ((count * Levels) + max - 1) / max;
        page.Open("g", ("class", string.Create(CultureInfo.InvariantCulture, $"q{level}")));
        page.Element("title", string.Create(
            CultureInfo.InvariantCulture, $"{days[day]} {hour:00}:00 to {hour + 1:00}:00: {count:N0} {unit}"));
        PlotFrame.Rect(page, "cell", place.X + 1, place.Y + 1, place.Width - 2, place.Height - 2);
        if (count > 0)
        {
            PlotFrame.Text(page, Short(count), place.X + (place.Width / 2), place.Y + (place.Height / 2) + 4, "mid heat");
        }

        page.Close();
    }

    /// <summary>At most four letters, which a cell has room for.</summary>
    private static string Short(long count) => count switch
    {
        < 1000 => count.ToString(CultureInfo.InvariantCulture),
        < 10_000 => (Math.Floor(count / 100.0) / 10).ToString("0.0", CultureInfo.InvariantCulture) + "k",
        < 1_000_000 => (count / 1000).ToString(CultureInfo.InvariantCulture) + "k",
        _ => (count / 1_000_000).ToString(CultureInfo.InvariantCulture) + "M",
    };
}
