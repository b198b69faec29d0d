using System.Runtime.CompilerServices;

namespace HelpLightning.Proxy;

/// <summary>All series of one name. Finding one that is there takes no lock and no memory.</summary>
internal sealed class MetricFamily(string name, string help, MetricKind kind, MetricSource source)
{
    /// <summary>Sets of labels that are told apart; what is over goes into one series.</summary>
    internal const int MostSeries = 1_000;

    /// <summary>The label by which others, too, mark the series that holds what was too much.</summary>
    internal const string OverflowLabels = "otel_metric_overflow=\"true\"";

    private const int Slots = 1_024;

    private readonly Entry?[] _slots = new Entry?[Slots];
    private readonly Dictionary<string, MetricSeries> _byLabels = new(StringComparer.Ordinal);
    private readonly Lock _adding = new();
    private volatile MetricSeries? _overflow;
    private int _entries;

    public string Name => name;

    public string Help => help;

    public MetricKind Kind => kind;

    public MetricSource Source => source;

    /// <summary>In the order of their labels.</summary>
    public MetricSeries[] Snapshot()
    {
        lock (_adding)
        {
            return [.. _byLabels.Values.OrderBy(static s => s.Labels, StringComparer.Ordinal)];
        }
    }

    public MetricSeries Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = Hash(tags);
        return Look(hash, tags) ?? _overflow ?? Add(hash, tags);
    }

    private MetricSeries? Look(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        for (Entry? entry = Volatile.Read(ref _slots[hash & (Slots - 1)]); entry is not null; entry = entry.Next)
        {
            if (entry.Hash == hash && entry.Is(tags))
            {
                return entry.Series;
            }
        }

        return null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private MetricSeries Add(int hash, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_adding)
        {
            if ((Look(hash, tags) ?? _overflow) is { } there)
            {
                return there;
            }

            if (_entries == MostSeries)
            {
                return _overflow = SeriesOf(OverflowLabels);
            }

            MetricSeries series = SeriesOf(LabelText.Of(tags));
            ref Entry? slot = ref _slots[hash & (Slots - 1)];
            Volatile.Write(ref slot, new Entry(hash, tags.ToArray(), series, slot));
            _entries++;
            return series;
        }
    }

    /// <summary>The same labels may come in several orders, and as several types.</summary>
    private MetricSeries SeriesOf(string labels)
    {
        if (!_byLabels.TryGetValue(labels, out MetricSeries? series))
        {
            _byLabels.Add(labels, series = new MetricSeries(labels, kind == MetricKind.Histogram));
        }

        return series;
    }

    private static int Hash(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        int hash = tags.Length;
        foreach (ref readonly KeyValuePair<string, object?> tag in tags)
        {
            hash = (hash * 31) + (tag.Value?.GetHashCode() ?? 0);
        }

        // Numbers are their own hash, and only the low bits choose the slot.
        return hash ^ (hash >>> 10) ^ (hash >>> 20);
    }

    private sealed class Entry(int hash, KeyValuePair<string, object?>[] tags, MetricSeries series, Entry? next)
    {
        public int Hash => hash;

        public MetricSeries Series => series;

        public Entry? Next => next;

        public bool Is(ReadOnlySpan<KeyValuePair<string, object?>> others)
        {
            if (others.Length != tags.Length)
            {
                return false;
            }

            for (int i = 0; i < tags.Length; i++)
            {
                if (tags[i].Key != others[i].Key || !Equals(tags[i].Value, others[i].Value))
                {
                    return false;
                }
            }

            return true;
        }
    }
}
