using System.Net;

namespace HelpLightning.Sandbox.Tests;

public sealed class RefusalTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1r1/enterprise/users";
    private const string ApiKeyHeader = "x-helplightning-api-key";

    [Fact]
    public async Task Without_an_API_key_nothing_else_is_looked_at()
    {
        Answer answer = await fixture.SendAsync(HttpMethod.Get, Path, ("Authorization", fixture.Token()));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(202, answer.Code);
        Assert.Contains("The API key is missing", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_API_key_is_refused_and_not_repeated()
    {
        Answer answer = await fixture.SendAsync(HttpMethod.Get, Path, (ApiKeyHeader, "somebody-elses"), ("Authorization", fixture.Token()));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.DoesNotContain("somebody-elses", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_answered_with_400_and_code_1003()
    {
        Answer answer = await SendAsync(fixture.Token(offsetInSeconds: -72));
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(1003, answer.Code);
        Assert.Equal("The partner token is refused: expired 12 s ago.", answer.Message);
        Assert.Equal("application/json", answer.ContentType);
    }

    [Fact]
    public async Task An_expired_token_is_answered_with_401_and_text_by_a_setting()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                PartnerPublicKeys = [SandboxFixture.Key.PublicKey],
                TimeProvider = fixture.Clock,
                ExpiredTokenAnswer = ExpiredTokenAnswer.Unauthorized401Text,
                ApiKey = "k",
            }, TestContext.Current.CancellationToken);
        using HttpClient http = new();
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri(sandbox.BaseAddress, Path));
        request.Headers.Add(ApiKeyHeader, "k");
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue(fixture.Token(offsetInSeconds: -600));
        using HttpResponseMessage response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Token expired", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Another_key_is_refused() =>
        RequireRefusal(await SendAsync(fixture.Token(SandboxFixture.StrangersKey)), "signed by another key");

    [Fact]
    public async Task Another_site_is_refused() =>
        RequireRefusal(await SendAsync(fixture.Token(site: 7)), "subject is site 7, expected 54344");

    [Fact]
    public async Task Bearer_is_refused_with_the_remedy() =>
        RequireRefusal(await SendAsync("Bearer " + fixture.Token()), "wants the raw token");

    [Fact]
    public async Task Rubbish_is_refused() => RequireRefusal(await SendAsync("rubbish"), "1 part");

    [Fact]
    public async Task No_token_is_refused() =>
        RequireRefusal(await fixture.SendAsync(HttpMethod.Get, Path, (ApiKeyHeader, fixture.Sandbox.ApiKey)), "there is no token");

    [Fact]
    public async Task An_unknown_route_is_a_404_in_JSON()
    {
        Answer answer = await fixture.GetAsync("/api/v9/nothing");
        Assert.Equal(HttpStatusCode.NotFound, answer.Status);
        Assert.Equal(401, answer.Code);
    }

    [Fact]
    public async Task A_wrong_method_is_a_405_that_names_the_right_one()
    {
        Answer answer = await fixture.SendAsync(
            HttpMethod.Delete, Path, (ApiKeyHeader, fixture.Sandbox.ApiKey), ("Authorization", fixture.Token()));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
        Assert.Contains("GET", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.1.1")]
    public async Task A_name_that_is_not_this_machine_is_refused(string host)
    {
        Answer answer = await fixture.SendAsync(
            HttpMethod.Get, Path, ("Host", host), (ApiKeyHeader, fixture.Sandbox.ApiKey), ("Authorization", fixture.Token()));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
    }

    [Fact]
    public async Task The_answer_tells_the_sandboxs_time() =>
        Assert.Equal(fixture.Clock.GetUtcNow(), (await fixture.GetAsync(Path)).Date);

    [Fact]
    public async Task The_request_log_tells_the_verdict_and_no_secret()
    {
        string token = fixture.Token();
        await SendAsync(token, "?filter=email=private@example.com");
        SandboxRequestLogEntry entry;
        lock (fixture.Log)
        {
            entry = fixture.Log.Last(e => e.Status == 200);
        }

        Assert.Equal(Path, entry.Path);
        Assert.StartsWith("valid for site 54344", entry.Verdict, StringComparison.Ordinal);
        lock (fixture.Log)
        {
            Assert.All(fixture.Log, e =>
            {
                string shown = e.ToString();
                Assert.DoesNotContain(token[40..80], shown, StringComparison.Ordinal);
                Assert.DoesNotContain(fixture.Sandbox.ApiKey, shown, StringComparison.Ordinal);
                Assert.DoesNotContain("private@example.com", shown, StringComparison.Ordinal);
            });
        }
    }

    private static void RequireRefusal(Answer answer, string reason)
    {
        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Equal(1042, answer.Code);
        Assert.Contains(reason, answer.Message, StringComparison.Ordinal);
    }

    private Task<Answer> SendAsync(string authorization, string query = "") =>
        fixture.SendAsync(HttpMethod.Get, Path + query, (ApiKeyHeader, fixture.Sandbox.ApiKey), ("Authorization", authorization));
}
