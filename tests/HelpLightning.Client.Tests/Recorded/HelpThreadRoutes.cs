namespace HelpLightning.Client.Tests;

public sealed class HelpThreadRoutes
{
    private const string Thread = """
        {"id":17,"token":"t.t.1","status":"REPORTED","title":"Pump 4","assigned_to":{"id":-1,"name":""},"participants":[{"id":24,"name":"Ann","owner":true}],
         "guests":[{"id":1,"uuid":"g-1","name":"Cleo","has_joined":false}],
         "ticketFieldsFull":[{"id":5,"name":"Cause","description":"why","hidden":false,"type":"LIST","multiSelect":true,"mandatory":"MANDATORY_ON_CLOSE",
           "options":[{"id":51,"name":"Wear"},{"id":52,"name":"Dirt"}],"defaultValue":null,"valueAsString":""}],
         "fields":[{"id":5,"value":[51],"valueAsString":"Wear"}],"unread_messages_count":2,"last_active_at":"2024-05-25T15:32:26Z"}
        """;

    private const string Message = """{"id":901,"uuid":"m-1","type":"Text","metadata":"{\"message\":\"Is it \\\"hot\\\"?\"}","sent_at":"2024-05-25T15:32:26Z","user":{"name":"Ann"}}""";

    [Fact]
    [Covers("GET /api/v1r1/workboxes")]
    public async Task Threads_are_listed_by_a_cursor()
    {
        await using Recording recording = new(
            Reply.Json("""{"entries":[{"id":17,"title":"Pump 4","unread_messages_count":2,"last_active_at":"2024-05-25T15:32:26Z"}],"after":"c/1+"}"""),
            Reply.Json("""{"entries":[{"id":16}],"after":null}"""));
        List<HelpThread> threads = await recording.User.HelpThreads.ListAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/workboxes?status=OPEN", Recording.UserToken);
        recording.Asked(1, "GET", "/api/v1r1/workboxes?status=OPEN&after=c%2F1%2B", Recording.UserToken);
        Assert.Equal([(17L, "Pump 4", (long?)2), (16, null, null)], threads.Select(t => (t.Id, t.Title, t.UnreadMessagesCount)));
    }

    [Fact]
    [Covers("POST /api/v1r1/workboxes")]
    [Covers("GET /api/v1r1/workboxes/{workbox_id}")]
    [Covers("POST /api/v1r1/workbox/close")]
    [Covers("POST /api/v1r1/workbox/reopen")]
    public async Task A_thread_is_opened_closed_and_opened_again()
    {
        await using Recording recording = new(
            Reply.Json("""{"id":17,"token":"t.t.1","status":"REPORTED","title":"Pump 4"}"""), Reply.Json("""{"success":true}"""), Reply.Json("{}"), Reply.Json(Thread));
        HelpThreadClient thread = recording.User.HelpThreads.Open(await recording.User.HelpThreads.CreateAsync("Pump 4", Recording.Cancellation));
        await thread.CloseAsync(Recording.Cancellation);
        await thread.ReopenAsync(Recording.Cancellation);
        HelpThread read = await thread.GetAsync(Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1r1/workboxes", Recording.UserToken);
        Assert.Equal("""{"participants":[],"title":"Pump 4"}""", recording.BodyOf(0));
        recording.Asked(1, "POST", "/api/v1r1/workbox/close", "t.t.1");
        recording.Asked(2, "POST", "/api/v1r1/workbox/reopen", "t.t.1");
        recording.Asked(3, "GET", "/api/v1r1/workboxes/17", Recording.UserToken);
        Assert.Equal((17, "REPORTED", false, "Pump 4", null), (read.Id, read.Status, read.IsClosed, read.Title, read.AssignedTo));
        Assert.Equal((24, "Ann", true), (read.Participants[0].Id, read.Participants[0].Name, read.Participants[0].Owner));
        Assert.Equal((1, "g-1", "Cleo", false), (read.Guests[0].Id, read.Guests[0].Uuid, read.Guests[0].Name, read.Guests[0].HasJoined));
        CustomField definition = Assert.Single(read.FieldDefinitions);
        Assert.Equal((5, "Cause", "why", false, "LIST", true, "MANDATORY_ON_CLOSE"),
            (definition.Id, definition.Name, definition.Description, definition.Hidden, definition.Type, definition.MultiSelect, definition.Mandatory));
        Assert.Equal([new Reference(51, "Wear"), new Reference(52, "Dirt")], definition.Options);
        Assert.Equal("[51]", read.Fields[0].Value?.GetRawText());
    }

    [Fact]
    public async Task A_thread_opened_by_its_id_gets_its_token_when_it_is_needed()
    {
        await using Recording recording = new(Reply.Json(Thread), Reply.Json("{}"));
        HelpThreadClient thread = recording.User.HelpThreads.Open(17);
        Assert.Empty(recording.Requests);
        await thread.CloseAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/workboxes/17", Recording.UserToken);
        recording.Asked(1, "POST", "/api/v1r1/workbox/close", "t.t.1");
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/workboxes/by_call_id/{call_id}")]
    public async Task The_thread_of_a_call_is_found_or_there_is_none()
    {
        await using Recording recording = new(Reply.Json($$"""{"workbox":{{Thread}}}"""), Reply.Json("""{"workbox":null}"""), Reply.Json("{}"), Reply.Json("null"));
        Assert.Equal(17, (await recording.Client.HelpThreads.FindByCallAsync(new CallId("call_1"), Recording.Cancellation))?.Id);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/workboxes/by_call_id/call_1", "partner");
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(await recording.Client.HelpThreads.FindByCallAsync(new CallId("call_2"), Recording.Cancellation));
        }
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/workboxes/{workbox_id}")]
    public async Task The_older_ticket_is_read()
    {
        await using Recording recording = new(Reply.Json("""{"ticket_id":"88","status":"CLOSED"}"""));
        ThreadTicket ticket = await recording.Client.HelpThreads.GetTicketAsync(17, Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/enterprise/workboxes/17", "partner");
        Assert.Equal((88, "CLOSED"), (ticket.TicketId, ticket.Status));
    }

    [Fact]
    [Covers("PUT /api/v1r1/workbox/custom_fields")]
    public async Task Fields_of_every_kind_are_saved()
    {
        await using Recording recording = new(Reply.Json(Thread), Reply.Json("""{"success":true}"""));
        await recording.User.HelpThreads.Open(17).SetFieldsAsync(
            [CustomFieldValue.Text(1, "a"), CustomFieldValue.Boolean(2, true), CustomFieldValue.Option(3, 31), CustomFieldValue.Options(4, 41, 42), CustomFieldValue.Empty(5)],
            Recording.Cancellation);
        recording.Asked(1, "PUT", "/api/v1r1/workbox/custom_fields", "t.t.1");
        Assert.Equal(
            """{"values":[{"id":1,"value":"a"},{"id":2,"value":true},{"id":3,"value":31},{"id":4,"value":[41,42]},{"id":5,"value":null}]}""", recording.BodyOf(1));
    }

    [Fact]
    [Covers("POST /api/v1r1/workbox/invite")]
    [Covers("POST /api/v1r1/workbox/invite/silent")]
    [Covers("POST /api/v1r1/workbox/invite/{guest_uuid}")]
    [Covers("DELETE /api/v1r1/workbox/invite/{guest_uuid}")]
    public async Task A_guest_is_invited_reminded_and_removed()
    {
        await using Recording recording = new(
            Reply.Json(Thread), Reply.Json("""{"guests":[{"id":1,"uuid":"g-1","name":"Cleo","has_joined":false}]}"""),
            Reply.Json("""{"link":"https://hl.example/y","workbox":{"id":17,"token":"t.t.2"}}"""), Reply.Json("{}"), Reply.Of(204, ""));
        HelpThreadClient thread = recording.User.HelpThreads.Open(17);
        HelpThreadInviteResult invited = await thread.InviteAsync(new HelpThreadInvitation { Name = "Cleo", Email = "cleo@example.com", JoinVideo = true }, Recording.Cancellation);
        HelpThreadInviteResult silent = await thread.InviteSilentlyAsync("Cleo", cancellationToken: Recording.Cancellation);
        await thread.ResendInvitationAsync("g-1", cancellationToken: Recording.Cancellation);
        await thread.RemoveGuestAsync("g-1", Recording.Cancellation);
        recording.Asked(1, "POST", "/api/v1r1/workbox/invite", "t.t.1");
        Assert.Equal("""{"action":"join_session","name":"Cleo","email":"cleo@example.com","phone":""}""", recording.BodyOf(1));
        recording.Asked(2, "POST", "/api/v1r1/workbox/invite/silent", "t.t.1");
        Assert.Equal("""{"action":"join_session","name":"Cleo"}""", recording.BodyOf(2));
        recording.Asked(3, "POST", "/api/v1r1/workbox/invite/g-1", "t.t.1");
        Assert.Equal("{}", recording.BodyOf(3));
        recording.Asked(4, "DELETE", "/api/v1r1/workbox/invite/g-1", "t.t.1");
        Assert.Equal("g-1", Assert.Single(invited.Guests).Uuid);
        Assert.Equal("https://hl.example/y", silent.Link?.OriginalString);
        Assert.DoesNotContain("t.t.2", silent.ToString(), StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => thread.InviteAsync(new HelpThreadInvitation { Name = "Cleo" }, Recording.Cancellation));
    }

    [Fact]
    [Covers("GET /api/v1r1/workbox/messages")]
    [Covers("POST /api/v1r1/workbox/messages")]
    [Covers("GET /api/v1r1/workbox/messages/{message_id}")]
    public async Task Messages_are_sent_listed_and_read()
    {
        await using Recording recording = new(
            Reply.Json(Thread), Reply.Json(Message), Reply.Json($$"""{"entries":[{{Message}}],"after":""}"""),
            Reply.Json("""{"id":902,"type":"Image","metadata":{"url":"https://files.example/i.jpg?s=1","filename":"i.jpg"},"sent_at":"","user":{"name":"Bob"}}"""));
        HelpThreadMessagesClient messages = recording.User.HelpThreads.Open(17).Messages;
        HelpThreadMessage? sent = await messages.SendTextAsync("ann.field", "Is it \"hot\"? ü", Recording.Cancellation);
        HelpThreadMessage listed = await messages.ListAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        HelpThreadMessage image = await messages.GetAsync(902, Recording.Cancellation);
        recording.Asked(1, "POST", "/api/v1r1/workbox/messages", "t.t.1");
        Assert.Matches("""^\{"username":"ann.field","type":"Text","version":2,"sent_at":"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z","metadata":\{"message":"Is it \\"hot\\"\? Ã¼"\}\}$""", recording.BodyOf(1));
        recording.Asked(2, "GET", "/api/v1r1/workbox/messages", "t.t.1");
        recording.Asked(3, "GET", "/api/v1r1/workbox/messages/902", "t.t.1");
        Assert.Equal((901, "m-1", "Text", "Is it \"hot\"?", "Ann"), (listed.Id, listed.Uuid, listed.Type, listed.Text, listed.Sender?.Name));
        Assert.Equal(listed.Id, sent?.Id);
        Assert.Equal(("i.jpg", "https://files.example/i.jpg?s=1", null, null), (image.FileName, image.Url?.OriginalString, image.Text, image.SentAt));
    }

    [Fact]
    [Covers("GET /api/v1r1/workbox/messages/recent_history")]
    [Covers("GET /api/v1r1/workbox/messages/history_by_direction")]
    public async Task History_is_walked_in_bare_arrays()
    {
        await using Recording recording = new(Reply.Json(Thread), Reply.Json($"[{Message}]"), Reply.Json("[]"), Reply.Json("[]"));
        HelpThreadMessagesClient messages = recording.User.HelpThreads.Open(17).Messages;
        Assert.Single(await messages.GetRecentAsync(10, Recording.Cancellation));
        Assert.Empty(await messages.GetHistoryAsync(901, cancellationToken: Recording.Cancellation));
        Assert.Empty(await messages.GetHistoryAsync(901, HistoryDirection.Older, Recording.Cancellation));
        recording.Asked(1, "GET", "/api/v1r1/workbox/messages/recent_history?limit=10", "t.t.1");
        recording.Asked(2, "GET", "/api/v1r1/workbox/messages/history_by_direction?message_id=901&direction=ASC", "t.t.1");
        recording.Asked(3, "GET", "/api/v1r1/workbox/messages/history_by_direction?message_id=901&direction=DESC", "t.t.1");
    }
}
