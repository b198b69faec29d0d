using System.Globalization;
using HelpLightning.Cli.Overview.Counting;

namespace HelpLightning.Cli.Overview;

/// <summary>What the plots show, in sentences.</summary>
internal static class Trends
{
    public static IEnumerable<string> Of(CallCount count)
    {
        string length = Words.Length(count.Period.Length);
        yield return count.Before.Calls == 0
            ? $"{Words.Count(count.Now.Calls, "call")}; there were none in the {length} before to compare with."
            : Sentence(
                Words.Count(count.Now.Calls, "call"), Words.Change(count.Now.Calls, count.Before.Calls), length,
                Words.Count(count.Before.Calls));
        if (count.Now.Calls == 0)
        {
            yield break;
        }

        yield return Sentence(
            $"{Words.Hours(count.Now.Hours)} hours of talk",
            Words.Change(count.Now.Hours, count.Before.Hours, fewer: "less", same: "as much as"), length, Words.Hours(count.Before.Hours));
        yield return Sentence(
            $"{Words.Percent(1 - count.Now.AnsweredShare!.Value)} of the calls were not answered",
            Words.Points(1 - count.Now.AnsweredShare, 1 - count.Before.AnsweredShare), length,
            Words.Share(1 - count.Before.AnsweredShare));
        yield return Sentence(
            $"{Words.Count(count.People, "person", "people")} took part", Words.Change(count.People, count.PeopleBefore), length,
            Words.Count(count.PeopleBefore));
        if (count.Durations.Median() is { } median)
        {
            yield return $"Half of the answered calls took {Words.Duration(median)} or less.";
        }

        yield return BusiestHour(count.Hours);
        if (count.Bars.Count > 1)
        {
            int best = Enumerable.Range(0, count.Bars.Count).MaxBy(i => count.Bars[i].Calls);
            Grain grain = count.Calendar.Grain;
            yield return $"The busiest {Words.Unit(grain)}: {Words.LongBar(count.Calendar.Begins[best], grain)}, "
                + $"{Words.Count(count.Bars[best].Calls, "call")}.";
        }
    }

    /// <summary>That there is nothing to compare with is said once, of the calls.</summary>
    private static string Sentence(string what, string? change, string length, string before) =>
        change is null ? $"{what}." : $"{what}, {change} in the {length} before ({before}).";

    private static string BusiestHour(long[,] hours)
    {
        (int Day, int Hour) best = Enumerable.Range(0, hours.Length).Select(static i => (i / 24, i % 24))
            .MaxBy(at => hours[at.Item1, at.Item2]);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Most calls begin on {Words.LongDays[best.Day]} between {best.Hour:00}:00 and {best.Hour + 1:00}:00 "
            + $"({hours[best.Day, best.Hour]:N0}).");
    }
}
