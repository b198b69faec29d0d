using System.Net;

namespace HelpLightning.Sandbox.Tests.Page;

/// <summary>What keeps other web pages, and what comes in requests, from using the page.</summary>
public sealed class PageSafetyTests(PageFixture page) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task The_page_lets_nothing_in_from_elsewhere_and_is_not_kept()
    {
        (HttpResponseMessage response, string body) = await page.GetAsync("/");
        string policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.DoesNotContain("https://", body.Replace("https://example.com", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", body, StringComparison.Ordinal);
        Assert.DoesNotContain(" onclick=", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task A_form_of_another_site_is_refused_even_with_the_token(string header, string value)
    {
        int before = page.Sandbox.Parts.ApiKeys.List().Count;
        (HttpResponseMessage response, string body) = await page.PostRawAsync(
            "/api-keys", [("_token", await page.TokenAsync()), ("description", "stolen")], (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("another site", body, StringComparison.Ordinal);
        Assert.Equal(before, page.Sandbox.Parts.ApiKeys.List().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task A_form_without_the_token_of_this_process_is_refused(string token)
    {
        int before = page.Sandbox.Parts.ApiKeys.List().Count;
        (HttpResponseMessage response, _) = await page.PostRawAsync(
            "/api-keys", [("_token", token), ("description", "x")], ("Origin", page.Origin));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(before, page.Sandbox.Parts.ApiKeys.List().Count);
    }

    [Theory]
    [InlineData("/api-keys")]
    [InlineData("/partner-key/create")]
    [InlineData("/clock/reset")]
    [InlineData("/faults/clear")]
    [InlineData("/scenario")]
    [InlineData("/reset")]
    public async Task Nothing_is_changed_by_get(string action) =>
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await page.GetAsync("/_sandbox/page" + action)).Response.StatusCode);

    [Fact]
    public async Task The_page_does_not_open_under_another_name()
    {
        HttpRequestMessage request = new(HttpMethod.Get, page.Sandbox.BaseAddress);
        request.Headers.Host = $"rebound.example:{page.Sandbox.BaseAddress.Port}";
        using HttpClient http = new();
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
    }

    [Fact]
    public async Task Text_out_of_requests_never_becomes_markup()
    {
        const string Hostile = "<img src=x onerror=alert(1)>\"'&";
        await page.PostAsync("/api-keys", ("description", Hostile));
        string call = page.Sandbox.Calls.Start("1", "2").CallId;
        page.Sandbox.Calls.JoinAsGuest(call, Hostile);
        await page.GetAsync("/api/v1/" + Uri.EscapeDataString(Hostile) + "?q=" + Uri.EscapeDataString(Hostile));
        string body = (await page.GetAsync("/")).Body + (await page.GetAsync("/_sandbox/page/live")).Body;
        Assert.DoesNotContain("<img", body, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;&quot;", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_faults_nor_the_request_log_know_the_page()
    {
        long fault = page.Sandbox.Faults.Add("503");
        try
        {
            Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/")).Response.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/_sandbox/page/live")).Response.StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/openapi.json")).Response.StatusCode);
            Assert.DoesNotContain(
                page.Sandbox.Requests.List(), r => r.Path is "/" || r.Path.StartsWith("/_sandbox/page", StringComparison.Ordinal));
        }
        finally
        {
            page.Sandbox.Faults.Remove(fault);
        }
    }
}
