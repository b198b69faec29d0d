namespace HelpLightning.Proxy;

/// <summary>The numbers of one set of labels. Written by many threads without a lock; read at any time.</summary>
/// <param name="labels">What stands between the braces.</param>
/// <param name="isHistogram">Has buckets.</param>
internal sealed class MetricSeries(string labels, bool isHistogram)
{
    private static readonly double[] AllBounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

    private readonly long[]? _buckets = isHistogram ? new long[AllBounds.Length + 1] : null;
    private long _whole;
    private double _real;
    private long _round;

    /// <summary>Upper bounds of the buckets, in seconds; what is larger than all falls into one more.</summary>
    public static ReadOnlySpan<double> Bounds => AllBounds;

    public string Labels { get; } = labels;

    /// <summary>What was added, or observed last, or the sum of a histogram.</summary>
    public double Value => Volatile.Read(ref _real) + Volatile.Read(ref _whole);

    /// <summary>Of what is asked for at each scrape: at which it was seen last.</summary>
    public long Round => Volatile.Read(ref _round);

    public void Add(long value) => Interlocked.Add(ref _whole, value);

    public void Add(double value)
    {
        double seen = Volatile.Read(ref _real);
        while (true)
        {
            double was = Interlocked.CompareExchange(ref _real, seen + value, seen);

            // By their bits: NaN is not equal to itself, and would be tried for ever.
            if (BitConverter.DoubleToInt64Bits(was) == BitConverter.DoubleToInt64Bits(seen))
            {
                return;
            }

            seen = was;
        }
    }

    public void Set(double value, long round)
    {
        Volatile.Write(ref _real, value);
        Volatile.Write(ref _round, round);
    }

    /// <summary>Counts a value in its bucket.</summary>
    public void Record(double value)
    {
        double[] bounds = AllBounds;
        int bucket = 0;
        while (bucket < bounds.Length && !(value <= bounds[bucket]))
        {
            bucket++;
        }

        Interlocked.Increment(ref _buckets![bucket]);
        Add(value);
    }

    public long InBucket(int index) => Volatile.Read(ref _buckets![index]);
}
