namespace HelpLightning.Cli.Overview.Plots;

/// <summary>Bars that lie one below the other, each with its name and its numbers.</summary>
/// <param name="title">What it shows.</param>
/// <param name="bars">From top to bottom.</param>
internal sealed class RowPlot(string title, IReadOnlyList<Bar> bars)
{
    private const double Thickness = 16;
    private const double WideStep = 26;
    private const double NarrowStep = 42;
    private const double LongestName = 200;
    private const double LeastLength = 1.5;

    public void Draw(Markup page) => PlotFrame.Both(width => Draw(page, width));

    private void Draw(Markup page, int width)
    {
        // Where there is no room beside a bar, its name stands above it.
        bool isWide = width == PlotFrame.Wide;
        double step = isWide ? WideStep : NarrowStep;
        double left = isWide ? Math.Min(LongestName, bars.Max(static bar => PlotFrame.TextWidth(bar.Label)) + 10) : 0;
        double right = bars.Max(static bar => PlotFrame.TextWidth(bar.Figure)) + 10;
        double perUnit = Math.Max(10, width - left - right) / Math.Max(double.Epsilon, bars.Max(static bar => bar.Total));
        PlotFrame.Open(page, title, width, bars.Count * step);
        for (int i = 0; i < bars.Count; i++)
        {
            Bar bar = bars[i];
            double y = (i * step) + (isWide ? (step - Thickness) / 2 : 20);
            page.Open("g");
            page.Element("title", bar.Hint);
            PlotFrame.Text(
                page, PlotFrame.Fit(bar.Label, isWide ? left - 10 : width), isWide ? left - 8 : 0, isWide ? y + 12 : y - 6,
                isWide ? "end name" : "name");
            double x = left;
            for (int piece = 0; piece < bar.Pieces.Count; piece++)
            {
                if (bar.Pieces[piece] > 0)
                {
                    double length = Math.Max(LeastLength, bar.Pieces[piece] * perUnit);
                    PlotFrame.Rect(page, PlotFrame.Kind(piece), x, y, length, Thickness);
                    x += length;
                }
            }

            PlotFrame.Text(page, bar.Figure, x + 6, y + 12, "figure");
            page.Close();
        }

        page.Close();
    }
}
