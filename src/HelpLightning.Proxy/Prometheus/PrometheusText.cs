using System.Globalization;
using System.Text;

namespace HelpLightning.Proxy;

/// <summary>The text format 0.0.4, https://prometheus.io/docs/instrumenting/exposition_formats/.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private static readonly string[] BoundLabels =
        [.. MetricSeries.Bounds.ToArray().Select(static b => $"le=\"{b.ToString(CultureInfo.InvariantCulture)}\""), "le=\"+Inf\""];

    /// <param name="text">Is added to.</param>
    /// <param name="family">A family that has no series yet is left out.</param>
    /// <param name="round">What was not observed in this one is left out.</param>
    public static void Append(StringBuilder text, MetricFamily family, long round)
    {
        bool isBegun = false;
        foreach (MetricSeries series in family.Snapshot())
        {
            if (family.Source == MetricSource.Observed && series.Round != round)
            {
                continue;
            }

            if (!isBegun)
            {
                isBegun = true;
                AppendHead(text, family.Name, family.Help, family.Kind);
            }

            if (family.Kind == MetricKind.Histogram)
            {
                AppendHistogram(text, family.Name, series);
            }
            else
            {
                AppendSample(text, family.Name, "", series.Labels, "", series.Value);
            }
        }
    }

    public static void AppendHead(StringBuilder text, string name, string help, MetricKind kind)
    {
        if (help.Length > 0)
        {
            string escaped = help.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
            text.Append("# HELP ").Append(name).Append(' ').Append(escaped).Append('\n');
        }

        text.Append("# TYPE ").Append(name).Append(kind switch
        {
            MetricKind.Counter => " counter\n",
            MetricKind.Histogram => " histogram\n",
            _ => " gauge\n",
        });
    }

    /// <param name="text">Is added to.</param>
    /// <param name="name">The family's.</param>
    /// <param name="suffix">What the sample's name has more.</param>
    /// <param name="labels">The series'; empty for none.</param>
    /// <param name="label">One more label; empty for none.</param>
    /// <param name="value">The number.</param>
    public static void AppendSample(StringBuilder text, string name, string suffix, string labels, string label, double value)
    {
        text.Append(name).Append(suffix);
        if (labels.Length + label.Length > 0)
        {
            text.Append('{').Append(labels).Append(labels.Length > 0 && label.Length > 0 ? "," : "").Append(label).Append('}');
        }

        text.Append(' ').Append(value switch
        {
            double.PositiveInfinity => "+Inf",
            double.NegativeInfinity => "-Inf",
            _ => value.ToString(CultureInfo.InvariantCulture),
        }).Append('\n');
    }

    /// <summary>Each bucket holds those below it; the count is the last bucket's, so that both agree whatever comes meanwhile.</summary>
    private static void AppendHistogram(StringBuilder text, string name, MetricSeries series)
    {
        long count = 0;
        for (int i = 0; i < BoundLabels.Length; i++)
        {
            count += series.InBucket(i);
            AppendSample(text, name, "_bucket", series.Labels, BoundLabels[i], count);
        }

        AppendSample(text, name, "_sum", series.Labels, "", series.Value);
        AppendSample(text, name, "_count", series.Labels, "", count);
    }
}
