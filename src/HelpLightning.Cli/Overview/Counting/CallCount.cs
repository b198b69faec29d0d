namespace HelpLightning.Cli.Overview.Counting;

/// <summary>
/// All figures of the page, from one pass over the calls in any order. What is kept grows with people, groups and weeks, never with calls.
/// </summary>
/// <param name="period">What is looked at.</param>
/// <param name="group">Only calls that count for the group of this name; null for all.</param>
internal sealed class CallCount(Period period, string? group)
{
    /// <summary>The reason is the server's own words, so nobody knows how many there are.</summary>
    private const int MostReasons = 1000;

    private const string OtherReasons = "Other";

    private readonly HashSet<long> _people = [];
    private readonly HashSet<long> _peopleBefore = [];
    private readonly Dictionary<string, long> _reasons = [];

    public Period Period => period;

    public string? Group => group;

    public Calendar Calendar { get; } = new(period);

    public Tally Now { get; } = new();

    public Tally Before { get; } = new();

    public int People => _people.Count;

    public int PeopleBefore => _peopleBefore.Count;

    /// <summary>One for each of the calendar.</summary>
    public IReadOnlyList<Tally> Bars => field ??= [.. Calendar.Begins.Select(static _ => new Tally())];

    /// <summary>Calls that began at an hour (second index) of a weekday (first index, from Monday).</summary>
    public long[,] Hours { get; } = new long[7, 24];

    public DurationCount Durations { get; } = new();

    public Ranking<string> Groups { get; } = new();

    public Ranking<long> Experts { get; } = new();

    /// <summary>Calls that do not tell when they began, and so are nowhere.</summary>
    public long Undated { get; private set; }

    /// <summary>Of all calls that were seen, in the period or not.</summary>
    public DateTimeOffset? Earliest { get; private set; }

    /// <summary>How calls ended, the most frequent first.</summary>
    public IReadOnlyList<(string Reason, long Calls)> Reasons =>
    [
        .. _reasons.OrderByDescending(static reason => reason.Value).ThenBy(static reason => reason.Key, StringComparer.Ordinal)
            .Select(static reason => (reason.Key, reason.Value)),
    ];

    public void Add(OverviewCall call)
    {
        if (group is not null && !call.Groups.Contains(group))
        {
            return;
        }

        if (call.StartedAt is not { } start)
        {
            Undated++;
            return;
        }

        Earliest = Earliest < start ? Earliest : start;
        if (period.IsBefore(start))
        {
            Before.Add(call);
            AddPeople(_peopleBefore, call);
        }
        else if (period.Contains(start))
        {
            AddNow(call, period.Local(start));
        }
    }

    /// <summary>Who rings nobody up successfully is at work all the same; whoever did not answer may not be.</summary>
    private static void AddPeople(HashSet<long> people, OverviewCall call)
    {
        people.UnionWith(call.People);
        if (call.DialerId is { } dialer)
        {
            people.Add(dialer);
        }

        if (call.IsAnswered && call.ReceiverId is { } receiver)
        {
            people.Add(receiver);
        }
    }

    private void AddNow(OverviewCall call, DateTime local)
    {
        Now.Add(call);
        AddPeople(_people, call);
        Bars[Calendar.IndexOf(DateOnly.FromDateTime(local))].Add(call);
        Hours[((int)local.DayOfWeek + 6) % 7, local.Hour]++;
        string reason = call.HowItEnded;
        reason = _reasons.Count < MostReasons || _reasons.ContainsKey(reason) ? reason : OtherReasons;
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        foreach (string name in call.Groups)
        {
            Groups.Add(name, name, call);
        }

        if (call.ReceiverId is { } expert)
        {
            Experts.Add(expert, call.ReceiverName ?? "", call);
        }

        if (call.IsAnswered)
        {
            Durations.Add(call.Seconds);
        }
    }
}
