using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

public sealed class SessionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1/enterprise/calls";

    [Fact]
    public async Task A_session_gives_each_member_a_token_of_their_own()
    {
        JsonElement session = await fixture.OpenSessionAsync();
        Shape.Require(Examples.Session, session);
        string path = $"/api/v1/sessions/{session.GetProperty("id").GetString()}";
        JsonElement seenByOther = await fixture.OkAsync("GET", path, await fixture.UserTokenAsync(1));
        Shape.Require(Examples.Session, seenByOther);
        Assert.NotEqual(session.GetProperty("token").GetString(), seenByOther.GetProperty("token").GetString());
        Assert.All(new[] { session, seenByOther }, seen => Assert.Equal(
            [1, SandboxFixture.Ann], seen.GetProperty("users").EnumerateArray().Select(u => u.GetProperty("id").GetInt64())));

        long third = (await fixture.GetAsync("/api/v1r1/enterprise/users")).Json.GetProperty("entries").EnumerateArray()
            .First(u => u.GetProperty("active").GetBoolean() && u.GetProperty("id").GetInt64() is not (1 or SandboxFixture.Ann))
            .GetProperty("id").GetInt64();
        Answer stranger = await fixture.CallAsync("GET", path, await fixture.UserTokenAsync(third));
        Assert.Equal(HttpStatusCode.Forbidden, stranger.Status);
        Assert.Equal(202, stranger.Code);
        Assert.Equal(
            301,
            (await fixture.CallAsync("GET", "/api/v1/sessions/00000000-0000-4000-8000-000000000000", await fixture.UserTokenAsync())).Code);
    }

    [Theory]
    [InlineData("""{"contact_tokens": []}""", "'contact_tokens'")]
    [InlineData("""{"contact_tokens": ["made-up"]}""", "not a token of this sandbox")]
    [InlineData("""{"contact_tokens": "one"}""", "wants a list of texts")]
    public async Task A_session_needs_others(string body, string says)
    {
        Answer answer = await fixture.CallAsync("POST", "/api/v1/sessions", await fixture.UserTokenAsync(), body);
        Assert.Equal(402, answer.Code);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_token_is_not_a_contact()
    {
        Answer answer = await fixture.CallAsync(
            "POST", "/api/v1/sessions", await fixture.UserTokenAsync(),
            $$"""{"contact_tokens": ["{{await fixture.SessionTokenAsync()}}"]}""");
        Assert.Contains("this is a session token", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Video_wants_the_token_of_the_same_person()
    {
        Answer answer = await fixture.CallAsync(
            "POST", "/api/v1/session/video", await fixture.SessionTokenAsync(),
            $$"""{"user_token": "{{await fixture.UserTokenAsync(1)}}"}""");
        Assert.Equal(202, answer.Code);
    }

    [Fact]
    public async Task A_call_started_over_video_is_seen_until_it_ends()
    {
        JsonElement session = await fixture.OpenSessionAsync();
        string id = session.GetProperty("id").GetString()!;
        JsonElement video = await fixture.OkAsync(
            "POST", "/api/v1/session/video", session.GetProperty("token").GetString(),
            $$"""{"user_token": "{{await fixture.UserTokenAsync()}}"}""");
        Shape.Require($$"""{"gss_info": {"token": "{{Examples.Jwt}}", "server": "/^gss\\+ssl:///", "wsserver": "/^wss:///"} }""", video);
        string call = fixture.Sandbox.Parts.Database.Read(db => db.FindText("SELECT call_id FROM calls WHERE session_id = ?1", id))!;
        JsonElement detail = (await fixture.OkAsync("GET", $"{Path}/{call}", fixture.Token())).GetProperty("call");
        Assert.Equal("", detail.GetProperty("timeCallEnded").GetString());
        Assert.Equal("", detail.GetProperty("reasonCallEnded").GetString());

        fixture.Clock.Advance(TimeSpan.FromSeconds(94));
        fixture.Sandbox.Parts.Database.Write(db => fixture.Sandbox.Parts.Calls.End(db, call));
        JsonElement calls = await fixture.OkAsync("GET", $"/api/v1/enterprise/sessions/{id}", fixture.Token());
        Shape.Require($"[{Examples.SessionCall}]", calls);
        Assert.Equal(94, calls[0].GetProperty("duration").GetInt32());
        Assert.True(calls[0].GetProperty("successful").GetBoolean());
        Assert.Equal(301, (await fixture.GetAsync("/api/v1/enterprise/sessions/00000000-0000-4000-8000-000000000000")).Code);
    }
}
