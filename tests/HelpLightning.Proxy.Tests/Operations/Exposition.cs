using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HelpLightning.Proxy.Tests.Operations;

/// <summary>
/// Prometheus' text format 0.0.4, read by the letter of https://prometheus.io/docs/instrumenting/exposition_formats/ and with the rules that
/// Prometheus itself holds to: each family in one piece under one TYPE, no series twice, and histograms that add up.
/// </summary>
internal sealed partial class Exposition
{
    private readonly Dictionary<string, string> _types = [];
    private readonly Dictionary<string, string> _helps = [];
    private readonly Dictionary<string, double> _samples = [];
    private readonly HashSet<string> _closed = [];

    public IReadOnlyDictionary<string, string> Types => _types;

    public IReadOnlyDictionary<string, string> Helps => _helps;

    /// <summary>By name and sorted labels, values as they were before they were escaped: <c>up{a="b"}</c>.</summary>
    public IReadOnlyDictionary<string, double> Samples => _samples;

    public static Exposition Read(string text)
    {
        Exposition read = new();
        if (text.Length == 0)
        {
            return read;
        }

        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        string? family = null;
        foreach (string line in text[..^1].Split('\n'))
        {
            string next = line.StartsWith('#') ? read.ReadComment(line) : read.ReadSample(line);
            if (next != family)
            {
                Assert.True(read._closed.Add(next), $"{next} is in several pieces.");
                family = next;
            }
        }

        read.CheckHistograms();
        return read;
    }

    private string ReadComment(string line)
    {
        Match match = Comment().Match(line);
        Assert.True(match.Success, line);
        string name = match.Groups["name"].Value;
        string rest = match.Groups["rest"].Value;
        if (match.Groups["kind"].Value == "HELP")
        {
            Assert.DoesNotContain(name, _types.Keys);
            Assert.Matches(@"^([^\\]|\\\\|\\n)+$", rest);
            Assert.True(_helps.TryAdd(name, Unescape(rest)), line);
        }
        else
        {
            Assert.Contains(rest, (string[])["counter", "gauge", "histogram"]);
            Assert.True(_types.TryAdd(name, rest), line);
        }

        return name;
    }

    private string ReadSample(string line)
    {
        Match match = Sample().Match(line);
        Assert.True(match.Success, line);
        string name = match.Groups["name"].Value;
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        string between = match.Groups["labels"].Value;
        while (between.Length > 0)
        {
            Match label = Label().Match(between);
            Assert.True(label.Success, line);
            Assert.True(labels.TryAdd(label.Groups["name"].Value, Unescape(label.Groups["value"].Value)), line);
            Assert.NotEqual("", label.Groups["value"].Value);
            between = between[label.Length..];
            Assert.False(label.Groups["comma"].Success && between.Length == 0, line);
        }

        Assert.True(_samples.TryAdd(Key(name, labels), Number(match.Groups["value"].Value)), $"{line} is there twice.");
        string family = _types.ContainsKey(name) ? name : Suffix().Replace(name, "");
        Assert.True(_types.ContainsKey(family), $"{line} has no TYPE.");
        Assert.True(_types[family] == "histogram" ? family != name : family == name, line);
        Assert.Equal(_types[family] == "counter", name.EndsWith("_total", StringComparison.Ordinal));
        Assert.Equal(name.EndsWith("_bucket", StringComparison.Ordinal), labels.ContainsKey("le"));
        return family;
    }

    private void CheckHistograms()
    {
        foreach (string name in _types.Where(static t => t.Value == "histogram").Select(static t => t.Key))
        {
            foreach ((string key, double count) in _samples.Where(s => Regex.IsMatch(s.Key, $"^{name}_count(\\{{|$)")))
            {
                string labels = key[$"{name}_count".Length..].Trim('{', '}');
                List<(double Bound, double Count)> buckets = [.. _samples
                    .Where(s => s.Key.StartsWith($"{name}_bucket{{", StringComparison.Ordinal) && WithoutBound(s.Key[$"{name}_bucket".Length..].Trim('{', '}')) == labels)
                    .Select(static s => (Number(Bound().Match(s.Key).Groups["bound"].Value), s.Value))
                    .OrderBy(static b => b.Item1)];
                Assert.Equal(double.PositiveInfinity, buckets[^1].Bound);
                Assert.Equal(count, buckets[^1].Count);
                Assert.Equal(buckets.Select(static b => b.Count).Order(), buckets.Select(static b => b.Count));
                Assert.Contains($"{name}_sum{key[$"{name}_count".Length..]}", _samples.Keys);
            }
        }
    }

    private static string WithoutBound(string labels) => Bound().Replace(labels, "").Trim(',').Replace(",,", ",", StringComparison.Ordinal);

    private static string Key(string name, SortedDictionary<string, string> labels) =>
        labels.Count == 0 ? name : $"{name}{{{string.Join(',', labels.Select(static l => $"{l.Key}=\"{l.Value}\""))}}}";

    private static double Number(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        "NaN" => double.NaN,
        _ => double.Parse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture),
    };

    private static string Unescape(string text)
    {
        StringBuilder plain = new();
        for (int i = 0; i < text.Length; i++)
        {
            plain.Append(text[i] != '\\' ? text[i] : text[++i] switch
            {
                'n' => '\n',
                '\\' => '\\',
                '"' => '"',
                _ => throw new FormatException(text),
            });
        }

        return plain.ToString();
    }

    [GeneratedRegex(@"^# (?<kind>HELP|TYPE) (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<rest>.+)$")]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.+)\})? (?<value>[^ ]+)$")]
    private static partial Regex Sample();

    [GeneratedRegex(@"^(?<name>[a-zA-Z_][a-zA-Z0-9_]*)=""(?<value>([^""\\]|\\[\\n""])*)""(?<comma>,)?")]
    private static partial Regex Label();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();

    [GeneratedRegex("le=\"(?<bound>[^\"]+)\"")]
    private static partial Regex Bound();
}
