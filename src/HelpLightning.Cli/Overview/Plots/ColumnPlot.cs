namespace HelpLightning.Cli.Overview.Plots;

/// <summary>Upright bars over time, or over classes.</summary>
/// <param name="title">What it shows.</param>
/// <param name="bars">From left to right.</param>
/// <param name="axis">A number of the axis in words.</param>
/// <param name="smallestStep">1 for what is counted.</param>
/// <param name="firstKind">Which style the first piece has.</param>
internal sealed class ColumnPlot(
    string title, IReadOnlyList<Bar> bars, Func<double, string> axis, double smallestStep = 1, int firstKind = 0)
{
    private const double Height = 220;
    private const double Top = 18;
    private const double Bottom = 26;
    private const double LabelGap = 12;

    /// <summary>Less is nothing to see.</summary>
    private const double LeastHeight = 1;

    public void Draw(Markup page) => PlotFrame.Both(width => Draw(page, width));

    private void Draw(Markup page, int width)
    {
        NiceScale scale = NiceScale.Of(bars.Count == 0 ? 0 : bars.Max(static bar => bar.Total), smallestStep);
        double left = scale.Ticks.Max(tick => PlotFrame.TextWidth(axis(tick))) + 8;
        double bottom = Height - Bottom;
        double perUnit = (bottom - Top) / scale.Max;
        PlotFrame.Open(page, title, width, Height);
        foreach (double tick in scale.Ticks)
        {
            double y = bottom - (tick * perUnit);
            PlotFrame.Line(page, tick == 0 ? "axis" : "grid", left, y, width, y);
            PlotFrame.Text(page, axis(tick), left - 6, y + 4, "end");
        }

        double slot = (width - left) / Math.Max(1, bars.Count);
        double thickness = Math.Min(48, Math.Max(slot * 0.8, slot - 8));
        bool hasFigures = bars.Count > 0 && bars.Max(static bar => PlotFrame.TextWidth(bar.Figure)) < slot - 2;
        int labelEvery = LabelEvery(slot);
        for (int i = 0; i < bars.Count; i++)
        {
            double middle = left + ((i + 0.5) * slot);
            DrawBar(page, bars[i], middle - (thickness / 2), bottom, thickness, perUnit);
            if (hasFigures && bars[i].Total > 0)
            {
                PlotFrame.Text(page, bars[i].Figure, middle, bottom - (bars[i].Total * perUnit) - 5, "mid figure");
            }

            if (i % labelEvery == 0)
            {
                DrawLabel(page, bars[i].Label, middle, bottom, width);
            }
        }

        page.Close();
    }

    private void DrawBar(Markup page, Bar bar, double x, double bottom, double thickness, double perUnit)
    {
        page.Open("g");
        page.Element("title", bar.Hint);
        double y = bottom;
        for (int piece = 0; piece < bar.Pieces.Count; piece++)
        {
            if (bar.Pieces[piece] > 0)
            {
                double height = Math.Max(LeastHeight, bar.Pieces[piece] * perUnit);
                y -= height;
                PlotFrame.Rect(page, PlotFrame.Kind(firstKind + piece), x, y, thickness, height);
            }
        }

        page.Close();
    }

    private static void DrawLabel(Markup page, string label, double middle, double bottom, int width)
    {
        // The last one must not stick out of the picture.
        double half = PlotFrame.TextWidth(label) / 2;
        PlotFrame.Text(page, label, Math.Min(middle, width - half), bottom + 18, "mid");
    }

    private int LabelEvery(double slot)
    {
        double widest = bars.Count == 0 ? 0 : bars.Max(static bar => PlotFrame.TextWidth(bar.Label)) + LabelGap;
        return Math.Max(1, (int)Math.Ceiling(widest / slot));
    }
}
