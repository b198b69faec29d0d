using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using HelpLightning.Cli.Tests.Transcripts;

namespace HelpLightning.Cli.Tests.Overview;

/// <summary>What a page of <c>hl overview</c> looks like, and what it never does.</summary>
public sealed partial class OverviewPageTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Hostile = "</title><script>alert(1)</script>\"'&\u202e\u2066 \u05d0";

    /// <summary>What can have an address: none of them is on a page.</summary>
    private static readonly string[] Loading =
        ["script", "link", "img", "iframe", "object", "embed", "audio", "video", "source", "image", "use", "a", "form", "base", "foreignObject", "feImage"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_small_site()
    {
        await LoadAsync(new
        {
            start_from = "empty",
            clock = new { now = "2026-03-02T00:00:00Z", frozen = true },
            users = new[] { Person(7, "Ann Field"), Person(8, "Bo Bench"), Person(9, "Cy Crane"), Person(10, "Di Dale") },
            groups = new[] { new { name = "Pumps", members = new[] { "7@example.com", "8@example.com" } }, new { name = "Valves", members = new[] { "9@example.com" } } },
            calls = new[]
            {
                Call(7, 9, "2026-01-27T09:00:00Z", "10m"), Call(8, 9, "2026-02-03T09:30:00Z", "4m"), Call(7, 9, "2026-02-04T09:10:00Z", "25m"),
                Call(9, 10, "2026-02-10T14:00:00Z", "30s", missed: true), Call(7, 10, "2026-02-17T09:45:00Z", "75m"),
                Call(8, 9, "2026-02-24T09:20:00Z", "12m"), Call(8, 9, "2026-02-24T23:59:59Z", "50s"),
            },
        });
        HlResult result = (await RunAsync("overview", "--since", "4w", "--out", "-")).Require(0);
        Assert.Equal("", result.Error);
        OverviewHtml page = new(result.Output);
        Assert.Equal(("6", "1.9", "83 %", "4"), (page.Headline("Calls"), page.Headline("Hours"), page.Headline("Answered"), page.Headline("People active")));
        await Transcript.CompareAsync(Path.Combine("overview", "small.html"), result.Output);
    }

    [Fact]
    public async Task It_needs_nothing_and_asks_for_nothing()
    {
        OverviewHtml page = await SeededAsync();
        Assert.DoesNotContain("http:", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("https:", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@import", page.Style, StringComparison.Ordinal);
        Assert.Equal(["url(#hatch)"], page.Style.Split([' ', ';', '\n']).Where(static word => word.Contains("url(", StringComparison.Ordinal)).Distinct());
        Assert.DoesNotContain(page.Root.Descendants(), static e => Loading.Contains(e.Name.LocalName));
        Assert.DoesNotContain(
            page.Root.Descendants().Attributes(),
            static a => a.Name.LocalName is "href" or "src" or "style" || a.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        XElement policy = page.Root.Descendants("meta").Single(static meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy");
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; img-src data:", (string?)policy.Attribute("content"));
    }

    [Fact]
    public async Task It_has_a_dark_form_a_printed_form_and_words_for_those_who_do_not_see_it()
    {
        OverviewHtml page = await SeededAsync();
        Assert.Contains("@media (prefers-color-scheme: dark)", page.Style, StringComparison.Ordinal);
        Assert.Contains("@media print", page.Style, StringComparison.Ordinal);
        XElement[] panels = [.. page.Root.Descendants("section").Where(static s => (string?)s.Attribute("class") == "panel")];
        Assert.Equal(8, panels.Length);
        Assert.All(panels, static panel =>
        {
            Assert.Equal(["plot wide", "plot narrow"], panel.Elements("svg").Select(static svg => (string?)svg.Attribute("class")));
            Assert.All(panel.Elements("svg"), svg => Assert.Equal(("img", panel.Element("h2")!.Value), ((string?)svg.Attribute("role"), (string?)svg.Attribute("aria-label"))));
            Assert.NotEmpty(panel.Element("details")!.Element("table")!.Element("tbody")!.Elements("tr"));
            Assert.All(panel.Descendants("th"), static th => Assert.Contains((string?)th.Attribute("scope"), (string[])["row", "col"]));
        });
    }

    [Fact]
    public async Task Letters_can_be_read_on_what_is_behind_them()
    {
        // Light, dark, and what print changes of light: WCAG 2.2, 1.4.3 wants 4.5 to 1.
        Dictionary<string, double>[] forms = [.. (await SeededAsync()).Style.Split("color-scheme: light dark;")[^1].Split("@media", StringSplitOptions.None)
            .Where(static part => part.Contains("--ground:", StringComparison.Ordinal))
            .Select(static part => Color().Matches(part).DistinctBy(static m => m.Groups[1].Value).ToDictionary(static m => m.Groups[1].Value, static m => Luminance(m.Groups[2].Value)))];
        Assert.Equal(3, forms.Length);
        Assert.All(forms, static form => Assert.All(
            (IEnumerable<(string Letters, string Behind)>)
            [
                ("ink", "ground"), ("ink", "card"), ("soft", "ground"), ("soft", "card"),
                .. Enumerable.Range(0, 6).Select(static level => (level < 4 ? "low" : "high", $"q{level}")),
            ],
            pair => Assert.InRange(Contrast(form[pair.Letters], form[pair.Behind]), 4.5, 21)));
    }

    [Fact]
    public async Task A_name_is_text_whatever_it_holds()
    {
        await LoadAsync(new
        {
            start_from = "empty",
            clock = new { now = "2026-03-01T00:00:00Z", frozen = true },
            users = new[] { Person(7, "Ann Field"), Person(8, Hostile) },
            groups = new[] { new { name = Hostile, members = new[] { "7@example.com" } } },
            calls = new[] { Call(7, 8, "2026-02-03T09:30:00Z", "4m") },
        });
        OverviewHtml page = await PageAsync("--group", Hostile);
        string shown = "</title><script>alert(1)</script>\"'&\ufffd\ufffd \u05d0";
        Assert.Equal([shown], page.Table("Busiest groups").Keys);
        Assert.Equal([shown], page.Table("Busiest experts").Keys);
        Assert.Equal($"Calls of {shown}", page.Root.Descendants("h1").Single().Value);
        Assert.Empty(page.Root.Descendants("script"));
        string export = (await RunAsync("export", "--out", shop.PathTo("hostile"), "--full")).Require(0).Output.Trim();
        Assert.Equal([shown], (await PageAsync("--from", export)).Table("Busiest experts").Keys);
    }

    [Fact]
    public async Task Hidden_names_are_nowhere()
    {
        OverviewHtml shown = await SeededAsync();
        OverviewHtml hidden = await SeededAsync("--names", "hidden");
        string[] names = [.. shown.Rows("Busiest experts").Select(static row => row[0])];
        Assert.Equal(10, names.Length);
        Assert.All(names, name => Assert.DoesNotContain(name, hidden.Text, StringComparison.Ordinal));
        Assert.Equal("Expert 1", hidden.Rows("Busiest experts")[0][0]);
        Assert.Equal(shown.Rows("Busiest experts").Select(static row => row[1]), hidden.Rows("Busiest experts").Select(static row => row[1]));
    }

    [Fact]
    public async Task A_site_without_calls_has_a_page_too()
    {
        await LoadAsync(new { start_from = "empty", users = new[] { Person(7, "Ann Field") } });
        OverviewHtml page = await PageAsync();
        Assert.Equal(("0", "–"), (page.Headline("Calls"), page.Headline("Answered")));
        Assert.Equal("nothing before to compare with", page.Change("Calls"));
        Assert.Contains("No calls in this time", page.Headings);
        Assert.DoesNotContain(page.Root.Descendants("svg"), static svg => svg.Attribute("role") is not null);
        string export = (await RunAsync("export", "--out", shop.PathTo("empty"), "--full", "--format", "json")).Require(0).Output.Trim();
        Assert.Contains("No calls in this time", (await PageAsync("--from", export)).Headings);
    }

    [Fact]
    public async Task One_call_that_is_missed()
    {
        await LoadAsync(new
        {
            start_from = "empty",
            clock = new { now = "2026-03-01T00:00:00Z", frozen = true },
            users = new[] { Person(7, "Ann Field"), Person(8, "Bo Bench") },
            calls = new[] { Call(7, 8, "2026-02-28T09:30:00Z", "30s", missed: true) },
        });
        OverviewHtml page = await PageAsync("--since", "1d");
        Assert.Equal(("1", "0.0", "0 %", "1"), (page.Headline("Calls"), page.Headline("Hours"), page.Headline("Answered"), page.Headline("People active")));
        Assert.Contains("1 call; there were none in the 24 hours before to compare with.", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("7d", "day", 8)]
    [InlineData("52w", "week", 53)]
    [InlineData("1825d", "month", 61)]
    [InlineData("2600w", "year", 50)]
    public async Task A_long_time_has_longer_bars(string since, string unit, int bars)
    {
        await LoadAsync(new
        {
            start_from = "small",
            clock = new { now = "2026-03-04T12:00:00Z", frozen = true },
            calls = new[] { Call(7, 8, "2026-03-04T09:30:00Z", "4m") },
        });
        OverviewHtml page = await PageAsync("--since", since);
        Assert.InRange(page.Rows($"Calls a {unit}").Length, bars, bars + 1);
        Assert.Equal(page.Rows($"Calls a {unit}").Length, page.Plot($"Calls a {unit}").Elements("g").Count());
        Assert.All(page.Plot($"Calls a {unit}").Descendants("rect"), static bar => Assert.InRange((double)bar.Attribute("x")!, 0, 640));
    }

    private static double Contrast(double one, double other) => (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);

    /// <summary>Of a colour of six hexadecimal digits, as WCAG defines it.</summary>
    private static double Luminance(string color)
    {
        double[] parts = [.. Convert.FromHexString(color).Select(static part => part / 255.0).Select(static c => c <= 0.04045 ? c / 12.92 : Math.Pow((c + 0.055) / 1.055, 2.4))];
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    [GeneratedRegex("--([a-z0-9-]+): #([0-9a-f]{6})")]
    private static partial Regex Color();

    private static object Person(int id, string name) => new { id, name, email = $"{id}@example.com" };

    private static object Call(int dialer, int receiver, string startedAt, string duration, bool missed = false) =>
        new { dialer, receiver, started_at = startedAt, duration, missed };

    private Task LoadAsync(object scenario) => shop.Sandbox.LoadScenarioAsync(JsonSerializer.Serialize(scenario), Cancellation);

    private async Task<OverviewHtml> SeededAsync(params string[] flags)
    {
        await LoadAsync(new { start_from = "small", clock = new { now = "2026-05-05T00:00:00Z", frozen = true } });
        return await PageAsync(["--since", "180d", .. flags]);
    }

    private async Task<OverviewHtml> PageAsync(params string[] flags) => new((await RunAsync(["overview", "--out", "-", .. flags])).Require(0).Output);

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}
