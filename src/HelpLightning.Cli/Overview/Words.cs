using System.Globalization;
using HelpLightning.Cli.Overview.Counting;

namespace HelpLightning.Cli.Overview;

/// <summary>Numbers and times as people read them.</summary>
internal static class Words
{
    private const int MostWeeksInWords = 26;

    /// <summary>From here on people say how many times.</summary>
    private const double Times = 3;

    /// <summary>So that no line begins with the sign.</summary>
    private const string PercentSign = "\u00a0%";

    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    public static IReadOnlyList<string> Days { get; } = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

    public static IReadOnlyList<string> LongDays { get; } =
        ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];

    public static string Count(double count) => count.ToString("N0", Culture);

    /// <summary>With what is counted: <c>1 call</c>, <c>1,200 calls</c>.</summary>
    public static string Count(long count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    public static string Hours(double hours) => hours.ToString(hours < 100 ? "0.0" : "N0", Culture);

    /// <summary>0.5 is <c>50 %</c>. Not quite all is not all, and not quite nothing is not nothing.</summary>
    public static string Percent(double share)
    {
        double percent = Math.Round(share * 100);
        return (percent, share) switch
        {
            (100, < 1) => ">99" + PercentSign,
            (0, > 0) => "<1" + PercentSign,
            _ => percent.ToString("0", Culture) + PercentSign,
        };
    }

    public static string Share(double? share) => share is { } known ? Percent(known) : "–";

    /// <summary>Against what was before: <c>12 % more than</c>, <c>as many as</c>. Null when nothing was before.</summary>
    public static string? Change(double now, double before, string more = "more", string fewer = "fewer", string same = "as many as")
    {
        if (before <= 0)
        {
            return null;
        }

        double percent = Math.Round(Math.Abs(now - before) / before * 100);
        return percent == 0 ? (now == before ? same : "about " + same)
            : now >= Times * before ? $"{Count(Math.Round(now / before))} times {same}"
            : $"{Count(percent)}{PercentSign} {(now > before ? more : fewer)} than";
    }

    /// <summary>The same for shares, in points. Null when one of them is not known.</summary>
    public static string? Points(double? now, double? before)
    {
        if (now is not { } a || before is not { } b)
        {
            return null;
        }

        double points = Math.Round(a * 100) - Math.Round(b * 100);
        return points == 0 ? "the same as"
            : $"{Count((long)Math.Abs(points), "point")} {(points > 0 ? "more" : "less")} than";
    }

    /// <summary><c>4 weeks</c>, <c>90 days</c>, <c>36 hours</c>.</summary>
    public static string Length(TimeSpan length)
    {
        double days = Math.Round(length.TotalDays, 1);
        return days >= 7 && days % 7 == 0 && days / 7 <= MostWeeksInWords ? Count((long)days / 7, "week")
            : days >= 2 ? Count((long)Math.Round(days), "day")
            : length.TotalHours >= 1 ? Count((long)Math.Round(length.TotalHours), "hour")
            : Count((long)Math.Ceiling(length.TotalMinutes), "minute");
    }

    public static string Duration(TimeSpan time) => time.TotalHours >= 1
        ? string.Create(Culture, $"{(int)time.TotalHours} h {time.Minutes:00} min")
        : string.Create(Culture, $"{time.Minutes} min {time.Seconds:00} s");

    public static string Time(DateTime time) => time.ToString("d MMM yyyy HH:mm", Culture);

    public static string Day(DateOnly day) => day.ToString("d MMM yyyy", Culture);

    public static string Period(Period period)
    {
        DateTime begin = period.Local(period.Since);
        DateTime end = period.Local(period.Until);
        return begin.TimeOfDay == TimeSpan.Zero && end.TimeOfDay == TimeSpan.Zero
            ? $"{Day(DateOnly.FromDateTime(begin))} to {Day(DateOnly.FromDateTime(end.AddDays(-1)))}"
            : $"{Time(begin)} to {Time(end)}";
    }

    public static string Unit(Grain grain) => grain switch
    {
        Grain.Day => "day",
        Grain.Week => "week",
        Grain.Month => "month",
        _ => "year",
    };

    /// <summary>Under a bar.</summary>
    public static string Bar(DateOnly begin, Grain grain) => begin.ToString(
        grain switch
        {
            Grain.Day or Grain.Week => "d MMM",
            Grain.Month => "MMM yy",
            _ => "yyyy",
        },
        Culture);

    /// <summary>In a sentence: <c>week of 5 Oct 2026</c>.</summary>
    public static string LongBar(DateOnly begin, Grain grain) => grain switch
    {
        Grain.Day => Day(begin),
        Grain.Week => "week of " + Day(begin),
        Grain.Month => begin.ToString("MMMM yyyy", Culture),
        _ => begin.ToString("yyyy", Culture),
    };
}
