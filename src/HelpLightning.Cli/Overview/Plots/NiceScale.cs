namespace HelpLightning.Cli.Overview.Plots;

/// <summary>An axis from 0 with round numbers on it: 1, 2 or 5 times a power of ten apart.</summary>
internal sealed record NiceScale(double Max, double Step)
{
    private const int MostTicks = 5;

    /// <param name="highest">What has to fit.</param>
    /// <param name="smallestStep">1 for what is counted, so that there is no half of it on the axis.</param>
    public static NiceScale Of(double highest, double smallestStep)
    {
        double step = smallestStep;
        if (highest > 0)
        {
            double rough = highest / MostTicks;
            double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
            double[] steps = [power, 2 * power, 5 * power, 10 * power];
            step = Math.Max(smallestStep, Array.Find(steps, s => s >= rough * 0.999));
        }

        return new NiceScale(Math.Max(1, Math.Ceiling((highest / step) - 1e-9)) * step, step);
    }

    public IEnumerable<double> Ticks => Enumerable.Range(0, (int)Math.Round(Max / Step) + 1).Select(i => i * Step);
}
