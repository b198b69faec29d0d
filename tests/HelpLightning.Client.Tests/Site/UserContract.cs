namespace HelpLightning.Client.Tests;

/// <summary>What a user's token opens, and what is got with it. Runs against the sandbox, or a real site (<see cref="SiteFixture"/>).</summary>
public sealed class UserContract(SiteFixture site)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Covers("GET /api/v1r1/user")]
    [Covers("GET /api/v1/info")]
    public async Task Me()
    {
        await using SiteSession session = site.Open();
        User me = await session.User.Me.GetAsync(Cancellation);
        User account = await session.User.Me.GetAccountAsync(Cancellation);
        Assert.Equal((me.Id, me.EnterpriseId), (account.Id, account.EnterpriseId));
        Assert.Contains("/meet/", account.MyHelpSpaceAddress, StringComparison.Ordinal);
    }

    [Fact]
    [Covers("GET /api/v1/enterprises")]
    public async Task An_administrators_site()
    {
        site.RequireSandbox();
        await using SiteSession session = site.Open();
        EnterpriseClient own = await session.Client.AsUser(1).AsEnterpriseAsync(Cancellation);
        Assert.NotEmpty(await own.Users.ListAsync(options: new ListOptions { Limit = 3 }, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation));
    }

    [Fact]
    [Covers("GET /api/v1r1/user/search/directory")]
    [Covers("GET /api/v1r1/user/search/personal")]
    [Covers("GET /api/v1r1/user/search/team")]
    [Covers("GET /api/v1r1/user/search/favorites")]
    [Covers("GET /api/v1r1/user/search/on_call_groups")]
    [Covers("GET /api/v1r1/user/search/on_call_group_favorites")]
    public async Task The_address_book()
    {
        await using SiteSession session = site.Open();
        UserContactsClient contacts = session.User.Contacts;
        ListOptions few = new() { Limit = 5 };
        List<Contact> directory = await contacts.SearchDirectoryAsync(options: few, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        Assert.NotEmpty(directory);
        Assert.All(directory, c => Assert.NotEqual(0, c.Id));
        foreach (PagedList<Contact> list in new[] { contacts.SearchPersonalAsync(options: few, cancellationToken: TestContext.Current.CancellationToken), contacts.SearchTeamAsync(options: few, cancellationToken: TestContext.Current.CancellationToken), contacts.SearchFavoritesAsync(options: few, cancellationToken: TestContext.Current.CancellationToken) })
        {
            Assert.All(await list.ToListAsync(Cancellation), c => Assert.NotEqual(0, c.Id));
        }

        foreach (PagedList<OnCallGroup> list in new[] { contacts.SearchOnCallGroupsAsync(options: few, cancellationToken: TestContext.Current.CancellationToken), contacts.SearchOnCallGroupFavoritesAsync(options: few, cancellationToken: TestContext.Current.CancellationToken) })
        {
            Assert.All(await list.ToListAsync(Cancellation), g => Assert.NotEqual(0, g.Id));
        }
    }

    [Fact]
    [Covers("POST /api/v1/favorites")]
    [Covers("DELETE /api/v1/favorites")]
    [Covers("POST /api/v1/on_call_groups/{group_id}/favorites")]
    [Covers("DELETE /api/v1/on_call_groups/{group_id}/favorites")]
    public async Task Favourites()
    {
        site.RequireWrites();
        await using SiteSession session = site.Open();
        UserContactsClient contacts = session.User.Contacts;
        Contact other = (await contacts.SearchDirectoryAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation)).First(c => c.Favorite != true);
        await contacts.AddFavoriteAsync(other.Id, Cancellation);
        Assert.Contains(await contacts.SearchFavoritesAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), c => c.Id == other.Id);
        await contacts.RemoveFavoriteAsync(other.Id, Cancellation);
        Assert.DoesNotContain(await contacts.SearchFavoritesAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), c => c.Id == other.Id);

        OnCallGroup group = (await contacts.SearchOnCallGroupsAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation)).First();
        await contacts.AddOnCallGroupFavoriteAsync(group.Id, Cancellation);
        Assert.Contains(await contacts.SearchOnCallGroupFavoritesAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), g => g.Id == group.Id);
        await contacts.RemoveOnCallGroupFavoriteAsync(group.Id, Cancellation);
        Assert.DoesNotContain(await contacts.SearchOnCallGroupFavoritesAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), g => g.Id == group.Id);
    }

    [Fact]
    [Covers("POST /api/v1/sessions")]
    [Covers("GET /api/v1/sessions/{session_id}")]
    [Covers("POST /api/v1/session/video")]
    [Covers("GET /api/v1/enterprise/sessions/{session_id}")]
    public async Task A_session_with_video_becomes_a_call()
    {
        site.RequireSandbox();
        await using SiteSession session = site.Open();
        Contact expert = (await session.User.Contacts.SearchDirectoryAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation)).First(c => c.Token is not null && c.Email != site.RequireUser());
        Session opened = await session.User.Sessions.CreateAsync([expert], Cancellation);
        VideoConnection video = await session.User.Sessions.Open(opened).StartVideoAsync(Cancellation);
        Assert.StartsWith("wss://", video.WebSocketServer, StringComparison.Ordinal);
        Session others = await session.Client.AsUser(expert.Id).Sessions.GetAsync(opened.Id, Cancellation);
        Assert.NotNull(others.Token);
        Assert.NotEqual(opened.Token?.Reveal(), others.Token?.Reveal());
        SessionCall call = Assert.Single(await session.Client.Calls.ListOfSessionAsync(opened.Id, Cancellation));
        Assert.Equal(opened.Id, call.SessionId);
    }

    [Fact]
    [Covers("POST /api/v1/sessions/link")]
    [Covers("POST /api/v1/sessions/link/invite")]
    [Covers("POST /api/v1/personal_room/invite")]
    public async Task Links()
    {
        site.RequireSandbox();
        await using SiteSession session = site.Open();
        CallLink link = await session.User.Links.CreateAsync(LinkType.OneTime, Cancellation);
        Assert.True(link.Link.IsAbsoluteUri);
        LinkInvitationResult sent = await session.User.Links.InviteAsync(new LinkInvitation { Name = "Cleo", Email = "cleo@example.com", CallLink = link }, Cancellation);
        Assert.True(sent.IsEmailSent);
        Assert.True((await session.User.Links.CreateAsync(LinkType.MyHelpSpace, Cancellation)).Link.IsAbsoluteUri);
        await session.User.Links.InviteToMyHelpSpaceAsync("Cleo", "cleo@example.com", Cancellation);
    }

    [Fact]
    [Covers("POST /api/v1r1/workboxes")]
    [Covers("GET /api/v1r1/workboxes")]
    [Covers("GET /api/v1r1/workboxes/{workbox_id}")]
    [Covers("POST /api/v1r1/workbox/close")]
    [Covers("POST /api/v1r1/workbox/reopen")]
    [Covers("PUT /api/v1r1/workbox/custom_fields")]
    [Covers("POST /api/v1r1/workbox/invite")]
    [Covers("POST /api/v1r1/workbox/invite/silent")]
    [Covers("POST /api/v1r1/workbox/invite/{guest_uuid}")]
    [Covers("DELETE /api/v1r1/workbox/invite/{guest_uuid}")]
    [Covers("GET /api/v1r1/workbox/messages")]
    [Covers("POST /api/v1r1/workbox/messages")]
    [Covers("GET /api/v1r1/workbox/messages/{message_id}")]
    [Covers("GET /api/v1r1/workbox/messages/recent_history")]
    [Covers("GET /api/v1r1/workbox/messages/history_by_direction")]
    [Covers("GET /api/v1/enterprise/workboxes/{workbox_id}")]
    public async Task A_help_thread_from_its_beginning_to_its_end()
    {
        site.RequireWrites();
        await using SiteSession session = site.Open();
        User me = await session.User.Me.GetAsync(Cancellation);
        HelpThreadClient thread = session.User.HelpThreads.Open(await session.User.HelpThreads.CreateAsync("Contract test: pump 4", Cancellation));
        Assert.Contains(await session.User.HelpThreads.ListAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), t => t.Id == thread.Id);

        // Messages.
        HelpThreadMessage? first = await thread.Messages.SendTextAsync(me.Username!, "Is it \"hot\"?", Cancellation);
        HelpThreadMessage? second = await thread.Messages.SendTextAsync(me.Username!, "No: 20 °C", Cancellation);
        Assert.Equal("Is it \"hot\"?", (await thread.Messages.GetAsync(first!.Id, Cancellation)).Text);
        Assert.Contains(await thread.Messages.ListAsync(cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation), m => m.Text == "No: 20 °C");
        Assert.Equal(second!.Id, (await thread.Messages.GetRecentAsync(1, Cancellation)).Single().Id);
        Assert.Equal([second.Id], (await thread.Messages.GetHistoryAsync(first.Id, cancellationToken: Cancellation)).Select(m => m.Id));

        // Guests.
        await thread.InviteAsync(new HelpThreadInvitation { Name = "Cleo", Email = "cleo@example.com" }, Cancellation);
        Assert.NotNull((await thread.InviteSilentlyAsync("Dan", cancellationToken: Cancellation)).Link);
        HelpThreadGuest cleo = (await thread.GetAsync(Cancellation)).Guests.First(g => g.Name == "Cleo");
        await thread.ResendInvitationAsync(cleo.Uuid!, cancellationToken: Cancellation);
        await thread.RemoveGuestAsync(cleo.Uuid!, Cancellation);
        Assert.DoesNotContain((await thread.GetAsync(Cancellation)).Guests, g => g.Uuid == cleo.Uuid);

        // Fields: whatever the site has defined.
        HelpThread read = await thread.GetAsync(Cancellation);
        await thread.SetFieldsAsync(read.FieldDefinitions.Select(Some), Cancellation);

        await thread.CloseAsync(Cancellation);
        Assert.True((await thread.GetAsync(Cancellation)).IsClosed);
        await thread.ReopenAsync(Cancellation);
        Assert.False((await thread.GetAsync(Cancellation)).IsClosed);
        Assert.NotNull((await session.Client.HelpThreads.GetTicketAsync(thread.Id, Cancellation)).TicketId);
    }

    [Fact]
    [Covers("GET /api/v1r1/enterprise/workboxes/by_call_id/{call_id}")]
    public async Task The_thread_of_a_call()
    {
        await using SiteSession session = site.Open();
        List<Call> calls = await session.Client.Calls.ListAsync(options: new ListOptions { Limit = 300 }, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(Cancellation);
        Call? inThread = calls.FirstOrDefault(c => c.HelpThreadId is not null);
        Assert.Null(await session.Client.HelpThreads.FindByCallAsync(calls.First(c => c.HelpThreadId is null).Id, Cancellation));
        if (inThread is not null)
        {
            Assert.Equal(inThread.HelpThreadId, (await session.Client.HelpThreads.FindByCallAsync(inThread.Id, Cancellation))?.Id);
        }
    }

    private static CustomFieldValue Some(CustomField field) => field switch
    {
        { Type: "TEXT" } => CustomFieldValue.Text(field.Id, "worn"),
        { Type: "BOOLEAN" } => CustomFieldValue.Boolean(field.Id, true),
        { Type: "LIST", MultiSelect: true } => CustomFieldValue.Options(field.Id, field.Options[0].Id!.Value),
        { Type: "LIST" } => CustomFieldValue.Option(field.Id, field.Options[0].Id!.Value),
        _ => CustomFieldValue.Empty(field.Id),
    };
}
