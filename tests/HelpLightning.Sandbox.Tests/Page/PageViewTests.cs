using System.Net;
using System.Text.RegularExpressions;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests.Page;

/// <summary>What is to be seen on the page.</summary>
public sealed class PageViewTests(PageFixture page) : IClassFixture<PageFixture>
{
    [Theory]
    [InlineData("/api-keys", "description", "", "api-key-description", "empty")]
    [InlineData("/partner-key/create", "site", "54344", "create-replace", "Replace the key in use")]
    [InlineData("/partner-key/upload", "pem", "hello", "public-key", "key")]
    [InlineData("/clock/advance", "by", "soon", "clock-by", "“soon”")]
    [InlineData("/faults", "fault", "explode", "fault-text", "explode")]
    [InlineData("/webhooks", "url", "nowhere", "webhook-url", "whole address")]
    [InlineData("/calls", "dialer", "nobody@example.com", "call-dialer", "nobody@example.com")]
    [InlineData("/links", "user", "4711000", "link-user", "4711000")]
    [InlineData("/scenario", "json", "{", "scenario", "JSON")]
    [InlineData("/reset", "other", "x", "reset-consent", "Tick")]
    public async Task What_is_wrong_stands_under_its_field_in_an_open_form(
        string action, string field, string value, string id, string said)
    {
        (HttpResponseMessage response, _) = await page.PostAsync(action, (field, value));
        string html = (await page.GetAsync(response.Headers.Location!.OriginalString)).Body;
        string text = WebUtility.HtmlDecode(Regex.Match(html, $"<p class=\"error\" id=\"{id}-error\">([^<]+)</p>").Groups[1].Value);
        Assert.Contains(said, text, StringComparison.Ordinal);
        Assert.Matches($"id=\"{id}\"[^>]* aria-invalid=\"true\" aria-describedby=\"{id}-error", html);
        Assert.Contains($"data-key=\"form{action}\" open>", html, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(html, "<p class=\"error\" id=\"[^\"]*\">[^<]+</p>"));
    }

    [Fact]
    public async Task Every_field_is_described_by_what_is_there()
    {
        page.Sandbox.Calls.Start("1", "2");
        string html = (await page.GetAsync("/")).Body;
        string[] ids = [.. Regex.Matches(html, " id=\"([^\"]+)\"").Select(m => m.Groups[1].Value)];
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(
            Regex.Matches(html, "(?:aria-describedby|for|aria-labelledby)=\"([^\"]+)\"").SelectMany(m => m.Groups[1].Value.Split(' ')),
            id => Assert.Contains(id, ids));
    }

    [Fact]
    public async Task The_first_call_is_two_lines_with_the_folder_of_the_browser_and_there_is_one_big_button()
    {
        await using HelpLightningSandbox bare = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions(), TestContext.Current.CancellationToken);
        using HttpClient http = new() { BaseAddress = bare.BaseAddress };
        string before = WebUtility.HtmlDecode(
            await http.GetStringAsync(new Uri("/", UriKind.Relative), TestContext.Current.CancellationToken));
        Assert.Contains("chmod 600 ~/Downloads/HelpLightningKey.pem\nHL_API_URL=", before, StringComparison.Ordinal);
        Assert.Contains($"HL_API_KEY={bare.ApiKey} hl users list -k ~/Downloads/HelpLightningKey.pem", before, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(before, "<button[^>]* class=\"primary\"|<button class=\"primary\""));
        Assert.Contains(">Create partner key</button>", before, StringComparison.Ordinal);

        string given = (await page.GetAsync("/")).Body;
        Assert.Single(Regex.Matches(given, "<button[^>]*class=\"primary\""));
        Assert.Contains("Copy the two lines", given, StringComparison.Ordinal);
        Assert.Contains("users list -k HelpLightningKey.pem", given, StringComparison.Ordinal);
    }

    [Fact]
    public async Task People_are_seen_and_found()
    {
        string all = (await page.GetAsync("/")).Body;
        Assert.Contains("Ann Field", Table(all), StringComparison.Ordinal);
        Assert.Contains("The first 25 by name", all, StringComparison.Ordinal);
        string ann = Table((await page.GetAsync("/?people=ANN%40example")).Body);
        Assert.Equal(2, Regex.Count(ann, "<tr>"));
        Assert.Contains("<td>24</td><td>Ann Field<br>", ann, StringComparison.Ordinal);
        Assert.Contains("Nobody here has “%”", WebUtility.HtmlDecode((await page.GetAsync("/?people=%25")).Body), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_shows_reason_and_answer_and_the_log_is_filtered_and_cleared()
    {
        string path = $"/api/v1r1/enterprise/users/{Random.Shared.Next(1_000_000, 9_000_000)}";
        await CallAsync(path);
        await CallAsync("/api/v1r1/enterprise/users?page_size=1");
        string row = Row(WebUtility.HtmlDecode((await page.GetAsync("/")).Body), path);
        Assert.Contains($"<span class=\"verdict\">There is no user {path.Split('/')[^1]} ", row, StringComparison.Ordinal);
        Assert.Contains("code 1040", row, StringComparison.Ordinal);
        Assert.Contains("valid for site 54344", row, StringComparison.Ordinal);
        Assert.Contains("\"code\": 1040", row, StringComparison.Ordinal);
        Assert.Contains($"User user = await client.Users.GetAsync({path.Split('/')[^1]});", row, StringComparison.Ordinal);

        foreach (string start in new[] { "/?", "/_sandbox/page/live?" })
        {
            string refused = (await page.GetAsync(start + "status=4xx&match=users/" + path.Split('/')[^1])).Body;
            Assert.Contains(path, refused, StringComparison.Ordinal);
            Assert.DoesNotContain("page_size=1", refused, StringComparison.Ordinal);
            Assert.DoesNotContain(path, (await page.GetAsync(start + "verdict=expired")).Body, StringComparison.Ordinal);
        }

        Assert.Contains("No request is like that.</p>", (await page.GetAsync("/?status=broken")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/?status=nonsense")).Response.StatusCode);
        (HttpResponseMessage cleared, _) = await page.PostAsync("/log/clear");
        Assert.False((await page.NoticeAsync(cleared)).IsError);
        Assert.DoesNotContain(path, (await page.GetAsync("/")).Body, StringComparison.Ordinal);
        Assert.Matches(
            "data-rows data-key=\"rows\" data-run=\"[0-9a-f]{32}\" data-cleared=\"[1-9][0-9]*\"",
            (await page.GetAsync("/_sandbox/page/live")).Body);
    }

    private static string Table(string html) =>
        html[
            html.IndexOf("<table class=\"people\">", StringComparison.Ordinal)..html.IndexOf(
                "</table>", html.IndexOf("<table class=\"people\">", StringComparison.Ordinal), StringComparison.Ordinal)];

    private static string Row(string html, string path)
    {
        int at = html.IndexOf($"<span class=\"path\">{path}</span>", StringComparison.Ordinal);
        return html[
            html.LastIndexOf("<details class=\"request\"", at, StringComparison.Ordinal)..html.IndexOf(
                "<code>client</code>", at, StringComparison.Ordinal)];
    }

    private async Task CallAsync(string path)
    {
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(page.Sandbox.BaseAddress, path));
        request.Headers.Add("x-helplightning-api-key", page.Sandbox.ApiKey);
#pragma warning disable RS0030 // written as a raw client would
        request.Headers.TryAddWithoutValidation(
            "Authorization", new PartnerTokenSigner(PageFixture.Key, new SiteId(54344)).Sign().Reveal());
#pragma warning restore RS0030
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
