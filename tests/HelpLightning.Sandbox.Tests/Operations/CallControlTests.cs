using System.Text.Json;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>Calls that happen because somebody says so, and what their webhooks tell.</summary>
public sealed class CallControlTests : IAsyncLifetime
{
    private readonly SandboxFixture _fixture = new();
    private ControlClient _control = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

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
    public void A_kind_of_attachment_that_there_is_not_is_refused()
    {
        string call = _fixture.Sandbox.Calls.Start("1", "2").CallId;
        Assert.Throws<ArgumentOutOfRangeException>(() => _fixture.Sandbox.Calls.AddAttachment(call, (SandboxAttachmentKind)3));
    }

    [Fact]
    public async Task A_whole_call_is_told_step_by_step_and_in_order()
    {
        await using Receiver receiver = new();
        _fixture.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        JsonElement call = (await _control.PostAsync("/calls", """{"dialer": "ann@example.com", "receiver": 1}""")).Json;
        string id = call.GetProperty("call_id").GetString()!;
        Assert.StartsWith("call_", id, StringComparison.Ordinal);
        Assert.True(Guid.TryParse(call.GetProperty("session_id").GetString(), out _));
        Assert.Equal(2, (await _control.GetAsync("/calls")).Json.GetProperty("calls")[0].GetProperty("participants").GetArrayLength());

        await RequireAsync($"/calls/{id}/join", """{"user": 3}""");
        JsonElement guest = await RequireAsync($"/calls/{id}/join", """{"guest": "Customer at the gate"}""");
        await RequireAsync($"/calls/{id}/leave", """{"user": 3}""");
        string capture = (await RequireAsync($"/calls/{id}/capture")).GetProperty("uuid").GetString()!;
        string recording = (await RequireAsync($"/calls/{id}/recording")).GetProperty("uuid").GetString()!;
        await RequireAsync($"/calls/{id}/tag", """{"tag": "spare-part"}""");
        await RequireAsync($"/calls/{id}/end");
        Assert.Equal(0, (await _control.GetAsync("/calls")).Json.GetProperty("calls").GetArrayLength());

        await _fixture.Sandbox.Webhooks.WhenIdleAsync(Cancellation);
        JsonElement[] events = [.. receiver.Events.Select(e => JsonDocument.Parse(e.Body).RootElement)];
        Assert.Equal(
            [
                "started", "participant_joined", "participant_joined", "participant_joined", "participant_joined", "participant_left",
                "attachment_created", "attachment_created", "participant_left", "participant_left", "participant_left", "ended",
            ],
            events.Select(e => e.GetProperty("category").GetString()));
        Assert.All(
            events,
            e => Assert.Equal(("call", id), (e.GetProperty("type").GetString(), e.GetProperty("data").GetProperty("call_id").GetString())));
        Assert.Equal([capture, recording], events.Where(e => e.GetProperty("category").GetString() == "attachment_created")
            .Select(e => e.GetProperty("data").GetProperty("attachment").GetProperty("uuid").GetString()));
        Assert.True(guest.GetProperty("user_id").GetInt64() > 0);
    }

    [Fact]
    public async Task A_session_and_its_video_are_told_to_the_webhooks_of_each_type()
    {
        await using Receiver sessions = new();
        await using Receiver calls = new();
        _fixture.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = sessions.Url, EventType = SandboxEventType.Session });
        _fixture.Sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = calls.Url });
        JsonElement session = await _fixture.OpenSessionAsync();
        await _fixture.OkAsync(
            "POST", "/api/v1/session/video", session.GetProperty("token").GetString(),
            $$"""{"user_token": "{{await _fixture.UserTokenAsync()}}"}""");
        await _fixture.Sandbox.Webhooks.WhenIdleAsync(Cancellation);
        string id = session.GetProperty("id").GetString()!;
        Assert.Equal(
            [
                $$$"""{"type":"session","category":"created","data":{"session_id":"{{{id}}}"}}""",
                $$$"""{"type":"session","category":"video_started","data":{"session_id":"{{{id}}}"}}""",
            ],
            sessions.Events.Select(e => e.Body));
        Assert.Equal("started", JsonDocument.Parse(calls.Events.First().Body).RootElement.GetProperty("category").GetString());
    }

    [Theory]
    [InlineData("/calls", """{"dialer": "nobody@example.com", "receiver": 1}""", 404, "no user 'nobody@example.com'")]
    [InlineData("/calls", """{"dialer": 1, "receiver": 1}""", 400, "Nobody can call themselves")]
    [InlineData("/calls", """{"dialer": 1}""", 400, "'receiver' is missing")]
    [InlineData("/calls", """{"dialer": [1], "receiver": 2}""", 400, "'dialer' wants an e-mail address or an id")]
    [InlineData("/calls/call_x/end", "{}", 404, "no call with this id")]
    [InlineData("/calls/call_x/join", "{}", 400, "'user'")]
    [InlineData("/calls/call_x/join", """{"user": 1, "guest": "x"}""", 400, "'guest'")]
    public async Task A_wrong_step_says_why(string path, string json, int status, string says)
    {
        ControlAnswer answer = await _control.PostAsync(path, json);
        Assert.Equal(status, answer.Status);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_library_does_the_same_and_says_the_same()
    {
        SandboxCall call = _fixture.Sandbox.Calls.Start("24", "1");
        _fixture.Sandbox.Calls.Join(call.CallId, "3");
        Assert.Contains(
            "in the call already", Assert.Throws<InvalidOperationException>(() => _fixture.Sandbox.Calls.Join(call.CallId, "3")).Message,
            StringComparison.Ordinal);
        Assert.True(_fixture.Sandbox.Calls.JoinAsGuest(call.CallId, "Guest") > 0);
        Assert.True(Guid.TryParse(_fixture.Sandbox.Calls.AddAttachment(call.CallId, SandboxAttachmentKind.Document), out _));
        _fixture.Sandbox.Calls.Tag(call.CallId, "x");
        _fixture.Sandbox.Calls.Leave(call.CallId, "ann@example.com");
        _fixture.Sandbox.Calls.End(call.CallId);
        Assert.Contains(
            "over", Assert.Throws<InvalidOperationException>(() => _fixture.Sandbox.Calls.End(call.CallId)).Message,
            StringComparison.Ordinal);
    }

    private async Task<JsonElement> RequireAsync(string path, string json = "{}") => (await _control.PostAsync(path, json)).Json;
}
