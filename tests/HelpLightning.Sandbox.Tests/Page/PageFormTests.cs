using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests.Page;

/// <summary>The forms, as a browser without JavaScript sends them.</summary>
public sealed class PageFormTests(PageFixture page) : IClassFixture<PageFixture>
{
    [Fact]
    public async Task An_api_key_is_created_shown_and_revoked()
    {
        (HttpResponseMessage created, _) = await page.PostAsync("/api-keys", ("description", "Nightly export"));
        (string text, bool isError) = await page.NoticeAsync(created);
        Assert.False(isError);
        string key = text[(text.LastIndexOf(' ') + 1)..];
        Assert.True(page.Sandbox.Parts.ApiKeys.Accepts(key));
        Assert.Contains(key, (await page.GetAsync("/")).Body, StringComparison.Ordinal);
        long id = page.Sandbox.Parts.ApiKeys.List().Single(k => k.Value == key).Id;
        (HttpResponseMessage revoked, _) = await page.PostAsync($"/api-keys/{id}/revoke");
        Assert.False((await page.NoticeAsync(revoked)).IsError);
        Assert.False(page.Sandbox.Parts.ApiKeys.Accepts(key));
    }

    [Fact]
    public async Task A_key_in_use_is_replaced_only_with_consent_and_the_private_half_comes_once()
    {
        (HttpResponseMessage refused, _) = await page.PostAsync("/partner-key/create", ("site", "54344"));
        (string text, bool isError) = await page.NoticeAsync(refused);
        Assert.True(isError);
        Assert.Contains("Replace the key in use", text, StringComparison.Ordinal);

        (HttpResponseMessage created, string pem) = await page.PostAsync("/partner-key/create", ("site", "55344"));
        Assert.Equal(HttpStatusCode.OK, created.StatusCode);
        Assert.Equal("HelpLightningKey-55344.pem", created.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        using PartnerKey key = PartnerKey.FromText(pem);
        Assert.Equal(2048, key.KeySizeInBits);
        string html = (await page.GetAsync("/")).Body;
        Assert.Contains(key.Thumbprint, html, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE KEY", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello", "key")]
    [InlineData("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "key")]
    public async Task A_public_key_that_is_none_is_refused_with_a_reason(string pem, string reason)
    {
        (HttpResponseMessage response, _) = await page.PostAsync(
            "/partner-key/upload", ("site", "54344"), ("pem", pem), ("replace", "yes"));
        (string text, bool isError) = await page.NoticeAsync(response);
        Assert.True(isError);
        Assert.Contains(reason, text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_private_key_is_not_taken_for_a_public_one()
    {
        using System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create(2048);
        (HttpResponseMessage response, _) = await page.PostAsync(
            "/partner-key/upload", ("site", "54344"), ("pem", rsa.ExportPkcs8PrivateKeyPem()), ("replace", "yes"));
        (string text, bool isError) = await page.NoticeAsync(response);
        Assert.True(isError);
        Assert.Contains("private", text, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_public_key_is_uploaded_as_a_file()
    {
        using PartnerKey key = PartnerKey.Create();
        using MultipartFormDataContent form = new()
        {
            { new StringContent(await page.TokenAsync()), "_token" }, { new StringContent("56344"), "site" },
            { new StringContent(key.PublicKey.ToPem()), "file", "pub.pem" },
        };
        using HttpClient http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
        using HttpResponseMessage response = await http.PostAsync(
            new Uri(page.Sandbox.BaseAddress, "/_sandbox/page/partner-key/upload"), form, TestContext.Current.CancellationToken);
        (string text, bool isError) = await page.NoticeAsync(response);
        Assert.False(isError, text);
        Assert.Contains(key.Thumbprint, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_lives_from_start_to_end()
    {
        (HttpResponseMessage started, _) = await page.PostAsync("/calls", ("dialer", "3"), ("receiver", "4"));
        string text = (await page.NoticeAsync(started)).Text;
        string call = text[text.IndexOf("call_", StringComparison.Ordinal)..].TrimEnd('.');
        foreach ((string verb, (string, string)[] fields) in new (string, (string, string)[])[]
        {
            ("join", [("who", "5")]), ("join", [("who", "Kim Guest")]), ("recording", []), ("capture", []), ("document", []),
            ("tag", [("tag", "pump")]),
            ("leave", [("user", "5")]), ("end", []),
        })
        {
            (HttpResponseMessage response, _) = await page.PostAsync($"/calls/{call}/{verb}", fields);
            (string said, bool isError) = await page.NoticeAsync(response);
            Assert.False(isError, $"{verb}: {said}");
        }

        (HttpResponseMessage again, _) = await page.PostAsync($"/calls/{call}/end");
        Assert.True((await page.NoticeAsync(again)).IsError);
    }

    [Fact]
    public async Task The_clock_and_faults_are_set_and_their_mistakes_named()
    {
        (HttpResponseMessage moved, _) = await page.PostAsync("/clock/advance", ("by", "2h"));
        Assert.False((await page.NoticeAsync(moved)).IsError);
        Assert.True(page.Sandbox.Clock.GetUtcNow() > TimeProvider.System.GetUtcNow().AddMinutes(119));
        (HttpResponseMessage wrong, _) = await page.PostAsync("/clock/advance", ("by", "soon"));
        Assert.Contains("“soon”", (await page.NoticeAsync(wrong)).Text, StringComparison.Ordinal);
        await page.PostAsync("/clock/reset");
        Assert.True(page.Sandbox.Clock.GetUtcNow() < TimeProvider.System.GetUtcNow().AddMinutes(1));

        (HttpResponseMessage added, _) = await page.PostAsync("/faults", ("fault", "GET /api/v1/none 503 next=1"));
        Assert.False((await page.NoticeAsync(added)).IsError);
        Assert.Single(page.Sandbox.Faults.List());
        (HttpResponseMessage bad, _) = await page.PostAsync("/faults", ("fault", "explode"));
        Assert.Contains("explode", (await page.NoticeAsync(bad)).Text, StringComparison.Ordinal);
        await page.PostAsync("/faults/clear");
        Assert.Empty(page.Sandbox.Faults.List());
    }

    [Fact]
    public async Task A_webhook_is_added_and_deleted_and_a_remote_http_one_refused()
    {
        (HttpResponseMessage added, _) = await page.PostAsync(
            "/webhooks", ("url", "http://127.0.0.1:9/hook"), ("type", "session"), ("secret", "s3cret"));
        Assert.False((await page.NoticeAsync(added)).IsError);
        SandboxWebhookState webhook = Assert.Single(page.Sandbox.Webhooks.List());
        Assert.True(webhook.HasSecret);
        Assert.DoesNotContain("s3cret", (await page.GetAsync("/")).Body, StringComparison.Ordinal);
        (HttpResponseMessage remote, _) = await page.PostAsync("/webhooks", ("url", "http://example.com/hook"), ("type", "call"));
        Assert.Contains("https", (await page.NoticeAsync(remote)).Text, StringComparison.Ordinal);
        await page.PostAsync($"/webhooks/{webhook.Id}/delete");
        Assert.Empty(page.Sandbox.Webhooks.List());
    }

    [Fact]
    public async Task A_scenario_is_loaded_and_the_sandbox_starts_over_only_with_consent()
    {
        (HttpResponseMessage loaded, _) = await page.PostAsync(
            "/scenario",
            ("json", """
            {"start_from": "empty",
             "users": [{"name": "Only One", "email": "one@example.com"}, {"name": "Other", "email": "two@example.com"}]}
            """));
        Assert.Equal(("Scenario loaded.", false), await page.NoticeAsync(loaded));
        (HttpResponseMessage call, _) = await page.PostAsync("/calls", ("dialer", "one@example.com"), ("receiver", "two@example.com"));
        Assert.False((await page.NoticeAsync(call)).IsError);

        (HttpResponseMessage wrong, _) = await page.PostAsync("/scenario", ("json", """{"users": 1}"""));
        (string reason, bool isError) = await page.NoticeAsync(wrong);
        Assert.True(isError);
        Assert.Contains("'users'", reason, StringComparison.Ordinal);

        (HttpResponseMessage refused, _) = await page.PostAsync("/reset");
        Assert.True((await page.NoticeAsync(refused)).IsError);
        (HttpResponseMessage reset, _) = await page.PostAsync("/reset", ("reset", "yes"));
        Assert.Equal(("The sandbox has started over.", false), await page.NoticeAsync(reset));
        (HttpResponseMessage again, _) = await page.PostAsync("/calls", ("dialer", "one@example.com"), ("receiver", "ann@example.com"));
        Assert.True((await page.NoticeAsync(again)).IsError);
    }

    [Fact]
    public async Task The_log_shows_claims_verdict_and_how_to_repeat_but_no_token()
    {
        string token = new PartnerTokenSigner(PageFixture.Key, new SiteId(54344)).Sign().Reveal();
        using HttpClient http = new();
        using HttpRequestMessage request = new(
            HttpMethod.Get, new Uri(page.Sandbox.BaseAddress, "/api/v1r1/enterprise/users?filter=name~=O'Neil%25"));
        request.Headers.Add("x-helplightning-api-key", page.Sandbox.ApiKey);
#pragma warning disable RS0030 // written as a raw client would
        request.Headers.TryAddWithoutValidation("Authorization", token);
#pragma warning restore RS0030
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        string html = (await page.GetAsync("/_sandbox/page/live")).Body;
        string text = WebUtility.HtmlDecode(html);
        Assert.Contains("\"sub\": \"Partner:54344\"", text, StringComparison.Ordinal);
        Assert.Contains("$(hl token)", text, StringComparison.Ordinal);
        Assert.Contains("HelpLightningClient.Create", text, StringComparison.Ordinal);
        Assert.Contains("O'\\''Neil", text, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[2], html, StringComparison.Ordinal);
        Assert.DoesNotContain(token.Split('.')[1], html, StringComparison.Ordinal);
    }
}
