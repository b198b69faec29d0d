using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

public sealed class ControlTests : IAsyncLifetime
{
    private readonly SandboxFixture _fixture = new();
    private ControlClient _control = null!;

    public async ValueTask InitializeAsync()
    {
        await _fixture.InitializeAsync();
        _control = new ControlClient(_fixture.Sandbox);
    }

    public ValueTask DisposeAsync()
    {
        _control.Dispose();
        return _fixture.DisposeAsync();
    }

    [Fact]
    public async Task Health_says_which_site_it_is()
    {
        JsonElement health = (await _control.GetAsync("/health")).Json;
        Assert.Equal(("ok", 54344), (health.GetProperty("status").GetString(), health.GetProperty("site_id").GetInt32()));
    }

    [Fact]
    public async Task The_clock_is_moved_stopped_skewed_and_reset()
    {
        JsonElement clock = (await _control.PostAsync("/clock/advance", """{"by": "2h"}""")).Json;
        Assert.Equal(7200, clock.GetProperty("offset_seconds").GetDouble());
        Assert.Equal(_fixture.Clock.GetUtcNow().AddHours(2), clock.GetProperty("now").GetDateTimeOffset());
        await _control.PostAsync("/clock/advance", """{"by": -3600}""");
        Assert.Equal(_fixture.Clock.GetUtcNow().AddHours(1), _fixture.Sandbox.Clock.GetUtcNow());
        Assert.True(
            (await _control.PostAsync("/clock/freeze", """{"at": "2030-01-02T03:04:05Z"}""")).Json.GetProperty("frozen").GetBoolean());
        Assert.Equal(new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.Zero), _fixture.Sandbox.Clock.GetUtcNow());
        Assert.False((await _control.PostAsync("/clock/unfreeze")).Json.GetProperty("frozen").GetBoolean());
        Assert.Equal(
            -94, (await _control.PostAsync("/clock/skew", """{"by": "-94s"}""")).Json.GetProperty("date_skew_seconds").GetDouble());
        clock = (await _control.PostAsync("/clock/reset")).Json;
        Assert.Equal((0, 0), (clock.GetProperty("offset_seconds").GetDouble(), clock.GetProperty("date_skew_seconds").GetDouble()));
    }

    [Fact]
    public async Task Faults_are_added_listed_and_removed()
    {
        JsonElement added = (await _control.PostAsync("/faults", """{"fault": "GET /api/** 503 next=2"}""")).Json;
        Assert.Equal(
            (1, "GET /api/** 503 next=2", 2),
            (added.GetProperty("id").GetInt32(), added.GetProperty("fault").GetString(), added.GetProperty("remaining").GetInt32()));
        Assert.Equal(503, (int)(await _fixture.GetAsync("/api/v1r1/enterprise/users")).Status);
        JsonElement listed = (await _control.GetAsync("/faults")).Json.GetProperty("faults")[0];
        Assert.Equal(
            (1, 1, 1),
            (listed.GetProperty("matched").GetInt32(), listed.GetProperty("hit").GetInt32(), listed.GetProperty("remaining").GetInt32()));
        Assert.Equal(204, (await _control.DeleteAsync("/faults/1")).Status);
        Assert.Equal(404, (await _control.DeleteAsync("/faults/1")).Status);
        await _control.PostAsync("/faults", """{"fault": "500"}""");
        Assert.Equal(204, (await _control.DeleteAsync("/faults")).Status);
        Assert.Empty(_fixture.Sandbox.Faults.List());
    }

    [Fact]
    public async Task A_webhook_is_set_up_gets_an_event_and_shows_its_deliveries_but_never_its_secret()
    {
        await using Receiver receiver = new();
        JsonElement added = (await _control.PostAsync(
            "/webhooks", $$"""{"url": "{{receiver.Url}}", "event_type": "session", "secret": "very secret"}""")).Json;
        Assert.True(added.GetProperty("has_secret").GetBoolean());
        await _control.PostAsync("/events", """{"type": "session", "category": "invited", "data": {"a": 1}}""");
        await _fixture.Sandbox.Webhooks.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal("""{"type":"session","category":"invited","data":{"a":1}}""", Assert.Single(receiver.Events).Body);

        ControlAnswer answer = await _control.GetAsync("/webhooks/1/deliveries");
        JsonElement delivery = answer.Json.GetProperty("deliveries")[0];
        Assert.Equal(("delivered", 200, JsonValueKind.Null), (
            delivery.GetProperty("state").GetString(), delivery.GetProperty("attempts")[0].GetProperty("status").GetInt32(),
            delivery.GetProperty("next_attempt_at").ValueKind));
        int again = (await _control.PostAsync($"/deliveries/{delivery.GetProperty("id")}/redeliver")).Json.GetProperty("id").GetInt32();
        Assert.Equal(2, again);
        await _fixture.Sandbox.Webhooks.WhenIdleAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, receiver.Events.Count);
        Assert.DoesNotContain("very secret", answer.Body + (await _control.GetAsync("/webhooks")).Body, StringComparison.Ordinal);
        Assert.Equal(204, (await _control.DeleteAsync("/webhooks/1")).Status);
        Assert.Equal(404, (await _control.DeleteAsync("/webhooks/1")).Status);
        Assert.Equal(404, (await _control.GetAsync("/webhooks/1/deliveries")).Status);
        Assert.Equal(404, (await _control.PostAsync("/deliveries/1/redeliver")).Status);
    }

    [Fact]
    public async Task The_request_log_is_read_from_a_number_on()
    {
        await _fixture.GetAsync("/api/v1r1/enterprise/users?page_size=1");
        JsonElement requests = (await _control.GetAsync("/requests?after=0&limit=5")).Json.GetProperty("requests");
        JsonElement first = requests[0];
        Assert.Equal(
            (1, "?page_size=1", 200),
            (first.GetProperty("id").GetInt32(), first.GetProperty("query").GetString(), first.GetProperty("status").GetInt32()));
        Assert.Equal("Partner:54344", first.GetProperty("token_claims").GetProperty("sub").GetString());
        Assert.Equal("GET", (await _control.GetAsync("/requests/1")).Json.GetProperty("method").GetString());
        Assert.Equal(404, (await _control.GetAsync("/requests/4711")).Status);
    }

    [Fact]
    public async Task Answers_are_written_for_a_terminal()
    {
        ControlAnswer refused = await _control.PostAsync("/clock/advance");
        Assert.Contains("'by' is missing", refused.Body, StringComparison.Ordinal);
        Assert.EndsWith("}\n", refused.Body, StringComparison.Ordinal);
        Assert.EndsWith("}\n", (await _control.GetAsync("/health")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/clock/advance", "{}", "'by' is missing")]
    [InlineData("/clock/advance", """{"by": "soon"}""", "'by' wants a time")]
    [InlineData("/clock/advance", """{"by": "1s", "until": 1}""", "'until' is unknown. Known here: by")]
    [InlineData("/clock/advance", """{"by": "36000d"}""", null)]
    [InlineData("/clock/advance", """{"by": "36520d"}""", "a hundred years")]
    [InlineData("/clock/reset", """{"to": 1}""", "'to' is unknown: nothing is taken here")]
    [InlineData("/clock/freeze", """{"at": "noon"}""", "'at' wants a time")]
    [InlineData("/faults", """{"fault": "418"}""", "none of 429")]
    [InlineData("/faults", """{"fault": 418}""", "'fault' wants a text")]
    [InlineData("/webhooks", """{"url": "http://example.com/"}""", "http is only for receivers on this machine")]
    [InlineData("/webhooks", """{"url": "hook"}""", "'url' is no whole address")]
    [InlineData("/webhooks", """{"url": "https://example.com/", "event_type": "calls"}""", "'event_type' wants one of call, session")]
    [InlineData("/events", """{"category": "x", "data": []}""", "a JSON object")]
    [InlineData("/events", "[]", "The body wants a JSON object")]
    [InlineData("/events", "{", "The body is not JSON: line 1, byte 2: ")]
    [InlineData("/events", """{"category": "x", "category": "y"}""", "The body has the member 'category' twice in one object.")]
    public async Task A_wrong_body_is_an_error_that_names_the_place(string path, string json, string? says)
    {
        ControlAnswer answer = await _control.PostAsync(path, json);
        Assert.Equal(says is null ? 200 : 400, answer.Status);
        if (says is not null)
        {
            Assert.Contains(says, answer.Message, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string, string[], int> Strangers => new()
    {
        { "POST", ["Content-Type: application/json", "Origin: http://evil.example"], 403 },
        { "POST", ["Content-Type: application/json", "Origin: null"], 403 },
        { "POST", ["Content-Type: application/json", "Origin: http://127.0.0.1:1"], 403 },
        { "POST", ["Content-Type: application/json", "Sec-Fetch-Site: cross-site"], 403 },
        { "POST", ["Content-Type: application/json", "Sec-Fetch-Site: same-site"], 403 },
        { "POST", ["Content-Type: text/plain"], 415 },
        { "POST", ["Content-Type: application/x-www-form-urlencoded"], 415 },
        { "POST", ["Content-Type: multipart/form-data"], 415 },
        { "POST", [], 415 },
        { "POST", ["Content-Type: application/json", "Sec-Fetch-Site: same-origin"], 200 },
        { "POST", ["Content-Type: application/json; charset=utf-8", "Sec-Fetch-Site: none"], 200 },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task Another_sites_page_cannot_write(string method, string[] headers, int status)
    {
        RawAnswer answer = await RawClient.SendAsync(
            _fixture.Sandbox.BaseAddress, $"{method} /_sandbox/clock/advance HTTP/1.1",
            [$"Host: {_fixture.Sandbox.BaseAddress.Authority}", "Connection: close", .. headers], """{"by": 60}""");
        Assert.Equal(status, answer.Status);
        Assert.Equal(_fixture.Clock.GetUtcNow().AddSeconds(status == 200 ? 60 : 0), _fixture.Sandbox.Clock.GetUtcNow());
    }

    [Theory]
    [InlineData("evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("192.168.0.1")]
    public async Task A_name_that_is_not_loopback_is_refused_everywhere(string host)
    {
        foreach (string path in new[] { "/_sandbox/health", "/_sandbox/requests", "/" })
        {
            RawAnswer answer = await RawClient.SendAsync(
                _fixture.Sandbox.BaseAddress, $"GET {path} HTTP/1.1", [$"Host: {host}", "Connection: close"], "");
            Assert.Equal(403, answer.Status);
        }
    }

    [Fact]
    public async Task The_own_page_may_write_and_delete()
    {
        string own = _fixture.Sandbox.BaseAddress.GetLeftPart(UriPartial.Authority);
        RawAnswer answer = await RawClient.SendAsync(
            _fixture.Sandbox.BaseAddress, "DELETE /_sandbox/faults HTTP/1.1",
            [$"Host: {_fixture.Sandbox.BaseAddress.Authority}", "Connection: close", $"Origin: {own}"], "");
        Assert.Equal(204, answer.Status);
        answer = await RawClient.SendAsync(
            _fixture.Sandbox.BaseAddress, "DELETE /_sandbox/faults HTTP/1.1",
            [$"Host: {_fixture.Sandbox.BaseAddress.Authority}", "Connection: close", "Origin: http://evil.example"], "");
        Assert.Equal(403, answer.Status);
    }
}
