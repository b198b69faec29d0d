using System.Buffers.Text;
using System.Net;
using System.Text;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

/// <summary>
/// Bytes and texts that no decent program sends: each is answered with what is wrong, and nothing stumbles over it later.
/// </summary>
public sealed class ForeignTextTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Users = "/api/v1r1/enterprise/users";
    private const string Links = "/api/v1/sessions/link";
    private const string HalfPair = "has a text with half of a surrogate pair";

    public static TheoryData<string, string> Wrong => new()
    {
        { """{"linkType": "\ud800"}""", HalfPair + " (\\ud800 to \\udfff), which is no character: line 1, byte 14" },
        { """{"linkType": "otu", "\udc00": 1}""", HalfPair },
        { """{"linkType": "otu", "list": [[{"a": "\ud83d\ud83d"}]]}""", HalfPair },
        { "{\n  \"linkType\": \"\u00ff\"}", "is not UTF-8: line 2, byte 16" },
        { "{\"linkType\": \"\u00c0\u0080\"}", "is not UTF-8: line 1, byte 15" },
        { "\u00ff\u00fe{\u0000}\u0000", "is not UTF-8: line 1, byte 1" },
        { "{\"category\": \"a\", \"data\": {\"x\": 1, \"\\u0078\": 2}}", "has the member 'x' twice in one object" },
        { "\u00ef\u00bb\u00bf", "is empty" },
        { "\u00ef\u00bb\u00bf{]", "is not JSON: line 1, byte 2" },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Wrong))]
    public async Task A_body_with_what_is_no_text_is_refused_with_the_place(string latin1, string says)
    {
        (string Path, string? Token)[] targets =
        [
            (Links, await fixture.UserTokenAsync()), ("/_sandbox/events", null), ("/_sandbox/scenario", null),
        ];
        foreach ((string path, string? token) in targets)
        {
            Answer answer = await PostAsync(path, token, Encoding.Latin1.GetBytes(latin1));
            Assert.True(answer.Status == HttpStatusCode.BadRequest, $"{path}: {answer.Body}");
            Assert.Contains("The body " + says, answer.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over()
    {
        byte[] mark = [0xEF, 0xBB, 0xBF];
        Answer api = await PostAsync(Links, await fixture.UserTokenAsync(), [.. mark, .. """{"linkType": "otu"}"""u8]);
        Assert.Equal(HttpStatusCode.OK, api.Status);
        Answer control = await PostAsync("/_sandbox/scenario", null, [.. mark, .. """{"description": "marked"}"""u8]);
        Assert.Equal(HttpStatusCode.OK, control.Status);
        await fixture.Sandbox.LoadScenarioAsync("\uFEFF{ \"description\": \"marked\" }", Cancellation);
    }

    [Fact]
    public async Task A_scenario_of_a_file_is_refused_as_a_body_is()
    {
        Assert.Equal("The scenario has the member 'users' twice in one object.", await RefusedAsync("""{"users": [], "users": []}"""));
        Assert.StartsWith(
            "The scenario is not JSON: line 2, byte 1: 'x' is an invalid start", await RefusedAsync("{\nx}"), StringComparison.Ordinal);
        Assert.Contains(HalfPair, await RefusedAsync("""{"description": "\ud800"}"""), StringComparison.Ordinal);
        Assert.Contains(HalfPair, await RefusedAsync("{\"description\":\n \"\ud800\"}"), StringComparison.Ordinal);

        async Task<string> RefusedAsync(string json) =>
            (await Assert.ThrowsAsync<FormatException>(() => fixture.Sandbox.LoadScenarioAsync(json, Cancellation))).Message;
    }

    [Fact]
    public async Task An_event_with_half_a_character_is_refused()
    {
        FormatException e = Assert.Throws<FormatException>(
            () => fixture.Sandbox.Webhooks.Publish(SandboxEventType.Call, "x", """{"a": "\ud800"}"""));
        Assert.Contains("The data of an event " + HalfPair, e.Message, StringComparison.Ordinal);
        Answer response = await PostAsync("/_sandbox/events", null, """{"category": "x", "data": {"a": 1}}"""u8.ToArray());
        Assert.Equal(HttpStatusCode.OK, response.Status);
    }

    /// <summary>Whoever can reach the port can send this; the log keeps it, and whoever looks at the log must not stumble.</summary>
    [Theory]
    [InlineData("""{"sub": "\ud800"}""")]
    [InlineData("""{"\udfff": 1, "sub": "Partner:54344"}""")]
    [InlineData("{\"sub\": \"\u00ff\"}")]
    [InlineData("\u00ef\u00bb\u00bf{\"sub\": \"x\"}")]
    [InlineData("""{"sub": "\u0000", "exp": 1e400}""")]
    public async Task A_token_that_is_no_text_is_refused_and_the_log_shows_on(string latin1)
    {
        using PartnerKey key = PartnerKey.Create();
        fixture.Sandbox.RegisterPartnerKey(key.PublicKey, new SiteId(SandboxFixture.Workspace));
        string part = Base64Url.EncodeToString(Encoding.Latin1.GetBytes(latin1));
        foreach (string token in new[] { $"{part}.{part}.AAAA", $"eyJhbGciOiJSUzI1NiJ9.{part}.AAAA" })
        {
            Answer answer = await fixture.CallAsync("GET", Users, token);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, $"{answer.Status} {answer.Body}");
        }

        foreach (string path in new[] { "/", "/_sandbox/page/live", "/_sandbox/requests" })
        {
            Assert.Equal(HttpStatusCode.OK, (await fixture.SendAsync(HttpMethod.Get, path)).Status);
        }
    }

    [Fact]
    public async Task An_issued_token_has_one_form()
    {
        string token = await fixture.UserTokenAsync();
        char last = token[^1];
        foreach (string other in new[] { token + "=", token + "==", token + " =", token[..^1] + (char)(last + 1), token.Insert(
            token.Length - 5, "=") })
        {
            Answer answer = await fixture.CallAsync("GET", "/api/v1/info", other);
            Assert.True(answer.Status == HttpStatusCode.Unauthorized, other[^5..]);
            Assert.Contains("was changed", answer.Message, StringComparison.Ordinal);
        }

        await fixture.OkAsync("GET", "/api/v1/info", token);
    }

    private Task<Answer> PostAsync(string path, string? token, byte[] body) => fixture.SendBytesAsync(
        HttpMethod.Post, path, body, "application/json",
        token is null ? [] : [("x-helplightning-api-key", fixture.Sandbox.ApiKey), ("Authorization", token)]);
}
