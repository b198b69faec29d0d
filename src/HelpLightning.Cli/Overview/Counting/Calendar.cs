namespace HelpLightning.Cli.Overview.Counting;

/// <summary>The days, weeks, months or years of a period, which become the bars of a plot.</summary>
internal sealed class Calendar
{
    private const int MostDays = 14;
    private const int MostWeeks = 104;
    private const int MostMonths = 120;

    private readonly DateOnly _first;

    public Calendar(Period period)
    {
        DateTime begin = period.Local(period.Since);
        DateTime end = period.Local(period.Until);
        DateOnly first = DateOnly.FromDateTime(begin);
        DateOnly last = DateOnly.FromDateTime(period.Local(period.Until.AddTicks(-1)));
        Grain = GrainOf(first, last);
        _first = BeginOf(first);
        int count = IndexOf(last) + 1;
        Begins = [.. Enumerable.Range(0, count).Select(Begin)];
        FirstIsWhole = begin <= _first.ToDateTime(default);
        LastIsWhole = end >= Begin(count).ToDateTime(default);
    }

    public Grain Grain { get; }

    /// <summary>The first day of each.</summary>
    public IReadOnlyList<DateOnly> Begins { get; }

    /// <summary>Does the period begin where the first of them does? If not, its bar is lower than it would be.</summary>
    public bool FirstIsWhole { get; }

    public bool LastIsWhole { get; }

    public int IndexOf(DateOnly day) => Grain switch
    {
        Grain.Day => day.DayNumber - _first.DayNumber,
        Grain.Week => (day.DayNumber - _first.DayNumber) / 7,
        Grain.Month => Months(_first, day),
        _ => day.Year - _first.Year,
    };

    /// <summary>As many bars as can be told apart.</summary>
    private static Grain GrainOf(DateOnly first, DateOnly last) => (last.DayNumber - first.DayNumber + 1) switch
    {
        <= MostDays => Grain.Day,
        <= MostWeeks * 7 => Grain.Week,
        _ when Months(first, last) < MostMonths => Grain.Month,
        _ => Grain.Year,
    };

    private static int Months(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;

    private DateOnly Begin(int index) => Grain switch
    {
        Grain.Day => _first.AddDays(index),
        Grain.Week => _first.AddDays(index * 7),
        Grain.Month => _first.AddMonths(index),
        _ => _first.AddYears(index),
    };

    private DateOnly BeginOf(DateOnly day) => Grain switch
    {
        Grain.Day => day,
        Grain.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        Grain.Month => new DateOnly(day.Year, day.Month, 1),
        _ => new DateOnly(day.Year, 1, 1),
    };
}
