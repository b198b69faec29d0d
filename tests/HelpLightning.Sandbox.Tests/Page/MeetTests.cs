using System.Net;
using System.Text.RegularExpressions;

namespace HelpLightning.Sandbox.Tests.Page;

/// <summary>Where a link leads: a guest without an account gives a name and is in a call.</summary>
public sealed partial class MeetTests(PageFixture page) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task A_guest_joins_by_a_one_time_link_and_leaves()
    {
        string link = await MakeLinkAsync("24");
        (HttpResponseMessage door, string html) = await page.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, door.StatusCode);
        Assert.Contains(
            "default-src 'none'", string.Join(' ', door.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Contains("Ann Field invites you to a call", html, StringComparison.Ordinal);

        (HttpResponseMessage nameless, string said) = await page.PostToAsync(link, ("name", " "));
        Assert.Equal(HttpStatusCode.OK, nameless.StatusCode);
        Assert.Contains("""<p class="error" id="name-error">Your name is empty.</p>""", said, StringComparison.Ordinal);

        (HttpResponseMessage joined, _) = await page.PostToAsync(link, ("name", "Kim <b>at</b> the gate"));
        Assert.Equal(HttpStatusCode.SeeOther, joined.StatusCode);
        string inside = joined.Headers.Location!.OriginalString;
        string seen = (await page.GetAsync(inside)).Body;
        Assert.Contains("You are in the call", seen, StringComparison.Ordinal);
        Assert.Contains("Kim &lt;b&gt;at&lt;/b&gt; the gate", seen, StringComparison.Ordinal);
        Assert.Contains("Ann Field", seen, StringComparison.Ordinal);
        string call = CallId().Match(seen).Value;
        Assert.Contains(call, (await page.GetAsync("/")).Body, StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NotFound, (await page.GetAsync(link)).Response.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await page.PostToAsync(link, ("name", "Second"))).Response.StatusCode);

        // A second link to somebody who is in a call leads into that call.
        (HttpResponseMessage second, _) = await page.PostToAsync(await MakeLinkAsync("24"), ("name", "Lee"));
        Assert.Contains(call, (await page.GetAsync(second.Headers.Location!.OriginalString)).Body, StringComparison.Ordinal);

        await page.PostToAsync(inside);
        Assert.Contains("You are out of the call", (await page.GetAsync(inside)).Body, StringComparison.Ordinal);
        await page.PostToAsync(second.Headers.Location!.OriginalString);
        Assert.Equal(
            "Call Ended", page.Sandbox.Parts.Database.Read(db => db.FindText("SELECT reason FROM calls WHERE call_id = ?1", call)));
    }

    [Fact]
    public async Task The_link_to_a_help_space_stays()
    {
        string link = page.Sandbox.Parts.Database.Write(
            db => Links.LinkMaker.Create(
                db, 3, Links.LinkKind.MyHelpSpace, page.Origin, Time.VendorTime.Now(page.Sandbox.Parts.Clock)).Link);
        string path = new Uri(link).PathAndQuery;
        Assert.Equal(HttpStatusCode.SeeOther, (await page.PostToAsync(path, ("name", "Once"))).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync(path)).Response.StatusCode);
    }

    [Theory]
    [InlineData("/meet/link/never-made")]
    [InlineData("/meet/nobody")]
    [InlineData("/meet/guest/nobody")]
    public async Task A_link_that_leads_nowhere_says_so(string path)
    {
        (HttpResponseMessage response, string html) = await page.GetAsync(path);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("This link leads nowhere", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_page_cannot_send_a_guest_in()
    {
        string link = await MakeLinkAsync("24");
        Assert.Equal(
            HttpStatusCode.Forbidden, (await page.SendFormAsync(link, [("name", "Evil")], ("Origin", page.Origin))).Response.StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await page.SendFormAsync(
                link, [("_token", await page.TokenAsync()), ("name", "Evil")], ("Origin", "https://evil.example"))).Response.StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync(link)).Response.StatusCode);
    }

    /// <summary>On the page, as a path.</summary>
    private async Task<string> MakeLinkAsync(string user)
    {
        (HttpResponseMessage made, _) = await page.PostAsync("/links", ("user", user));
        (string text, bool isError) = await page.NoticeAsync(made);
        Assert.False(isError, text);
        string link = text[text.IndexOf("http", StringComparison.Ordinal)..];
        Assert.Contains(link, (await page.GetAsync("/_sandbox/page/live")).Body, StringComparison.Ordinal);
        return new Uri(link).PathAndQuery;
    }

    [GeneratedRegex("call_[0-9a-f-]{36}")]
    private static partial Regex CallId();
}
