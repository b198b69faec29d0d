namespace HelpLightning.Cli.Overview.Counting;

/// <summary>How long answered calls took, without keeping the calls.</summary>
internal sealed class DurationCount
{
    private const int LongestSecond = 24 * 60 * 60;

    /// <summary>Where each class ends, in minutes; the last one has no end.</summary>
    private static readonly int[] Ends = [1, 2, 5, 10, 20, 30, 60];

    private readonly long[] _bySecond = new long[LongestSecond + 1];
    private readonly long[] _classes = new long[Ends.Length + 1];
    private long _count;

    public static IReadOnlyList<string> Labels { get; } = ["<1", "1–2", "2–5", "5–10", "10–20", "20–30", "30–60", "60+"];

    /// <summary>As many as there are labels.</summary>
    public IReadOnlyList<long> Classes => _classes;

    public void Add(double seconds)
    {
        int index = Array.FindIndex(Ends, end => seconds < end * 60);
        _classes[index < 0 ? Ends.Length : index]++;
        _bySecond[(int)Math.Min(seconds, LongestSecond)]++;
        _count++;
    }

    /// <summary>Half of them took no longer; to the second, at most a day. Null when there are none.</summary>
    public TimeSpan? Median()
    {
        long seen = 0;
        for (int second = 0; second < _bySecond.Length && _count > 0; second++)
        {
            seen += _bySecond[second];
            if (seen * 2 >= _count)
            {
                return TimeSpan.FromSeconds(second);
            }
        }

        return null;
    }
}
