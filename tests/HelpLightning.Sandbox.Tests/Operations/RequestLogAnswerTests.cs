using System.Net;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>What the log tells of answers: why one was a refusal, and what it said.</summary>
public sealed class RequestLogAnswerTests : IAsyncLifetime
{
    private const string Users = "/api/v1r1/enterprise/users";

    private readonly SandboxFixture _fixture = new();

    public ValueTask InitializeAsync() => _fixture.InitializeAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(Users + "?nonsense=1", 400, 402, "Unknown parameter 'nonsense'")]
    [InlineData(Users + "?filter=nonsense|=1", 400, 402, "Parameter 'filter': unknown key")]
    [InlineData(Users + "/99999999", 404, 1040, "99999999")]
    [InlineData("/api/v1r1/nothing", 404, 401, "no such route")]
    public async Task A_refusal_after_a_good_token_tells_its_reason(string path, int status, int code, string reason)
    {
        await _fixture.GetAsync(path);
        SandboxRequestLogEntry entry = _fixture.Sandbox.Requests.List()[^1];
        Assert.Equal((status, code), (entry.Status, entry.Code));
        Assert.Contains(reason, entry.Reason, StringComparison.Ordinal);
        Assert.Contains(reason, entry.ToString(), StringComparison.Ordinal);
        JsonElement answer = JsonDocument.Parse(entry.Answer!).RootElement;
        Assert.Equal((code, entry.Reason), (answer.GetProperty("code").GetInt32(), answer.GetProperty("message").GetString()));

        using ControlClient control = new(_fixture.Sandbox);
        JsonElement logged = (await control.GetAsync($"/requests/{entry.Id}")).Json;
        Assert.Equal((code, entry.Reason), (logged.GetProperty("code").GetInt32(), logged.GetProperty("reason").GetString()));
        Assert.Equal(entry.Reason, logged.GetProperty("answer").GetProperty("message").GetString());
    }

    [Fact]
    public async Task What_was_done_has_an_answer_and_no_reason()
    {
        Answer answer = await _fixture.GetAsync(Users + "?page_size=1");
        SandboxRequestLogEntry entry = _fixture.Sandbox.Requests.List()[^1];
        Assert.Equal((null, null, false), (entry.Code, entry.Reason, entry.IsAnswerCut));
        Assert.StartsWith("valid", entry.Verdict, StringComparison.Ordinal);
        Assert.True(JsonElement.DeepEquals(answer.Json, JsonDocument.Parse(entry.Answer!).RootElement));
    }

    [Fact]
    public async Task A_long_answer_is_cut_and_still_JSON()
    {
        await _fixture.GetAsync(Users + "?page_size=40");
        SandboxRequestLogEntry entry = _fixture.Sandbox.Requests.List()[^1];
        Assert.True(entry.IsAnswerCut);
        JsonElement entries = JsonDocument.Parse(entry.Answer!).RootElement.GetProperty("entries");
        Assert.InRange(entries.GetArrayLength(), 2, 39);
        Assert.InRange(entry.Answer!.Length, 2000, 4200);
    }

    [Fact]
    public async Task An_expired_tokens_text_is_shown_with_its_reason()
    {
        _fixture.Sandbox.Faults.Add("expired=401 next=1");
        await _fixture.GetAsync(Users);
        SandboxRequestLogEntry entry = _fixture.Sandbox.Requests.List()[^1];
        Assert.Equal((401, null, "Token expired", "\"Token expired\""), (entry.Status, entry.Code, entry.Reason, entry.Answer));
        _fixture.Sandbox.Faults.Add("503 next=1");
        await _fixture.GetAsync(Users);
        Assert.Equal((503, 100), (_fixture.Sandbox.Requests.List()[^1].Status, _fixture.Sandbox.Requests.List()[^1].Code));
    }

    [Fact]
    public async Task No_token_of_an_answer_is_shown()
    {
        List<string> secrets =
        [
            await _fixture.UserTokenAsync(), await _fixture.SessionTokenAsync(), await _fixture.WorkboxTokenAsync(),
            await _fixture.GssTokenAsync(),
        ];
        JsonElement refresh = await _fixture.OkAsync(
            "POST", "/api/v1/auth", null, """{"email": "ann@example.com", "password": "Sandbox1"}""");
        secrets.AddRange([refresh.GetProperty("token").GetString()!, refresh.GetProperty("refresh").GetString()!]);
        string link = (await _fixture.OkAsync(
            "POST", "/api/v1/sessions/link", await _fixture.UserTokenAsync(),
            """{"linkType": "otu"}""")).GetProperty("signature").GetString()!;
        Assert.All([.. secrets, link], secret => Assert.DoesNotContain(
            _fixture.Sandbox.Requests.List(), r => r.Answer?.Contains(secret, StringComparison.Ordinal) ?? false));
        Assert.Contains(_fixture.Sandbox.Requests.List(), r => r.Answer?.Contains("\"token\":\"...\"", StringComparison.Ordinal) ?? false);
    }

    [Fact]
    public async Task The_signed_address_of_a_file_is_shown_without_its_signature()
    {
        string call = _fixture.Sandbox.Calls.Start("1", "2").CallId;
        _fixture.Sandbox.Calls.AddAttachment(call, SandboxAttachmentKind.Recording);
        Answer answer = await _fixture.GetAsync($"/api/v1r1/enterprise/calls/{call}/attachments");
        string address = answer.Json[0].EnumerateObject()
            .First(
                p => p.Value.ValueKind == JsonValueKind.String
                    && p.Value.GetString()!.StartsWith("http", StringComparison.Ordinal)).Value.GetString()!;
        string signature = System.Web.HttpUtility.ParseQueryString(new Uri(address).Query).AllKeys
            .Select(k => System.Web.HttpUtility.ParseQueryString(new Uri(address).Query)[k]!).MaxBy(v => v.Length)!;
        Assert.DoesNotContain(signature, _fixture.Sandbox.Requests.List()[^1].Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("status=4xx", 2)]
    [InlineData("status=404", 1)]
    [InlineData("status=2xx", 1)]
    [InlineData("status=broken", 0)]
    [InlineData("match=get /API/v1r1/enterprise/users", 3)]
    [InlineData("match=nonsense", 1)]
    [InlineData("verdict=unknown parameter", 1)]
    [InlineData("verdict=valid", 3)]
    [InlineData("status=4xx&verdict=valid&match=%2F9999", 1)]
    [InlineData("status=2xx&limit=1", 1)]
    [InlineData("status=&match=&verdict=", 3)]
    public async Task The_log_is_filtered(string query, int expected)
    {
        foreach (string path in new[] { Users, Users + "?nonsense=1", Users + "/99999999" })
        {
            await _fixture.GetAsync(path);
        }

        using ControlClient control = new(_fixture.Sandbox);
        Assert.Equal(expected, (await control.GetAsync("/requests?" + query)).Json.GetProperty("requests").GetArrayLength());
    }

    [Theory]
    [InlineData("status=6xx", "'status'")]
    [InlineData("status=4x", "'status'")]
    [InlineData("colour=red", "after, limit, status, match, verdict")]
    public async Task A_filter_that_is_none_is_named(string query, string said)
    {
        using ControlClient control = new(_fixture.Sandbox);
        ControlAnswer answer = await control.GetAsync("/requests?" + query);
        Assert.Equal(400, answer.Status);
        Assert.Contains(said, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_cleared_and_its_numbers_go_on()
    {
        await _fixture.GetAsync(Users);
        using ControlClient control = new(_fixture.Sandbox);
        Assert.Equal(204, (await control.DeleteAsync("/requests")).Status);
        Assert.DoesNotContain(_fixture.Sandbox.Requests.List(), r => r.Path == Users);
        await _fixture.GetAsync(Users);
        SandboxRequestLogEntry entry = Assert.Single(_fixture.Sandbox.Requests.List(), r => r.Path == Users);
        Assert.True(entry.Id >= 2);
        _fixture.Sandbox.Requests.Clear();
        Assert.Empty(_fixture.Sandbox.Requests.List());
    }

    /// <summary>A parser lets these pass; a text that is asked for throws. One such request must not spoil the log.</summary>
    [Theory]
    [InlineData("""{"sub":"\ud800","exp":1}""")]
    [InlineData("""{"\udfff":"x","sub":"a\\\ud83dz\ud83d\ude00"}""")]
    [InlineData("""{"sub":{"\ud800":["\ud800\ud800"]}}""")]
    [InlineData("{\"sub\":\"\u00ff\u00fe\"}")]
    public async Task A_token_or_body_that_is_no_Unicode_can_be_looked_at(string claims)
    {
        byte[] bytes = [.. claims.Select(c => (byte)c)];
        string part = System.Buffers.Text.Base64Url.EncodeToString(bytes);
        using HttpClient http = new() { BaseAddress = _fixture.Sandbox.BaseAddress };
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(Users, UriKind.Relative)) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Add("x-helplightning-api-key", _fixture.Sandbox.ApiKey);
#pragma warning disable RS0030 // as a raw client would
        request.Headers.TryAddWithoutValidation("Authorization", $"{part}.{part}.x");
#pragma warning restore RS0030
        using HttpResponseMessage refused = await http.SendAsync(request, TestContext.Current.CancellationToken);
        using HttpRequestMessage body = new(HttpMethod.Post, new Uri("/api/v1/auth", UriKind.Relative))
        {
            Content = new ByteArrayContent(bytes),
        };
        body.Content.Headers.ContentType = new("application/json");
        body.Headers.Add("x-helplightning-api-key", _fixture.Sandbox.ApiKey);
        using HttpResponseMessage wrong = await http.SendAsync(body, TestContext.Current.CancellationToken);
        Assert.True(JsonDocument.Parse(_fixture.Sandbox.Requests.List()[^1].Body!).RootElement.EnumerateObject().Any());

        foreach (string path in new[] { "/", "/_sandbox/page/live", "/_sandbox/requests", "/_sandbox/requests/1" })
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            string text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
                await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
            Assert.True(!path.Contains("requests", StringComparison.Ordinal) || Touch(JsonDocument.Parse(text).RootElement) > 0);
        }
    }

    [Theory]
    [InlineData("/api/%ff%fe/users")]
    [InlineData("/api/%ED%A0%80/users?filter=%ff&x=%ED%A0%80&token%ff=1")]
    public async Task An_address_that_is_no_Unicode_can_be_looked_at(string target)
    {
        await RawClient.GetAsync(_fixture.Sandbox, target);
        foreach (string path in new[] { "/", "/_sandbox/page/live", "/_sandbox/requests?match=%ff" })
        {
            Assert.Equal(200, (await RawClient.GetAsync(_fixture.Sandbox, path)).Status);
        }
    }

    /// <summary>Asks for every text in it, which is what throws.</summary>
    private static int Touch(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Sum(p => p.Name.Length + Touch(p.Value)),
        JsonValueKind.Array => value.EnumerateArray().Sum(Touch),
        JsonValueKind.String => value.GetString()!.Length,
        _ => 1,
    };
}
