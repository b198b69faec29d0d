using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Web;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

public sealed class SignInTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Password = HelpLightningSandboxOptions.DefaultUserPassword;

    [Theory]
    [InlineData("/api/v1/auth")]
    [InlineData("/api/v1r1/auth")]
    public async Task E_mail_and_password_give_a_user_token(string path)
    {
        JsonElement answer = await fixture.OkAsync("POST", path, null, $$"""{"email": "ann@example.com", "password": "{{Password}}"}""");
        Shape.Require($$"""{"token": "{{Examples.Jwt}}", "refresh": "/^[\\w-]{43}$/"}""", answer);
        Assert.Equal(
            SandboxFixture.Ann,
            (await fixture.OkAsync("GET", "/api/v1r1/user", answer.GetProperty("token").GetString())).GetProperty("id").GetInt64());
    }

    [Theory]
    [InlineData("ann@example.com", "Wrong1234")]
    [InlineData("nobody@example.com", Password)]
    public async Task A_wrong_pair_is_code_201(string email, string password)
    {
        Answer answer = await fixture.CallAsync("POST", "/api/v1r1/auth", null, $$"""{"email": "{{email}}", "password": "{{password}}"}""");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(201, answer.Code);
        Assert.DoesNotContain(password, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refresh_token_works_once_and_brings_the_next_one()
    {
        JsonElement first = await fixture.OkAsync(
            "POST", "/api/v1r1/auth", null, $$"""{"email": "ann@example.com", "password": "{{Password}}"}""");
        string body = $$"""{"refresh_token": "{{first.GetProperty("refresh").GetString()}}"}""";
        JsonElement second = await fixture.OkAsync("POST", "/api/v1/auth/refresh", null, body);
        Shape.Require($$"""{"token": "{{Examples.Jwt}}", "refresh": "/./"}""", second);
        Answer again = await fixture.CallAsync("POST", "/api/v1/auth/refresh", null, body);
        Assert.Equal(HttpStatusCode.Unauthorized, again.Status);
        Assert.Equal(1042, again.Code);
        await fixture.OkAsync(
            "POST", "/api/v1/auth/refresh", "an.expired.token", $$"""{"refresh_token": "{{second.GetProperty("refresh").GetString()}}"}""");
    }

    [Fact]
    public async Task A_personal_access_token_gives_a_user_token_and_opens_nothing_itself()
    {
        string personal = fixture.Sandbox.CreatePersonalAccessToken("ann@example.com");
        JsonElement answer = await fixture.OkAsync("POST", "/api/v1r1/auth/pat", null, $$"""{"token": "{{personal}}"}""");
        await fixture.OkAsync("GET", "/api/v1/info", answer.GetProperty("token").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await fixture.CallAsync("GET", "/api/v1/info", personal)).Status);
        Assert.Equal(201, (await fixture.CallAsync("POST", "/api/v1r1/auth/pat", null, """{"token": "made-up"}""")).Code);
    }

    [Fact]
    public async Task Federation_tells_how_somebody_signs_in()
    {
        Shape.Require(
            """{"type": "/^password$/"}""", await fixture.OkAsync("POST", "/auth/federate", null, """{"email": "ann@example.com"}"""));
        JsonElement sso = await fixture.OkAsync("POST", "/auth/federate", null, $$"""{"email": "{{await SingleSignOnEmailAsync()}}"}""");
        Shape.Require("""{"type": "/^oauth2$/", "oauth2": {"url": "/^http/", "email": "/@/", "parameters": {"login_hint": true}}}""", sso);
        Assert.Equal(1012, (await fixture.CallAsync("POST", "/auth/federate", null, """{"email": "nobody@example.com"}""")).Code);
    }

    [Fact]
    public async Task The_browser_step_returns_the_state_and_a_token()
    {
        string state = State("http://localhost:56824/callback");
        Answer answer = await fixture.SendAsync(HttpMethod.Get, $"/auth/oauth2?state={state}&login_hint=ann%40example.com");
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        Assert.Equal("localhost:56824", answer.Location!.Authority);
        System.Collections.Specialized.NameValueCollection query = HttpUtility.ParseQueryString(answer.Location.Query);
        Assert.Equal(state, query["state"]);
        Assert.Equal(
            SandboxFixture.Ann, (await fixture.OkAsync("GET", "/api/v1r1/user", query["primary_token"])).GetProperty("id").GetInt64());
        Assert.Contains(
            "Who signs in?", (await fixture.SendAsync(HttpMethod.Get, $"/auth/oauth2?state={state}")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/callback")]
    [InlineData("file:///etc/passwd")]
    [InlineData("not an address")]
    public async Task The_browser_step_sends_a_token_to_this_machine_only(string address)
    {
        Answer answer = await fixture.SendAsync(HttpMethod.Get, $"/auth/oauth2?state={State(address)}&login_hint=ann%40example.com");
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("'state'", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_without_an_account_gets_a_user_token()
    {
        JsonElement answer = await fixture.OkAsync("POST", "/api/v1/anonymous/auth", null, """{"display_name": "Visitor"}""");
        Shape.Require($$"""{"token": "{{Examples.Jwt}}"}""", answer);
        JsonElement me = await fixture.OkAsync("GET", "/api/v1/info", answer.GetProperty("token").GetString());
        Assert.Equal("Visitor", me.GetProperty("name").GetString());
        Assert.Equal(40, (await fixture.GetAsync("/api/v1r1/enterprise/users")).Json.GetProperty("total_entries").GetInt32());
    }

    [Fact]
    public async Task An_administrator_gets_an_enterprise_token_and_others_an_empty_list()
    {
        JsonElement answer = await fixture.OkAsync("GET", "/api/v1/enterprises", await fixture.UserTokenAsync(1));
        Shape.Require($$"""{"entries": [{"id": 54344, "name": "", "token": "{{Examples.Jwt}}"}]}""", answer);
        Assert.Equal(
            0,
            (await fixture.OkAsync("GET", "/api/v1/enterprises", await fixture.UserTokenAsync())).GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task The_token_of_a_sign_in_lasts_an_hour_and_one_through_the_enterprise_30_days()
    {
        JsonElement answer = await fixture.OkAsync(
            "POST", "/api/v1r1/auth", null, $$"""{"email": "ann@example.com", "password": "{{Password}}"}""");
        Assert.Equal(fixture.Clock.GetUtcNow().AddHours(1), Expiry(answer.GetProperty("token").GetString()!));
        Assert.Equal(fixture.Clock.GetUtcNow().AddDays(30), Expiry(await fixture.UserTokenAsync()));
    }

    [Fact]
    public async Task A_changed_token_is_refused()
    {
        string token = await fixture.UserTokenAsync();
        string[] parts = token.Split('.');
        string claims = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace(
            "User:24", "User:25", StringComparison.Ordinal);
        string forged = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}.{parts[2]}";
        Answer answer = await fixture.CallAsync("GET", "/api/v1/info", forged);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(1042, answer.Code);
    }

    private static DateTimeOffset? Expiry(string token)
    {
        Assert.True(UnverifiedToken.TryRead(token, out UnverifiedToken? read, out _));
        return read.ExpiresAt;
    }

    private static string State(string address) =>
        Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new { redirect_uri = address, k = "abc" }));

    private async Task<string> SingleSignOnEmailAsync() =>
        (await fixture.GetAsync("/api/v1r1/enterprise/users?page_size=100")).Json.GetProperty("entries").EnumerateArray()
        .First(u => u.GetProperty("provider").GetString()!.Length > 0).GetProperty("email").GetString()!;
}
