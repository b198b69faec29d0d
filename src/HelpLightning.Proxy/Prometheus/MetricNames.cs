using System.Diagnostics.Metrics;
using System.Text;

namespace HelpLightning.Proxy;

/// <summary>From an instrument's name and unit to a name of Prometheus, as OpenTelemetry does it.</summary>
internal static class MetricNames
{
    public static string Of(Instrument instrument, MetricKind kind)
    {
        string name = Plain(instrument.Name);
        string unit = Unit(instrument.Unit, kind);
        if (unit.Length > 0 && !name.EndsWith($"_{unit}", StringComparison.Ordinal))
        {
            name = $"{name}_{unit}";
        }

        return kind == MetricKind.Counter && !name.EndsWith("_total", StringComparison.Ordinal) ? $"{name}_total" : name;
    }

    /// <summary>A name of a label: letters, digits and underscores, no digit first.</summary>
    public static string OfLabel(string tag) => tag == "le" ? "exported_le" : Plain(tag);

    private static string Plain(string name)
    {
        StringBuilder plain = new(name.Length + 1);
        foreach (char c in name)
        {
            bool isPlain = char.IsAsciiLetterOrDigit(c);
            if (plain.Length == 0 && !char.IsAsciiLetter(c) && isPlain)
            {
                plain.Append('_');
            }

            // A run of others is one: "a..b" and "a.b" would read as two names otherwise.
            if (isPlain || plain.Length == 0 || plain[^1] != '_')
            {
                plain.Append(isPlain ? c : '_');
            }
        }

        return plain.Length > 0 ? plain.ToString() : "_";
    }

    private static string Unit(string? unit, MetricKind kind) => unit switch
    {
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "min" => "minutes",
        "h" => "hours",
        "d" => "days",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "%" => "percent",
        "1" => kind == MetricKind.Gauge ? "ratio" : "",

        // In braces it is a remark: "{request}" says what is counted, which the name does already.
        null or "" or ['{', ..] => "",
        _ => Plain(unit),
    };
}
