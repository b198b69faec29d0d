using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Samples.Tests;

public sealed partial class CallAnExpertTests
{
    private const string Ann = "ann@example.com";

    [Fact]
    public async Task The_button_rings_the_expert_and_gives_the_browser_a_link_and_nothing_else()
    {
        await using Site site = await Site.StartAsync();
        string expert = await site.FindExpertAsync(Ann);
        await using SampleProgram app = Start(site, site.Settings(), expert);
        using Browser browser = new(new Uri(await app.WaitForAsync("Now listening on:")));
        (HttpStatusCode status, string page) = await CallAsync(browser, expert);
        Assert.Equal(HttpStatusCode.OK, status);
        Uri link = new(Links().Match(page).Groups[1].Value);
        Assert.StartsWith("/meet/link/", link.AbsolutePath);
        Assert.Matches("^[?]sig=[0-9A-F]{8}$", link.Query);
        Assert.Contains("POST /api/v1/sessions 200", site.Answered);
        Assert.Contains("POST /api/v1/sessions/link 200", site.Answered);
        Assert.Equal("POST /api/v1/session/video 200", site.Answered.Last());

        await browser.OpenAsync("/site.css");
        Assert.Empty(SecretScan.Find(browser.Received, await File.ReadAllTextAsync(site.KeyFile, TestContext.Current.CancellationToken)));
        Assert.DoesNotContain("gss", Protected().Replace(browser.Received, ""));
    }

    [Fact]
    public async Task The_scan_for_secrets_finds_them_plain_and_wrapped()
    {
        await using Site site = await Site.StartAsync();
        using PartnerKey key = PartnerKey.FromFile(site.KeyFile);
        string token = new PartnerTokenSigner(key, new SiteId(1)).Sign().Reveal();
        string pem = await File.ReadAllTextAsync(site.KeyFile, TestContext.Current.CancellationToken);
        Assert.NotEmpty(SecretScan.Find($"<a href=\"/x?t={token}\">", pem));
        Assert.NotEmpty(SecretScan.Find(Convert.ToBase64String(Encoding.UTF8.GetBytes(token)), pem));
        Assert.NotEmpty(SecretScan.Find(Uri.EscapeDataString(pem), pem));
        Assert.NotEmpty(SecretScan.Find(Site.ApiKey, pem));
    }

    [Fact]
    public async Task An_expert_whom_Help_Lightning_does_not_know_is_said_kindly()
    {
        await using Site site = await Site.StartAsync();
        string expert = await site.FindExpertAsync(Ann);
        await using SampleProgram app = Start(site, site.Settings(), expert);
        using Browser browser = new(new Uri(await app.WaitForAsync("Now listening on:")));
        (HttpStatusCode status, string page) = await CallAsync(browser, "nobody@example.com");
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("No Body cannot be called", page);
        Assert.DoesNotContain(site.Answered, static request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_unreachable_Help_Lightning_is_said_kindly()
    {
        await using Site site = await Site.StartAsync();

        // Taken, so that nobody else gets the port, but not listening.
        using Socket closed = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        string expert = await site.FindExpertAsync(Ann);
        await using SampleProgram app = Start(site, site.Settings(new Uri($"http://{closed.LocalEndPoint}/")), expert);
        using Browser browser = new(new Uri(await app.WaitForAsync("Now listening on:")));
        (HttpStatusCode status, string page) = await CallAsync(browser, expert);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Help Lightning cannot be reached", page);
    }

    [Fact]
    public async Task A_call_needs_a_sign_in_and_a_form_of_the_page()
    {
        await using Site site = await Site.StartAsync();
        string expert = await site.FindExpertAsync(Ann);
        await using SampleProgram app = Start(site, site.Settings(), expert);
        using Browser browser = new(new Uri(await app.WaitForAsync("Now listening on:")));
        using HttpRequestMessage notSignedIn = Forged(expert);
        (_, string page) = await browser.SendAsync(notSignedIn);
        Assert.Contains("Who is working?", page);

        await browser.PressAsync(page, "/sign-in", Ann);
        using HttpRequestMessage withoutToken = Forged(expert);
        (HttpStatusCode status, _) = await browser.SendAsync(withoutToken);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.DoesNotContain(site.Answered, static request => request.StartsWith("POST", StringComparison.Ordinal));
    }

    private static HttpRequestMessage Forged(string expert) =>
        new(HttpMethod.Post, "/calls") { Content = new FormUrlEncodedContent([new("expert", expert)]) };

    private static async Task<(HttpStatusCode Status, string Page)> CallAsync(Browser browser, string expert)
    {
        (_, string signIn) = await browser.OpenAsync("/");
        (_, string choice) = await browser.PressAsync(signIn, "/sign-in", Ann);
        return await browser.PressAsync(choice, "/calls", expert);
    }

    private static SampleProgram Start(Site site, Dictionary<string, string> settings, string expert)
    {
        settings["Experts__0__Email"] = expert;
        settings["Experts__1__Topic"] = "Nothing";
        settings["Experts__1__Name"] = "No Body";
        settings["Experts__1__Email"] = "nobody@example.com";
        settings["HOME"] = site.PathTo("home");
        return SampleProgram.Start("CallAnExpert", settings, "--urls", "http://127.0.0.1:0");
    }

    /// <summary>What ASP.NET protects, in cookies and forms: random letters, three of which may be any.</summary>
    [GeneratedRegex("CfDJ8[A-Za-z0-9_-]+")]
    private static partial Regex Protected();

    [GeneratedRegex("<a class=\"button\" href=\"([^\"]*)\"")]
    private static partial Regex Links();
}
