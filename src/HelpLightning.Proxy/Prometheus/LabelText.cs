using System.Globalization;
using System.Text;

namespace HelpLightning.Proxy;

/// <summary>Tags as they stand between braces: sorted, so that their order makes no second series.</summary>
internal static class LabelText
{
    /// <summary><c>site="north",status="200"</c>; empty for none. An empty value is as good as none to Prometheus.</summary>
    public static string Of(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        SortedDictionary<string, string> labels = new(StringComparer.Ordinal);
        foreach ((string key, object? tag) in tags)
        {
            if (Convert.ToString(tag, CultureInfo.InvariantCulture) is { Length: > 0 } value)
            {
                string name = MetricNames.OfLabel(key);

                // Names that were different become the same: both values stay, as a label may not stand twice.
                labels[name] = labels.TryGetValue(name, out string? other) ? $"{other};{value}" : value;
            }
        }

        StringBuilder text = new();
        foreach ((string name, string value) in labels)
        {
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"");
            AppendEscaped(text, value);
            text.Append('"');
        }

        return text.ToString();
    }

    private static void AppendEscaped(StringBuilder text, string value)
    {
        foreach (char c in value)
        {
            _ = c switch
            {
                '\\' => text.Append(@"\\"),
                '"' => text.Append("\\\""),
                '\n' => text.Append(@"\n"),
                _ => text.Append(c),
            };
        }
    }
}
