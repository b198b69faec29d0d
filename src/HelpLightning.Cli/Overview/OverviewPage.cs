using HelpLightning.Calls;
using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Cli.Overview.Plots;

namespace HelpLightning.Cli.Overview;

/// <summary>
/// The page: one file that needs nothing else, and cannot ask for anything (its content security policy forbids it). Without script.
/// </summary>
/// <param name="count">The figures.</param>
/// <param name="about">What it says about itself.</param>
internal sealed class OverviewPage(CallCount count, OverviewAbout about)
{
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    /// <summary>Drawn once for all plots: what is hatched can be told from what is not without its colour.</summary>
    private const string Hatch = """

        <svg class="defs" width="0" height="0" aria-hidden="true">
        <defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect class="hatch-ground" width="5" height="5" /><rect class="hatch-line" width="2" height="5" />
        </pattern></defs>
        </svg>
        """;

    public void Write(TextWriter output)
    {
        output.Write("<!DOCTYPE html>");
        Markup page = new(output);
        page.Open("html", ("lang", "en"));
        page.Open("head");
        page.Empty("meta", ("charset", "utf-8"));
        page.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", Policy));
        page.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        page.Empty("meta", ("name", "color-scheme"), ("content", "light dark"));
        page.Empty("meta", ("name", "robots"), ("content", "noindex"));
        page.Element("title", $"Calls, {Words.Period(count.Period)}");
        page.Open("style");
        page.Raw(PageStyle.Sheet);
        page.Close();
        page.Close();
        page.Open("body");
        page.Raw(Hatch);
        page.Open("main");
        WriteHead(page);
        WriteHeadlines(page);
        if (count.Now.Calls == 0)
        {
            WriteEmpty(page);
        }
        else
        {
            WriteTrends(page);
            new PageSections(page, count, about).Write();
        }

        WriteFoot(page);
        page.Close();
        page.Close();
        page.Close();
        output.Write('\n');
    }

    private void WriteHead(Markup page)
    {
        page.Open("header");
        page.Element("h1", count.Group is { } group ? $"Calls of {group}" : "Calls");
        page.Element("p", Words.Period(count.Period), ("class", "period"));
        string made = Words.Time(count.Period.Local(about.MadeAt));
        page.Element("p", $"From {about.Source}, {made}. Days and hours are those of {count.Period.Zone.Id}.");
        page.Close();
    }

    private void WriteHeadlines(Markup page)
    {
        string before = $"in the {Words.Length(count.Period.Length)} before";
        page.Open("section", ("aria-label", "In numbers"), ("class", "cards"));
        Headline(page, "Calls", Words.Count(count.Now.Calls), Words.Change(count.Now.Calls, count.Before.Calls), before);
        Headline(
            page, "Hours", Words.Hours(count.Now.Hours),
            Words.Change(count.Now.Hours, count.Before.Hours, fewer: "less", same: "as much as"), before);
        Headline(
            page, "Answered", Words.Share(count.Now.AnsweredShare),
            Words.Points(count.Now.AnsweredShare, count.Before.AnsweredShare), before);
        Headline(page, "People active", Words.Count(count.People), Words.Change(count.People, count.PeopleBefore), before);
        page.Close();
    }

    private static void Headline(Markup page, string name, string number, string? change, string before)
    {
        page.Open("div", ("class", "card"));
        page.Element("h2", name);
        page.Element("p", number, ("class", "number"));
        page.Element("p", change is null ? "nothing before to compare with" : $"{change} {before}", ("class", "change"));
        page.Close();
    }

    private static void WriteEmpty(Markup page)
    {
        page.Open("section", ("class", "empty"));
        page.Element("h2", "No calls in this time");
        page.Element(
            "p", "There is nothing to draw yet. Look further back with --since, for instance hl overview --since 365d --out page.html.");
        page.Close();
    }

    private void WriteTrends(Markup page)
    {
        page.Open("section", ("class", "trends"));
        page.Element("h2", "In words");
        page.Open("ul");
        foreach (string sentence in Trends.Of(count))
        {
            page.Element("li", sentence);
        }

        page.Close();
        page.Close();
    }

    private void WriteFoot(Markup page)
    {
        page.Open("footer");
        page.Element("h2", "How it is counted");
        page.Open("ul");
        page.Element("li", $"A call counts where it began. Answered are calls that ended as “{CallOutcome.EndedWell}”, and those that go "
            + "on with more than one person; all others are unanswered, whatever their reason.");
        page.Element("li", "Hours are those of answered calls. People are those with an account who called, answered or took part; "
            + "guests are not among them.");
        page.Element("li", "A call counts for each of its groups: those that Help Lightning names with it, or, in an export, those "
            + "whose member called. Experts are the people who were called.");
        foreach (string remark in about.Remarks)
        {
            page.Element("li", remark);
        }

        if (count.Undated > 0)
        {
            page.Element("li", $"{Words.Count(count.Undated, "call")} that do not tell when they began are left out.");
        }

        page.Close();
        page.Element("p", about.HidesNames
            ? "Made by hl overview. Names of people are left out."
            : "Made by hl overview. It names people: pass it on with care, or make it with --names hidden.");
        page.Close();
    }
}
