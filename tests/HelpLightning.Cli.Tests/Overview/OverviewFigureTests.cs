using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Cli.Tests.Overview;

/// <summary>The numbers of <c>hl overview</c> are those of the site.</summary>
public sealed class OverviewFigureTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly DateTimeOffset Since = new(2025, 10, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Until = new(2026, 4, 1, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Headlines_and_changes()
    {
        CountedCalls all = await CountedCalls.OfAsync(shop);
        CountedCalls now = all.Between(Since, Until);
        CountedCalls before = all.Between(Since - (Until - Since), Since);
        OverviewHtml page = await PageAsync();
        Assert.Equal(
            (now.Count, now.Hours, now.Answered, now.People),
            (page.Headline("Calls"), page.Headline("Hours"), page.Headline("Answered"), page.Headline("People active")));
        int percent = (int)Math.Round(100.0 * Math.Abs(now.Calls.Count - before.Calls.Count) / before.Calls.Count);
        string change = percent == 0 ? "as many as" : $"{percent} % {(now.Calls.Count > before.Calls.Count ? "more" : "fewer")} than";
        Assert.EndsWith($"{change} in the 26 weeks before", page.Change("Calls"), StringComparison.Ordinal);
        Assert.Contains($"{now.Count} calls, {change} in the 26 weeks before ({before.Count}).", page.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("Pacific/Auckland")]
    public async Task Weeks_weekdays_and_hours_are_those_of_the_time_zone(string zone)
    {
        TimeZoneInfo clock = TimeZoneInfo.FindSystemTimeZoneById(zone);
        DateTimeOffset Begin(DateTimeOffset day) => new(day.DateTime, clock.GetUtcOffset(day.DateTime));
        CountedCalls calls = (await CountedCalls.OfAsync(shop)).Between(Begin(Since), Begin(Until));
        OverviewHtml page = await PageAsync("--time-zone", zone);
        DateTime Local(JsonElement call) => TimeZoneInfo.ConvertTime(CountedCalls.StartOf(call), clock).DateTime;
        string Week(JsonElement call) => "week of " + Local(call).Date.AddDays(-(((int)Local(call).DayOfWeek + 6) % 7)).ToString("d MMM yyyy", CultureInfo.InvariantCulture);
        Dictionary<string, string[]> weeks = page.Table("Calls a week");
        Assert.Equal(calls.By(call => [Week(call)]), weeks.Where(static w => w.Value[0] != "0").ToDictionary(static w => w.Key, static w => w.Value[0]));
        Assert.Equal(27, weeks.Count);
        Assert.All(weeks, week =>
        {
            CountedCalls ofWeek = calls.Where(call => Week(call) == week.Key);
            Assert.Equal(CountedCalls.Number(ofWeek.Calls.Count(CountedCalls.IsAnswered)), week.Value[1]);
            Assert.Equal(ofWeek.Hours, week.Value[4]);
            Assert.Equal(ofWeek.Hours, page.Table("Hours a week")[week.Key][0]);
            Assert.Equal(week.Value[3], page.Table("Share of calls not answered")[week.Key][0]);
        });

        Dictionary<string, string> hours = calls.By(call => [$"{((int)Local(call).DayOfWeek + 6) % 7} {Local(call):HH}:00"]);
        IEnumerable<KeyValuePair<string, string>> shown = page.Rows("When calls begin").SelectMany(static row => row[1..].Select((cell, day) => KeyValuePair.Create($"{day} {row[0]}", cell)));
        Assert.Equal(hours, shown.Where(static cell => cell.Value != "0").ToDictionary());
        Assert.Contains($"Days and hours are those of {zone}.", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Groups_experts_endings_and_durations()
    {
        CountedCalls calls = (await CountedCalls.OfAsync(shop)).Between(Since, Until);
        OverviewHtml page = await PageAsync("--top", "100");
        Assert.Equal(
            calls.By(static call => call.GetProperty("groups").EnumerateArray().Select(static group => group.GetString()!)),
            page.Table("Busiest groups").ToDictionary(static r => r.Key, static r => r.Value[0]));

        // Two people of one name are two rows.
        Assert.Equal(
            calls.Calls.GroupBy(static call => call.GetProperty("receiverId").ToString()).Select(static c => $"{c.First().GetProperty("receiverName").GetString()} {c.Count()}").Order(),
            page.Rows("Busiest experts").Select(static row => $"{row[0]} {row[1]}").Order());
        Assert.Equal(
            calls.By(static call => [call.GetProperty("reasonCallEnded").GetString()!]),
            page.Table("How calls ended").ToDictionary(static r => r.Key, static r => r.Value[0]));
        Dictionary<string, string[]> durations = page.Table("How long answered calls took, in minutes");
        double[] minutes = [.. calls.Calls.Where(CountedCalls.IsAnswered).Select(static call => call.GetProperty("callDuration").GetDouble() / 60)];
        Assert.Equal(CountedCalls.Number(minutes.Count(static m => m is >= 5 and < 10)), durations["5–10"][0]);
        Assert.Equal(minutes.Length, durations.Values.Sum(static cell => int.Parse(cell[0], CultureInfo.InvariantCulture)));
        TimeSpan median = TimeSpan.FromMinutes(minutes.Order().ElementAt((minutes.Length - 1) / 2));
        Assert.Contains($"Half of the answered calls took {median.Minutes} min {median.Seconds:00} s or less.", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_calls_of_a_group_by_its_name_or_number()
    {
        CountedCalls calls = (await CountedCalls.OfAsync(shop)).Between(Since, Until)
            .Where(static call => call.GetProperty("groups").EnumerateArray().Any(static group => group.GetString() == "Hydraulics"));
        OverviewHtml page = await PageAsync("--group", "hydraulics");
        Assert.Equal(calls.Count, page.Headline("Calls"));
        Assert.Equal("Calls of Hydraulics", page.Root.Descendants("h1").Single().Value);
        string number = (await RunAsync("groups", "get", "Hydraulics", "--fields", "id", "-o", "csv")).Require(0).Output.Split('\n')[1].Trim();
        Assert.Equal(page.Text, (await PageAsync("--group", number)).Text);
        Assert.Contains("There is no group nowhere", (await RunAsync("overview", "--out", "-", "--group", "nowhere")).Require(1).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("csv", "calls.csv")]
    [InlineData("json", "calls.json")]
    [InlineData("sqlite", "helplightning.sqlite")]
    public async Task An_export_gives_the_same_page(string format, string file)
    {
        string result = (await RunAsync("export", "--out", shop.PathTo(format), "--format", format)).Require(0).Output.Trim();
        string site = WithoutSource(await PageAsync("--time-zone", "Europe/Berlin"));
        foreach (string from in new[] { shop.PathTo(format), result, Path.Combine(result, file) })
        {
            Assert.Equal(site, WithoutSource(await PageAsync("--time-zone", "Europe/Berlin", "--from", from)));
        }

        Assert.Equal(WithoutSource(await PageAsync("--group", "Hydraulics")), WithoutSource(await PageAsync("--group", "Hydraulics", "--from", result)));
        Assert.Contains("knows no group nowhere", (await RunAsync("overview", "--out", "-", "--from", result, "--group", "nowhere")).Require(1).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_that_build_on_one_another_count_each_call_once()
    {
        (await RunAsync("export", "--out", shop.PathTo("parts"))).Require(0);
        string last = (await RunAsync("export", "--out", shop.PathTo("parts"))).Require(0).Output.Trim();
        string calls = Path.Combine(last, "calls.csv");
        string[] full = await File.ReadAllLinesAsync(Path.Combine(Directory.GetDirectories(shop.PathTo("parts"), "hl_export_full_*").Single(), "calls.csv"), Cancellation);

        // As if the last call had gone on while the first export was made, and had another end since.
        string changed = full[^1].Replace("Call Ended", "Disconnected", StringComparison.Ordinal).Replace("Timed out", "Disconnected", StringComparison.Ordinal);
        await File.WriteAllTextAsync(calls, $"{full[0]}\n{changed}\n", Cancellation);
        await File.WriteAllTextAsync(Path.Combine(last, "calls_users.csv"), "id,call_id,user_id,name,isAnonymous,isExternal\n", Cancellation);
        OverviewHtml page = new((await RunAsync("overview", "--out", "-", "--from", shop.PathTo("parts"), "--since", "2024-01-01", "--until", "2026-06-01")).Require(0).Output);
        Assert.Equal("300", page.Headline("Calls"));
        Assert.Equal("1", page.Table("How calls ended")["Disconnected"][0]);
    }

    private static string WithoutSource(OverviewHtml page) =>
        page.Text[..page.Text.IndexOf("<p>From ", StringComparison.Ordinal)] + page.Text[page.Text.IndexOf("</header>", StringComparison.Ordinal)..];

    private async Task<OverviewHtml> PageAsync(params string[] flags) => new((await RunAsync(
        ["overview", "--since", "2025-10-01", "--until", "2026-04-01", "--out", "-", .. flags])).Require(0).Output);

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}
