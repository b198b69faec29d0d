using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>A user's address book. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class UserContactsClient
{
    private static readonly Endpoint DirectoryEndpoint = Endpoint.Get("/api/v1r1/user/search/directory", TokenKind.User);
    private static readonly Endpoint PersonalEndpoint = Endpoint.Get("/api/v1r1/user/search/personal", TokenKind.User);
    private static readonly Endpoint TeamEndpoint = Endpoint.Get("/api/v1r1/user/search/team", TokenKind.User);
    private static readonly Endpoint FavoritesEndpoint = Endpoint.Get("/api/v1r1/user/search/favorites", TokenKind.User);
    private static readonly Endpoint OnCallGroupsEndpoint = Endpoint.Get("/api/v1r1/user/search/on_call_groups", TokenKind.User);
    private static readonly Endpoint OnCallGroupFavoritesEndpoint = Endpoint.Get(
        "/api/v1r1/user/search/on_call_group_favorites", TokenKind.User);

    /// <summary>It sets a state, so it may be repeated although it is a POST.</summary>
    private static readonly Endpoint AddFavoriteEndpoint = Endpoint.Post("/api/v1/favorites", TokenKind.User) with { IsRepeatable = true };
    private static readonly Endpoint RemoveFavoriteEndpoint = Endpoint.Delete("/api/v1/favorites", TokenKind.User);
    private static readonly Endpoint AddGroupFavoriteEndpoint = Endpoint.Post(
        "/api/v1/on_call_groups/{group_id}/favorites", TokenKind.User) with
    {
        IsRepeatable = true,
    };
    private static readonly Endpoint RemoveGroupFavoriteEndpoint = Endpoint.Delete(
        "/api/v1/on_call_groups/{group_id}/favorites", TokenKind.User);

    private readonly ApiCaller _api;

    internal UserContactsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected UserContactsClient() => _api = null!;

    /// <summary>Everybody of the site.</summary>
    /// <param name="term">What to look for; null for all.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(DirectoryEndpoint))]
    public virtual PagedList<Contact> SearchDirectoryAsync(
        string? term = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        Search(DirectoryEndpoint, term, options, cancellationToken);

    /// <summary>The user's own contacts.</summary>
    /// <param name="term">What to look for; null for all.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(PersonalEndpoint))]
    public virtual PagedList<Contact> SearchPersonalAsync(
        string? term = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        Search(PersonalEndpoint, term, options, cancellationToken);

    /// <summary>The user's team.</summary>
    /// <param name="term">What to look for; null for all.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(TeamEndpoint))]
    public virtual PagedList<Contact> SearchTeamAsync(
        string? term = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        Search(TeamEndpoint, term, options, cancellationToken);

    /// <summary>The user's favourites.</summary>
    /// <param name="term">What to look for; null for all.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(FavoritesEndpoint))]
    public virtual PagedList<Contact> SearchFavoritesAsync(
        string? term = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        Search(FavoritesEndpoint, term, options, cancellationToken);

    /// <summary>The groups on call.</summary>
    /// <param name="term">What to look for; null for all.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(OnCallGroupsEndpoint))]
    public virtual PagedList<OnCallGroup> SearchOnCallGroupsAsync(
        string? term = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        SearchGroups(OnCallGroupsEndpoint, term, options, cancellationToken);

    /// <summary>The groups on call that are the user's favourites.</summary>
    /// <param name="term">What to look for; null for all.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(OnCallGroupFavoritesEndpoint))]
    public virtual PagedList<OnCallGroup> SearchOnCallGroupFavoritesAsync(
        string? term = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        SearchGroups(OnCallGroupFavoritesEndpoint, term, options, cancellationToken);

    /// <summary>
    /// Finds the person of the site with an e-mail address, with a <see cref="Contact.Token"/> that opens a session; null
    /// when there is nobody.
    /// </summary>
    /// <param name="email">The whole address; case does not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual Task<Contact?> FindByEmailAsync(string email, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        return OnePerson.WithEmailAsync(
            SearchDirectoryAsync(email, cancellationToken: cancellationToken), email, static contact => (contact.Email, contact.Active));
    }

    /// <summary>
    /// Finds people of all of Help Lightning by e-mail address, name and more. A whole address may find several: others match,
    /// and one person may be in several sites and workspaces. Results tell no e-mail address.
    /// </summary>
    /// <param name="term">What to look for; up to 255 characters.</param>
    /// <param name="includeTokens">True to get tokens that open a session with them.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(PeopleSearch))]
    public virtual Task<IReadOnlyList<Contact>> SearchEverywhereAsync(
        string term, bool includeTokens = true, CancellationToken cancellationToken = default) =>
        PeopleSearch.RunAsync(_api, term, includeTokens, cancellationToken);

    /// <summary>Makes a person a favourite.</summary>
    /// <param name="userId">The user id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(AddFavoriteEndpoint))]
    public virtual Task AddFavoriteAsync(long userId, CancellationToken cancellationToken = default) =>
        _api.RunAsync(AddFavoriteEndpoint.Request().Json(new JsonObject { ["id"] = userId }), cancellationToken);

    /// <summary>Makes a person no favourite any more.</summary>
    /// <param name="userId">The user id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(RemoveFavoriteEndpoint))]
    public virtual Task RemoveFavoriteAsync(long userId, CancellationToken cancellationToken = default) =>
        _api.RunAsync(RemoveFavoriteEndpoint.Request().Query("id", userId), cancellationToken);

    /// <summary>Makes a group on call a favourite.</summary>
    /// <param name="groupId">The group id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(AddGroupFavoriteEndpoint))]
    public virtual Task AddOnCallGroupFavoriteAsync(long groupId, CancellationToken cancellationToken = default) =>
        _api.RunAsync(AddGroupFavoriteEndpoint.Request(groupId).EmptyJson(), cancellationToken);

    /// <summary>Makes a group on call no favourite any more.</summary>
    /// <param name="groupId">The group id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(RemoveGroupFavoriteEndpoint))]
    public virtual Task RemoveOnCallGroupFavoriteAsync(long groupId, CancellationToken cancellationToken = default) =>
        _api.RunAsync(RemoveGroupFavoriteEndpoint.Request(groupId), cancellationToken);

    private PagedList<Contact> Search(Endpoint endpoint, string? term, ListOptions? options, CancellationToken cancellationToken) =>
        _api.List(
            endpoint.Request().Query("search_term", term).ListQuery(options), ApiJson.Default.ContactPage, options, cancellationToken);

    private PagedList<OnCallGroup> SearchGroups(
        Endpoint endpoint, string? term, ListOptions? options, CancellationToken cancellationToken) =>
        _api.List(
            endpoint.Request().Query("search_term", term).ListQuery(options), ApiJson.Default.OnCallGroupPage, options, cancellationToken);
}
