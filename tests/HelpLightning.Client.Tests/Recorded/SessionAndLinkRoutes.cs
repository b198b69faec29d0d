namespace HelpLightning.Client.Tests;

public sealed class SessionAndLinkRoutes
{
    private const string Session = """
        {"id":"af304262-0000-4000-8000-7c13ee570661","token":"s.t.1","video_active":false,"pin":"","updated_at":"2024-05-25T15:32:26Z",
         "users":[{"id":24,"name":"Ann","username":"ann.field","token":"c.t.8","status":0},{"id":3,"name":"","username":"ann","token":"c.t.9","status":0,"avatar":{"thumb":null,"original":null}}]}
        """;

    [Fact]
    [Covers("POST /api/v1/sessions")]
    [Covers("POST /api/v1/session/video")]
    public async Task A_session_is_opened_and_rings()
    {
        await using Recording recording = new(
            Reply.Json(Session), Reply.Json("""{"gss_info":{"token":"v.t.1","server":"gss+ssl://media.example:443","wsserver":"wss://media.example"}}"""));
        Session session = await recording.User.Sessions.CreateAsync([new Contact { Id = 3, Token = new AccessToken("c.t.1") }], Recording.Cancellation);
        VideoConnection video = await recording.User.Sessions.Open(session).StartVideoAsync(Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1/sessions", Recording.UserToken);
        Assert.Equal("""{"contact_tokens":["c.t.1"]}""", recording.BodyOf(0));
        recording.Asked(1, "POST", "/api/v1/session/video", "s.t.1");
        Assert.Equal($$"""{"user_token":"{{Recording.UserToken}}"}""", recording.BodyOf(1));
        Assert.Equal(("v.t.1", "gss+ssl://media.example:443", "wss://media.example"), (video.Token?.Reveal(), video.Server, video.WebSocketServer));
        Assert.Equal(("af304262-0000-4000-8000-7c13ee570661", false, "", new DateTimeOffset(2024, 5, 25, 15, 32, 26, TimeSpan.Zero)),
            (session.Id, session.VideoActive, session.Pin, session.UpdatedAt));
        Assert.Equal([24L, 3L], session.Users.Select(user => user.Id));
        SessionMember member = session.Users[1];
        Assert.Equal((3, "", "ann", "c.t.9", 0), (member.Id, member.Name, member.Username, member.Token?.Reveal(), member.Status));
    }

    [Fact]
    [Covers("GET /api/v1/sessions/{session_id}")]
    public async Task A_session_without_a_token_gets_one_by_reading_it_again()
    {
        await using Recording recording = new(
            Reply.Json("""{"id":"s-1"}"""), Reply.Json("""{"id":"s-1","token":"s.t.2"}"""), Reply.Json("""{"gss_info":{"server":"gss+ssl://media.example"}}"""));
        Session session = await recording.User.Sessions.GetAsync("s-1", Recording.Cancellation);
        await recording.User.Sessions.Open(session).StartVideoAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/sessions/s-1", Recording.UserToken);
        recording.Asked(1, "GET", "/api/v1/sessions/s-1", Recording.UserToken);
        recording.Asked(2, "POST", "/api/v1/session/video", "s.t.2");
    }

    [Fact]
    public async Task A_session_with_nobody_or_a_stranger_is_not_asked_for()
    {
        await using Recording recording = new(Reply.Json("{}"));
        await Assert.ThrowsAsync<ArgumentException>(() => recording.User.Sessions.CreateAsync([], Recording.Cancellation));
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => recording.User.Sessions.CreateAsync([new Contact { Id = 3, Name = "Bob" }], Recording.Cancellation));
        Assert.Contains("Bob (id 3) comes without a token", e.Message, StringComparison.Ordinal);
        Assert.Empty(recording.Requests);
    }

    [Theory]
    [InlineData(LinkType.OneTime, "otu")]
    [InlineData(LinkType.MyHelpSpace, "mhs")]
    [InlineData(LinkType.RunningCall, "tpi")]
    [Covers("POST /api/v1/sessions/link")]
    public async Task A_link_is_made(LinkType type, string wire)
    {
        await using Recording recording = new(Reply.Json("""{"link":"https://hl.example/x","long_link":"https://hl.example/meet/link/x","signature":"sig"}"""));
        CallLink link = await recording.User.Links.CreateAsync(type, Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1/sessions/link", Recording.UserToken);
        Assert.Equal($$"""{"linkType":"{{wire}}"}""", recording.BodyOf(0));
        Assert.Equal(("https://hl.example/x", "https://hl.example/meet/link/x", "sig"), (link.Link.OriginalString, link.LongLink?.OriginalString, link.Signature));
    }

    [Fact]
    [Covers("POST /api/v1/sessions/link/invite")]
    public async Task A_link_is_sent_and_the_two_results_are_told()
    {
        await using Recording recording = new(Reply.Json("""{"email_result":0,"sms_result":"1048"}"""), Reply.Json("true"));
        LinkInvitation invitation = new()
        {
            Name = "Cleo",
            Email = "cleo@example.com",
            PhoneNumber = "+15551234567",
            Message = "Hello",
            CallLink = new CallLink { Link = new("https://hl.example/x"), Signature = "sig" },
        };
        LinkInvitationResult first = await recording.User.Links.InviteAsync(invitation, Recording.Cancellation);
        LinkInvitationResult second = await recording.User.Links.InviteAsync(new LinkInvitation { Email = "cleo@example.com", Type = LinkType.MyHelpSpace }, Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1/sessions/link/invite", Recording.UserToken);
        Assert.Equal(
            """{"recipientName":"Cleo","recipientEmail":"cleo@example.com","recipientPhoneNumber":"+15551234567","linkType":2,"message":"Hello","invite":"https://hl.example/x","signature":"sig"}""",
            recording.BodyOf(0));
        Assert.Equal("""{"recipientName":"","recipientEmail":"cleo@example.com","recipientPhoneNumber":null,"linkType":1,"message":""}""", recording.BodyOf(1));
        Assert.Equal((true, false, 1048), (first.IsEmailSent, first.IsSmsSent, first.SmsCode));
        Assert.Equal((false, null), (second.IsEmailSent, second.EmailCode));
    }

    [Fact]
    public async Task An_invitation_that_cannot_be_right_is_not_sent()
    {
        await using Recording recording = new(Reply.Json("{}"));
        LinkInvitation[] wrong =
        [
            new() { Name = "Cleo" },
            new() { Email = "c@example.com", Message = "<b>" },
            new() { Email = "c@example.com", Name = new string('x', 256) },
            new() { Email = "c@example.com", Type = LinkType.RunningCall },
        ];
        foreach (LinkInvitation invitation in wrong)
        {
            await Assert.ThrowsAsync<ArgumentException>(() => recording.User.Links.InviteAsync(invitation, Recording.Cancellation));
        }

        Assert.Empty(recording.Requests);
    }

    [Fact]
    [Covers("POST /api/v1/personal_room/invite")]
    public async Task The_older_invitation_still_works()
    {
        await using Recording recording = new(Reply.Json("{}"));
        await recording.User.Links.InviteToMyHelpSpaceAsync("Cleo", "cleo@example.com", Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1/personal_room/invite", Recording.UserToken);
        Assert.Equal("""{"name":"Cleo","email":"cleo@example.com"}""", recording.BodyOf(0));
    }
}
