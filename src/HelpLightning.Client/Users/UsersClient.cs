using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>The people of a site or workspace. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class UsersClient
{
    internal static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1r1/enterprise/users", TokenKind.Enterprise);
    private static readonly Endpoint ListV1Endpoint = Endpoint.Get("/api/v1/enterprise/users", TokenKind.Enterprise);
    internal static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1r1/enterprise/users/{user_id}", TokenKind.Enterprise);
    private static readonly Endpoint InviteEndpoint = Endpoint.Post(
        "/api/v1r1/enterprise/users", TokenKind.Enterprise, Confidence.VendorDocs);

    private readonly ApiCaller _api;

    internal UsersClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected UsersClient() => _api = null!;

    /// <summary>Lists people.</summary>
    /// <param name="filter">Null for all.</param>
    /// <param name="options">Order, page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<User> ListAsync(
        UserFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListEndpoint.Request().ListQuery(options, filter), ApiJson.Default.UserPage, options, cancellationToken);

    /// <summary>
    /// Lists people by version 1 of the API, whose rows carry fewer fields and a <see cref="User.Token"/> each: tokens of
    /// many people at once, so handle the list as a secret.
    /// </summary>
    /// <param name="filter">Null for all.</param>
    /// <param name="options">Order, page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListV1Endpoint))]
    public virtual PagedList<User> ListWithTokensAsync(
        UserFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListV1Endpoint.Request().ListQuery(options, filter), ApiJson.Default.UserPage, options, cancellationToken);

    /// <summary>Reads one person, with a <see cref="User.Token"/> to act as that person.</summary>
    /// <param name="id">The user id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such person.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<User> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.User, cancellationToken);

    /// <summary>Finds the person with an e-mail address; null when there is none. The result carries no token.</summary>
    /// <param name="email">The whole address; case does not matter.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public virtual Task<User?> FindByEmailAsync(string email, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        return OnePerson.WithEmailAsync(
            ListAsync(UserFilter.Email == email, cancellationToken: cancellationToken), email, static user => (user.Email, user.Active));
    }

    /// <summary>Invites a person, who gets an e-mail.</summary>
    /// <param name="invitation">Whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The new person, as far as the answer tells.</returns>
    /// <exception cref="HelpLightningConflictException">The address is in use.</exception>
    [Calls(nameof(InviteEndpoint))]
    public virtual Task<User> InviteAsync(UserInvitation invitation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(invitation);
        JsonObject body = new() { ["name"] = invitation.Name, ["email"] = invitation.Email };
        foreach ((string name, JsonNode? value) in invitation.AdditionalFields ?? [])
        {
            body[name] = value?.DeepClone();
        }

        return _api.ReadAsync(InviteEndpoint.Request().Json(body), ApiJson.Default.User, wrapper: "user", cancellationToken);
    }
}
