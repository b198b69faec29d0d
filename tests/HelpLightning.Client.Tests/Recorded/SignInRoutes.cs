using System.Text;
using System.Text.Json;

namespace HelpLightning.Client.Tests;

public sealed class SignInRoutes
{
    [Fact]
    [Covers("POST /auth/federate")]
    public async Task The_way_to_sign_in_is_asked_outside_the_API()
    {
        await using Recording recording = new(
            Reply.Json("""{"type":"password"}"""),
            Reply.Json("""{"type":"oauth2","oauth2":{"url":"https://sso.example/start?tenant=1","email":"ann@corp.example","parameters":{"login_hint":true}}}"""));
        Assert.True((await recording.Client.SignIn.FindMethodAsync("bob@example.com", Recording.Cancellation)).IsPassword);
        SignInMethod sso = await recording.Client.SignIn.FindMethodAsync("ann@example.com", Recording.Cancellation);
        recording.Asked(0, "POST", "/auth/federate", "none");
        Assert.Equal("""{"email":"bob@example.com"}""", recording.BodyOf(0));
        Assert.True(sso.IsSingleSignOn);
        Assert.Equal(("ann@corp.example", true), (sso.OAuth2?.Email, sso.OAuth2?.WantsLoginHint));

        SingleSignOn signOn = SingleSignOn.Begin(sso, new Uri("http://localhost:56824/callback"));
        Assert.StartsWith("https://sso.example/start?tenant=1&state=", signOn.BrowserAddress.OriginalString, StringComparison.Ordinal);
        Assert.EndsWith("&login_hint=ann%40corp.example", signOn.BrowserAddress.OriginalString, StringComparison.Ordinal);
        using JsonDocument state = JsonDocument.Parse(Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(signOn.State)));
        Assert.Equal("http://localhost:56824/callback", state.RootElement.GetProperty("redirect_uri").GetString());
        Assert.Equal(32, state.RootElement.GetProperty("k").GetString()?.Length);
        Assert.Equal("p.t.1", signOn.Complete(new Uri($"http://localhost:56824/callback?state={signOn.State}&primary_token=p.t.1")).Access.Reveal());
        Assert.Throws<ArgumentException>(() => signOn.Complete(new Uri("http://localhost:56824/callback?state=other&primary_token=p.t.1")));
        Assert.Throws<ArgumentException>(() => signOn.Complete(new Uri("http://localhost:56824/callback?primary_token=p.t.1")));
        Assert.Throws<ArgumentException>(() => signOn.Complete(new Uri($"http://localhost:56824/callback?state={signOn.State}")));
        Assert.NotEqual(signOn.State, SingleSignOn.Begin(sso, new Uri("http://localhost:56824/callback")).State);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"yes\"", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    public async Task A_login_hint_is_sent_when_it_is_wanted(string hint, bool wanted)
    {
        await using ScriptedServer server = new(Reply.Json(
            """{"type":"oauth2","oauth2":{"url":"https://sso.example/","email":"a@b.c","parameters":{"login_hint":HINT}}}""".Replace("HINT", hint, StringComparison.Ordinal)));
        using HelpLightningClient client = TestClient.For(server);
        SignInMethod method = await client.SignIn.FindMethodAsync("a@b.c", Recording.Cancellation);
        Assert.Equal(wanted, SingleSignOn.Begin(method, new Uri("http://localhost/")).BrowserAddress.Query.Contains("login_hint", StringComparison.Ordinal));
    }

    [Fact]
    [Covers("POST /api/v1r1/auth")]
    [Covers("POST /api/v1/auth")]
    public async Task A_password_signs_in_by_either_version()
    {
        await using Recording recording = new(Reply.Json("""{"token":"u.t.1"}"""), Reply.Json("""{"token":"u.t.2","refresh":"r-1"}"""));
        UserTokens first = await recording.Client.SignIn.WithPasswordAsync("ann@example.com", "Pass+word1", cancellationToken: Recording.Cancellation);
        UserTokens second = await recording.Client.SignIn.WithPasswordAsync("ann@example.com", "Pass+word1", ApiRevision.V1, Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1r1/auth", "none");
        recording.Asked(1, "POST", "/api/v1/auth", "none");
        Assert.Equal("""{"email":"ann@example.com","password":"Pass+word1"}""", recording.BodyOf(0));
        Assert.Equal(("u.t.1", null), (first.Access.Reveal(), first.RefreshToken));
        Assert.Equal(("u.t.2", "r-1"), (second.Access.Reveal(), second.RefreshToken));
        Assert.DoesNotContain("u.t.2", second.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("r-1", second.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_is_an_authentication_error_with_its_own_remedy()
    {
        await using Recording recording = new(Reply.Json("""{"code":201}""", 400));
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(
            () => recording.Client.SignIn.WithPasswordAsync("ann@example.com", "secret-word", cancellationToken: Recording.Cancellation));
        Assert.Contains("password", e.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-word", e.ToString(), StringComparison.Ordinal);
        Assert.Single(recording.Requests);
    }

    [Fact]
    [Covers("POST /api/v1r1/auth/pat")]
    public async Task A_personal_access_token_is_exchanged_for_a_user_token()
    {
        await using Recording recording = new(Reply.Json("""{"token":"u.t.1"}"""), Reply.Json("""{"id":24}"""));
        Assert.Equal(24, (await recording.Client.AsUserWithPersonalAccessToken("pat-1\n").Me.GetAsync(Recording.Cancellation)).Id);
        recording.Asked(0, "POST", "/api/v1r1/auth/pat", "none");
        Assert.Equal("""{"token":"pat-1"}""", recording.BodyOf(0));
        recording.Asked(1, "GET", "/api/v1r1/user", "u.t.1");
    }

    [Fact]
    [Covers("POST /api/v1/auth/refresh")]
    public async Task A_refresh_token_is_used_once_and_replaced()
    {
        await using Recording recording = new(Reply.Json("""{"code":1003}""", 400), Reply.Json("""{"token":"u.t.2","refresh":"r-2"}"""), Reply.Json("""{"id":24}"""));
        List<string?> rotated = [];
        UserClient user = recording.Client.AsUser(new UserTokens(new AccessToken("u.t.1"), "r-1"), tokens => rotated.Add(tokens.RefreshToken));
        Assert.Equal(24, (await user.Me.GetAsync(Recording.Cancellation)).Id);
        recording.Asked(0, "GET", "/api/v1r1/user", "u.t.1");
        recording.Asked(1, "POST", "/api/v1/auth/refresh", "none");
        Assert.Equal("""{"refresh_token":"r-1"}""", recording.BodyOf(1));
        recording.Asked(2, "GET", "/api/v1r1/user", "u.t.2");
        Assert.Equal(["r-2"], rotated);
    }

    [Fact]
    [Covers("POST /api/v1/anonymous/auth")]
    public async Task A_guest_comes_in_with_a_name()
    {
        await using Recording recording = new(Reply.Json("""{"token":"g.t.1"}"""));
        Assert.Equal("g.t.1", (await recording.Client.SignIn.AsGuestAsync("Visitor", Recording.Cancellation)).Access.Reveal());
        recording.Asked(0, "POST", "/api/v1/anonymous/auth", "none");
        Assert.Equal("""{"display_name":"Visitor"}""", recording.BodyOf(0));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"a b\n"}""")]
    public async Task A_success_without_a_token_is_malformed(string reply)
    {
        await using ScriptedServer server = new(Reply.Json(reply));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.SignIn.AsGuestAsync("Visitor", Recording.Cancellation));
        Assert.Contains("without a token", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_partner_key_people_can_sign_in_and_partner_calls_say_what_is_missing()
    {
        await using ScriptedServer server = new(Reply.Json("""{"token":"u.t.1"}"""));
        using HelpLightningClient client = HelpLightningClient.Create(new HelpLightningOptions { ApiKey = "k", BaseAddress = new(server.Address), PartnerKeyRequired = false });
        Assert.NotNull(await client.SignIn.WithPasswordAsync("a@b.c", "x", cancellationToken: Recording.Cancellation));
        HelpLightningConfigurationException e = await Assert.ThrowsAsync<HelpLightningConfigurationException>(() => client.Users.GetAsync(1, Recording.Cancellation));
        Assert.Contains("nothing was sent", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }
}
