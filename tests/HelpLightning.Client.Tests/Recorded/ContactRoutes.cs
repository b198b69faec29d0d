namespace HelpLightning.Client.Tests;

public sealed class ContactRoutes
{
    private static readonly Reply Contacts = Reply.Json("""
        {"entries":[{"id":3,"name":"Bob","username":"bob","email":"bob@example.com","title":"Expert","location":"Plant 7","reachable":true,"favorite":false,"license":"expert",
          "supports_messaging":true,"avatar":{"url":"https://a.example/b.png","thumb":"https://a.example/t.png"},"enterprise_id":54344,"token":"c.t.1"}],
         "page":1,"page_size":50,"total_entries":1,"total_pages":1}
        """);

    private static readonly Reply Groups = Reply.Json("""
        {"entries":[{"id":7,"name":"Level 1","description":"first","on_call_group":true,"color":"#fff","user_count":4,"favorite":true,"enterprise_id":54344,"avatar":{"url":null,"thumb":null}}],
         "page":1,"page_size":50,"total_entries":1,"total_pages":1}
        """);

    [Fact]
    [Covers("GET /api/v1r1/user/search/directory")]
    public async Task The_directory_is_searched()
    {
        await using Recording recording = new(Contacts);
        Contact bob = await recording.User.Contacts.SearchDirectoryAsync("b+b & c", cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/user/search/directory?search_term=b%2Bb%20%26%20c&page_size=50", Recording.UserToken);
        Assert.Equal((3, "Bob", "bob", "bob@example.com", "Expert", "Plant 7", "expert"), (bob.Id, bob.Name, bob.Username, bob.Email, bob.Title, bob.Location, bob.License));
        Assert.Equal((true, false, true, 54344, "c.t.1"), (bob.Reachable, bob.Favorite, bob.SupportsMessaging, bob.EnterpriseId, bob.Token?.Reveal()));
        Assert.Equal(("https://a.example/b.png", "https://a.example/t.png"), (bob.Avatar?.Original?.OriginalString, bob.Avatar?.Thumb?.OriginalString));
        Assert.Empty(bob.AdditionalData);
    }

    [Fact]
    public async Task A_person_to_call_is_found_by_the_whole_address()
    {
        await using Recording recording = new(Reply.Json(
            """{"entries":[{"id":2,"name":"bob@example.com.au","email":"bob@example.com.au"},{"id":3,"email":"Bob@example.com","token":"c.t.1"}],"page":1,"page_size":50,"total_entries":2,"total_pages":1}"""));
        Assert.Equal((3, "c.t.1"), await recording.User.Contacts.FindByEmailAsync("bob@example.com", Recording.Cancellation) is { } bob ? (bob.Id, bob.Token?.Reveal()) : default);
        Assert.Null(await recording.User.Contacts.FindByEmailAsync("eve@example.com", Recording.Cancellation));
        recording.Asked(0, "GET", "/api/v1r1/user/search/directory?search_term=bob%40example.com&page_size=50", Recording.UserToken);
    }

    [Fact]
    [Covers("GET /api/v1r1/user/search/personal")]
    public async Task Personal_contacts_are_searched()
    {
        await using Recording recording = new(Contacts);
        await recording.User.Contacts.SearchPersonalAsync(options: new ListOptions { PageSize = 20 }, cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/user/search/personal?page_size=20", Recording.UserToken);
    }

    [Fact]
    [Covers("GET /api/v1r1/user/search/team")]
    public async Task The_team_is_searched()
    {
        await using Recording recording = new(Contacts);
        await recording.User.Contacts.SearchTeamAsync("bob", cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/user/search/team?search_term=bob&page_size=50", Recording.UserToken);
    }

    [Fact]
    [Covers("GET /api/v1r1/user/search/favorites")]
    public async Task Favourites_are_searched()
    {
        await using Recording recording = new(Contacts);
        await recording.User.Contacts.SearchFavoritesAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/user/search/favorites?page_size=50", Recording.UserToken);
    }

    [Fact]
    [Covers("GET /api/v1r1/user/search/on_call_groups")]
    public async Task Groups_on_call_are_searched()
    {
        await using Recording recording = new(Groups);
        OnCallGroup group = await recording.User.Contacts.SearchOnCallGroupsAsync("level", cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/user/search/on_call_groups?search_term=level&page_size=50", Recording.UserToken);
        Assert.Equal((7, "Level 1", "first", true, "#fff", 4, true, 54344), (group.Id, group.Name, group.Description, group.IsOnCall, group.Color, group.UserCount, group.Favorite, group.EnterpriseId));
    }

    [Fact]
    [Covers("GET /api/v1r1/user/search/on_call_group_favorites")]
    public async Task Favourite_groups_on_call_are_searched()
    {
        await using Recording recording = new(Groups);
        await recording.User.Contacts.SearchOnCallGroupFavoritesAsync(cancellationToken: TestContext.Current.CancellationToken).SingleAsync(Recording.Cancellation);
        recording.Asked(0, "GET", "/api/v1r1/user/search/on_call_group_favorites?page_size=50", Recording.UserToken);
    }

    [Fact]
    [Covers("POST /api/v1/favorites")]
    [Covers("DELETE /api/v1/favorites")]
    public async Task A_person_becomes_a_favourite_and_no_favourite_again()
    {
        await using Recording recording = new(Reply.Json("{}"), Reply.Of(204, ""));
        await recording.User.Contacts.AddFavoriteAsync(3, Recording.Cancellation);
        await recording.User.Contacts.RemoveFavoriteAsync(3, Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1/favorites", Recording.UserToken);
        Assert.Equal("""{"id":3}""", recording.BodyOf(0));
        recording.Asked(1, "DELETE", "/api/v1/favorites?id=3", Recording.UserToken);
    }

    [Fact]
    [Covers("POST /api/v1/on_call_groups/{group_id}/favorites")]
    [Covers("DELETE /api/v1/on_call_groups/{group_id}/favorites")]
    public async Task A_group_becomes_a_favourite_and_no_favourite_again()
    {
        await using Recording recording = new(Reply.Json("null"), Reply.Of(200, ""));
        await recording.User.Contacts.AddOnCallGroupFavoriteAsync(7, Recording.Cancellation);
        await recording.User.Contacts.RemoveOnCallGroupFavoriteAsync(7, Recording.Cancellation);
        recording.Asked(0, "POST", "/api/v1/on_call_groups/7/favorites", Recording.UserToken);
        Assert.Equal("{}", recording.BodyOf(0));
        recording.Asked(1, "DELETE", "/api/v1/on_call_groups/7/favorites", Recording.UserToken);
    }

    [Fact]
    [Covers("POST /api/v1/search")]
    public async Task Everybody_is_searched_with_either_kind_of_token()
    {
        Reply found = Reply.Json("""[{"id":3,"name":"Bob","username":"bob","active":true,"avatar":{"original":null,"thumb":null},"token":"c.t.1"}]""");
        await using Recording recording = new(found, found);
        Contact bob = Assert.Single(await recording.Client.Contacts.SearchAsync("bob@example.com", cancellationToken: Recording.Cancellation));
        Assert.Single(await recording.User.Contacts.SearchEverywhereAsync("bob@example.com", includeTokens: false, Recording.Cancellation));
        recording.Asked(0, "POST", "/api/v1/search", "partner");
        Assert.Equal("""{"search_term":"bob@example.com","include_token":true}""", recording.BodyOf(0));
        recording.Asked(1, "POST", "/api/v1/search", Recording.UserToken);
        Assert.Equal("""{"search_term":"bob@example.com","include_token":false}""", recording.BodyOf(1));
        Assert.Equal((3, true, null, "c.t.1"), (bob.Id, bob.Active, bob.Email, bob.Token?.Reveal()));
    }
}
