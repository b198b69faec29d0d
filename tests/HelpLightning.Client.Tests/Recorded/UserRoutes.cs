using System.Text.Json.Nodes;

namespace HelpLightning.Client.Tests;

public sealed class UserRoutes
{
    private const string Ann = """
        {"id":24,"name":"Ann Field","username":"ann.field","email":"ann@example.com","enterprise_id":54344,"role_id":3,"role_name":"User",
         "permissions":["manage_account","web_login"],"title":"Technician","location":"Plant 4","license":"expert","manage":true,"provider":"saml",
         "provider_uid":"a-1","status_message":"out","status":0,"available":true,"active":true,"is_confirmed":true,"is_first_login":false,
         "email_confirmed":true,"unavailable_expires_at":"","confirmed_at":"2024-02-01T09:30:00.000000Z","confirmation_sent_at":"",
         "invitation_sent_at":"","created_at":"2024-02-01T09:30:00.000000Z","updated_at":"2024-02-02T10:00:00.123456Z","first_call_at":"",
         "last_used_at":"","avatar":{"original":"https://a.example/o.png","thumb":null}}
        """;

    private static readonly string PageOfAnn = $$"""{"entries":[{{Ann}}],"page":1,"page_size":50,"total_entries":1,"total_pages":1}""";

    [Fact]
    [Covers("GET /api/v1r1/enterprise/users")]
    public async Task People_are_listed()
    {
        await using Recording recording = new(Reply.Json(PageOfAnn));
        User ann = await recording.Client.Users.ListAsync(UserFilter.UpdatedAt > new DateTimeOffset(2024, 5, 1, 2, 0, 0, TimeSpan.FromHours(2)), new ListOptions { Order = "name" }, TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/users?filter=updated_at%3E2024-05-01T00%3A00%3A00.000000Z&order=name&page_size=50", "partner");
        Assert.Equal((24, 54344, 3, 0), (ann.Id, ann.EnterpriseId, ann.RoleId, ann.Status));
        Assert.Equal(("Ann Field", "ann.field", "ann@example.com", "Technician", "Plant 4"), (ann.Name, ann.Username, ann.Email, ann.Title, ann.Location));
        Assert.Equal(("expert", "User", "saml", "a-1", "out"), (ann.License, ann.RoleName, ann.Provider, ann.ProviderUid, ann.StatusMessage));
        Assert.Equal(["manage_account", "web_login"], ann.Permissions);
        Assert.Equal((true, true, true, true, false, true), (ann.Manage, ann.Available, ann.Active, ann.IsConfirmed, ann.IsFirstLogin, ann.EmailConfirmed));
        Assert.Equal(new DateTimeOffset(2024, 2, 2, 10, 0, 0, TimeSpan.Zero).AddMicroseconds(123456), ann.UpdatedAt);
        Assert.Equal((null, null, null, null, null), (ann.UnavailableExpiresAt, ann.ConfirmationSentAt, ann.InvitationSentAt, ann.FirstCallAt, ann.LastUsedAt));
        Assert.Equal(("https://a.example/o.png", null), (ann.Avatar?.Original?.OriginalString, ann.Avatar?.Thumb?.OriginalString));
        Assert.Null(ann.Token);
        Assert.Empty(ann.AdditionalData);
    }

    [Fact]
    [Covers("GET /api/v1/enterprise/users")]
    public async Task People_are_listed_with_tokens()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[{"id":"24","name":"Ann","token":"a.b.c"}],"page":1,"page_size":20,"total_entries":1,"total_pages":1}"""));
        User ann = await recording.Client.Users.ListWithTokensAsync(UserFilter.Name.Matches("%ann%"), new ListOptions { PageSize = 20 }, TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/enterprise/users?filter=name~%3D%25ann%25&page_size=20", "partner");
        Assert.Equal((24, "a.b.c"), (ann.Id, ann.Token?.Reveal()));
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/users/{user_id}")]
    public async Task A_person_is_read_with_a_token()
    {
        await using Recording recording = new(Reply.Json(Ann.Replace("\"id\":24", "\"id\":24,\"token\":\"a.b.c\"", StringComparison.Ordinal)));
        User ann = await recording.Client.Users.GetAsync(24, Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/users/24", "partner");
        Assert.Equal("a.b.c", ann.Token?.Reveal());
    }

    [Fact]
    [Covers("POST /api/v1r1/enterprise/users")]
    public async Task A_person_is_invited()
    {
        await using Recording recording = new(Reply.Json("""{"id":41,"name":"Bob <B>","email":"bob+x@example.com"}"""));
        User bob = await recording.Client.Users.InviteAsync(
            new UserInvitation { Name = "Bob <B>", Email = "bob+x@example.com", AdditionalFields = new JsonObject { ["role"] = "User" } }, Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1r1/enterprise/users", "partner");
        Assert.Equal("""{"name":"Bob <B>","email":"bob+x@example.com","role":"User"}""", recording.BodyOf(0));
        Assert.Equal(41, bob.Id);
    }

    [Fact]
    public async Task An_address_in_use_is_a_conflict()
    {
        await using Recording recording = new(Reply.Json("""{"code":1001,"message":"taken"}""", 400));
        HelpLightningConflictException e = await Assert.ThrowsAsync<HelpLightningConflictException>(
            () => recording.Client.Users.InviteAsync(new UserInvitation { Name = "Bob", Email = "bob@example.com" }, Recording.Cancellation));
        Assert.Equal("EMAIL_TAKEN", e.VendorCodeName);
        Assert.Single(recording.Requests);
    }

    [Fact]
    public async Task The_person_with_an_address_is_the_one_and_only()
    {
        await using Recording recording = new(Reply.Json(
            """{"entries":[{"id":1,"email":"joann@example.com"},{"id":2,"email":"ANN@example.com","active":false},{"id":3,"email":"ann@example.com"}],"page":1,"page_size":50,"total_entries":3,"total_pages":1}"""));
        Assert.Equal(3, (await recording.Client.Users.FindByEmailAsync("ann@example.com", Recording.Cancellation))?.Id);
        Assert.Null(await recording.Client.Users.FindByEmailAsync("bob@example.com", Recording.Cancellation));
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/users/{user_id}")]
    [Covers("GET /api/v1r1/user")]
    public async Task Acting_for_an_address_finds_the_person_gets_the_token_and_keeps_it()
    {
        await using Recording recording = new(
            Reply.Json(PageOfAnn), Reply.Json("""{"id":24,"token":"a.b.c"}"""), Reply.Json(Ann), Reply.Json(Ann));
        Assert.Equal(24, (await recording.Client.AsUser("ann@example.com").Me.GetAsync(Recording.Cancellation)).Id);
        Assert.Equal(24, (await recording.Client.AsUser("Ann@example.com").Me.GetAsync(Recording.Cancellation)).Id);
        recording.Asked(0, "GET", "/api/v1r1/enterprise/users?filter=email%3Dann%40example.com&page_size=50", "partner");
        recording.Asked(1, "GET", "/api/v1r1/enterprise/users/24", "partner");
        recording.Asked(2, "GET", "/api/v1r1/user", "a.b.c");
        recording.Asked(3, "GET", "/api/v1r1/user", "a.b.c");
    }

    [Fact]
    public async Task Acting_for_nobody_says_so()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[],"page":1,"page_size":50,"total_entries":0,"total_pages":0}"""));
        HelpLightningNotFoundException e = await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => recording.Client.AsUser("eve@example.com").Me.GetAsync(Recording.Cancellation));
        Assert.Contains("no user has the e-mail address eve@example.com", e.Message, StringComparison.Ordinal);
        Assert.Single(recording.Requests);
    }

    [Fact]
    [Covers("GET /api/v1/info")]
    public async Task The_account_has_a_room()
    {
        await using Recording recording = new(Reply.Json("""{"id":24,"name":"Ann","personal_room_url":"/meet/ann.field","personal_room_session_id":"af304262-0000-4000-8000-7c13ee570661"}"""));
        User account = await recording.User.Me.GetAccountAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1/info", Recording.UserToken);
        Assert.Equal((24, "/meet/ann.field", "af304262-0000-4000-8000-7c13ee570661"), (account.Id, account.MyHelpSpaceAddress, account.MyHelpSpaceSessionId));
    }

    [Fact]
    [Covers("GET /api/v1/enterprises")]
    public async Task A_user_acts_for_the_site()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[{"token":"e.t.1"}]}"""), Reply.Json(PageOfAnn));
        EnterpriseClient site = await recording.User.AsEnterpriseAsync(Recording.Cancellation);
        Assert.Equal(24, (await site.Users.ListAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation)).Id);
        recording.Asked(0, "GET", "/api/v1/enterprises", Recording.UserToken);
        recording.Asked(1, "GET", "/api/v1r1/enterprise/users?page_size=50", "e.t.1");
    }

    [Fact]
    public async Task A_user_without_a_site_is_told()
    {
        await using Recording recording = new(Reply.Json("""{"entries":[]}"""));
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => recording.User.AsEnterpriseAsync(Recording.Cancellation));
    }
}
