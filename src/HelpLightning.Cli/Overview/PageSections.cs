using System.Globalization;
using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Cli.Overview.Plots;

namespace HelpLightning.Cli.Overview;

/// <summary>The plots, each with its numbers in a table under it.</summary>
internal sealed class PageSections(Markup page, CallCount count, OverviewAbout about)
{
    private const int MostReasons = 8;

    private static readonly string[] TallyHead = ["Calls", "Answered", "Unanswered", "Not answered", "Hours"];

    private Grain Grain => count.Calendar.Grain;

    private string Unit => Words.Unit(Grain);

    public void Write()
    {
        page.Open("div", ("class", "plots"));
        CallsOverTime();
        HoursOverTime();
        UnansweredOverTime();
        ByHour();
        Ranking("Busiest groups", "Group", [.. count.Groups.Top(about.Top)], count.Groups.Count, "No call counts for a group.");
        Ranking("Busiest experts", "Expert", [.. Experts()], count.Experts.Count, "No call tells who was called.");
        HowTheyEnded();
        HowLong();
        page.Close();
    }

    private void CallsOverTime()
    {
        string title = $"Calls a {Unit}";
        Open(title, hasLegend: true);
        new ColumnPlot(title, [.. Bars((bar, name) => new Bar(
            name.Short, $"{name.Long}: {Told(bar)}", Words.Count(bar.Calls), bar.Answered, bar.Unanswered))], Words.Count).Draw(page);
        Cut();
        Table(title, Unit, TallyHead, Bars(static (bar, name) => (name.Long, Cells(bar))));
        page.Close();
    }

    private void HoursOverTime()
    {
        string title = $"Hours a {Unit}";
        Open(title);
        new ColumnPlot(
            title,
            [.. Bars(static (bar, name) => new Bar(
                name.Short, $"{name.Long}: {Words.Hours(bar.Hours)} hours", Words.Hours(bar.Hours), bar.Hours))],
            static hours => hours.ToString("#,0.##", CultureInfo.InvariantCulture), smallestStep: 0.05).Draw(page);
        Cut();
        Table(title, Unit, ["Hours"], Bars(static (bar, name) => (name.Long, (IReadOnlyList<string>)[Words.Hours(bar.Hours)])));
        page.Close();
    }

    private void UnansweredOverTime()
    {
        const string Title = "Share of calls not answered";
        Open(Title);
        new ColumnPlot(
            Title,
            [.. Bars((bar, name) => new Bar(
                name.Short, $"{name.Long}: {NotAnswered(bar)} of {Words.Count(bar.Calls, "call")}", NotAnswered(bar),
                100 * (1 - bar.AnsweredShare ?? 0)))],
            static percent => Words.Percent(percent / 100), firstKind: 1).Draw(page);
        Table(Title, Unit, ["Not answered", "Of calls"], Bars(static (bar, name) =>
            (name.Long, (IReadOnlyList<string>)[NotAnswered(bar), Words.Count(bar.Calls)])));
        page.Close();
    }

    private void ByHour()
    {
        const string Title = "When calls begin";
        Open(Title);
        new HeatPlot(Title, count.Hours, Words.Days, "calls").Draw(page);
        Table(
            Title, "hour", Words.Days,
            Enumerable.Range(0, 24).Select(hour => (
                string.Create(CultureInfo.InvariantCulture, $"{hour:00}:00"),
                (IReadOnlyList<string>)[.. Enumerable.Range(0, 7).Select(day => Words.Count(count.Hours[day, hour]))])));
        page.Close();
    }

    private void Ranking(string title, string kind, (string Name, Tally Tally)[] top, int all, string none)
    {
        Open(title, hasLegend: top.Length > 0);
        if (top.Length == 0)
        {
            page.Element("p", none);
        }
        else
        {
            new RowPlot(title, [.. top.Select(static row => new Bar(
                row.Name, $"{row.Name}: {Told(row.Tally)}", Figure(row.Tally), row.Tally.Answered, row.Tally.Unanswered))]).Draw(page);
            if (all > top.Length)
            {
                page.Element("p", $"And {Words.Count(all - top.Length)} more.", ("class", "note"));
            }

            Table(title, kind, TallyHead, top.Select(static row => (row.Name, Cells(row.Tally))));
        }

        page.Close();
    }

    private IEnumerable<(string Name, Tally Tally)> Experts() => count.Experts.Top(about.Top).Select((expert, i) => (
        about.HidesNames ? string.Create(CultureInfo.InvariantCulture, $"Expert {i + 1}")
            : expert.Name.Length > 0 ? expert.Name
            : "Somebody without a name",
        expert.Tally));

    private void HowTheyEnded()
    {
        const string Title = "How calls ended";
        Open(Title);
        IReadOnlyList<(string Reason, long Calls)> all = count.Reasons;
        IEnumerable<(string Reason, long Calls)> shown = all.Count <= MostReasons
            ? all
            : all.Take(MostReasons - 1).Append(("All others", all.Skip(MostReasons - 1).Sum(static reason => reason.Calls)));
        new RowPlot(Title, [.. shown.Select(reason => new Bar(
            reason.Reason, $"{reason.Reason}: {Words.Count(reason.Calls, "call")}",
            $"{Words.Count(reason.Calls)}, {ShareOfAll(reason.Calls)}", reason.Calls))]).Draw(page);
        Table(Title, "reason", ["Calls", "Share"], shown.Select(reason => (
            reason.Reason, (IReadOnlyList<string>)[Words.Count(reason.Calls), ShareOfAll(reason.Calls)])));
        page.Close();
    }

    private void HowLong()
    {
        const string Title = "How long answered calls took, in minutes";
        Open(Title);
        IEnumerable<(string Minutes, long Calls)> all = DurationCount.Labels.Zip(count.Durations.Classes);
        Bar[] bars =
        [
            .. all.Select(static c => new Bar(
                c.Minutes, $"{c.Minutes} minutes: {Words.Count(c.Calls, "call")}", Words.Count(c.Calls), c.Calls)),
        ];
        new ColumnPlot(Title, bars, Words.Count).Draw(page);
        Table(Title, "minutes", ["Calls"], all.Select(static c => (c.Minutes, (IReadOnlyList<string>)[Words.Count(c.Calls)])));
        page.Close();
    }

    private static string NotAnswered(Tally tally) => Words.Share(1 - tally.AnsweredShare);

    private static string Told(Tally tally) =>
        $"{Words.Count(tally.Calls, "call")}, {Words.Count(tally.Unanswered)} unanswered, {Words.Hours(tally.Hours)} hours";

    private static string Figure(Tally tally) => tally.Unanswered == 0
        ? Words.Count(tally.Calls)
        : $"{Words.Count(tally.Calls)}, {Words.Count(tally.Unanswered)} unanswered";

    private static IReadOnlyList<string> Cells(Tally tally) =>
    [
        Words.Count(tally.Calls), Words.Count(tally.Answered), Words.Count(tally.Unanswered), NotAnswered(tally), Words.Hours(tally.Hours),
    ];

    private string ShareOfAll(long calls) => Words.Percent((double)calls / count.Now.Calls);

    private IEnumerable<T> Bars<T>(Func<Tally, (string Short, string Long), T> convert) => count.Bars.Zip(
        count.Calendar.Begins, (bar, begin) => convert(bar, (Words.Bar(begin, Grain), Words.LongBar(begin, Grain))));

    private void Open(string title, bool hasLegend = false)
    {
        page.Open("section", ("class", "panel"));
        page.Element("h2", title);
        if (hasLegend)
        {
            page.Raw("""

                <p class="legend"><span class="swatch s0"></span> answered <span class="swatch s1"></span> unanswered</p>
                """);
        }
    }

    /// <summary>A bar of half a week would look like a fall.</summary>
    private void Cut()
    {
        string? which = (count.Calendar.FirstIsWhole, count.Calendar.LastIsWhole, count.Bars.Count) switch
        {
            (false, false, > 1) => $"The first and the last {Unit} are not whole.",
            (false, _, _) => $"The first {Unit} is not whole.",
            (_, false, _) => $"The last {Unit} is not whole.",
            _ => null,
        };
        if (which is not null)
        {
            page.Element("p", which, ("class", "note"));
        }
    }

    private void Table(string title, string first, IReadOnlyList<string> head, IEnumerable<(string Name, IReadOnlyList<string> Cells)> rows)
    {
        page.Open("details");
        page.Element("summary", "The numbers");
        page.Open("table");
        page.Element("caption", title);
        page.Open("thead");
        page.Open("tr");
        foreach (string name in head.Prepend(string.Concat(char.ToUpperInvariant(first[0]), first[1..])))
        {
            page.Element("th", name, ("scope", "col"));
        }

        page.Close();
        page.Close();
        page.Open("tbody");
        foreach ((string name, IReadOnlyList<string> cells) in rows)
        {
            page.Open("tr");
            page.Element("th", name, ("scope", "row"));
            foreach (string cell in cells)
            {
                page.Element("td", cell);
            }

            page.Close();
        }

        page.Close();
        page.Close();
        page.Close();
    }
}
