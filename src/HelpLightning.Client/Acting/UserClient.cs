using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>
/// Calls the API as one person: sessions, links, help threads, contacts. Got from <see cref="EnterpriseClient.AsUser(string)"/>
/// or a sign-in; cheap, so make one when you need it. Safe for many threads.
/// </summary>
public class UserClient
{
    private static readonly Endpoint EnterprisesEndpoint = Endpoint.Get("/api/v1/enterprises", TokenKind.User, Confidence.VendorDocs);

    private readonly ApiCaller _api;

    internal UserClient(ApiCaller api)
    {
        _api = api;
        Me = new MeClient(api);
        Contacts = new UserContactsClient(api);
        Sessions = new SessionsClient(api);
        Links = new LinksClient(api);
        HelpThreads = new HelpThreadsClient(api);
    }

    /// <summary>For tests that replace members.</summary>
    protected UserClient()
    {
        _api = null!;
        Me = null!;
        Contacts = null!;
        Sessions = null!;
        Links = null!;
        HelpThreads = null!;
    }

    /// <summary>The person.</summary>
    public virtual MeClient Me { get; }

    /// <summary>The person's address book.</summary>
    public virtual UserContactsClient Contacts { get; }

    /// <summary>The person's sessions.</summary>
    public virtual SessionsClient Sessions { get; }

    /// <summary>Links into the person's calls.</summary>
    public virtual LinksClient Links { get; }

    /// <summary>The person's help threads.</summary>
    public virtual HelpThreadsClient HelpThreads { get; }

    /// <summary>
    /// What this person's calls carry, for HTTP requests of your own, such as a proxy's. They last as long as the
    /// <see cref="HelpLightningClient"/> that the client came from.
    /// </summary>
    public virtual HelpLightningCredentials Credentials => _api.Credentials;

    /// <summary>Lists the sites that the person may act for, each with a <see cref="Enterprise.Token"/>.</summary>
    /// <param name="options">Limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(EnterprisesEndpoint))]
    public virtual PagedList<Enterprise> ListEnterprisesAsync(
        ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(EnterprisesEndpoint.Request(), ApiJson.Default.EnterprisePage, options, cancellationToken);

    /// <summary>
    /// Calls the routes of the person's site, for an administrator who has signed in rather than a holder of the partner
    /// key. The token is renewed when needed.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">The person may act for no site.</exception>
    public virtual async Task<EnterpriseClient> AsEnterpriseAsync(CancellationToken cancellationToken = default)
    {
        CachedTokenSource tokens = new(FirstEnterpriseTokenAsync);
        await tokens.PrepareAsync(new RequestCredentials(_api.Core.Connections.Value, tokens), cancellationToken).ConfigureAwait(false);
        return new EnterpriseClient(_api.With(tokens), new TokenCache());
    }

    /// <summary>Calls any path of the API as this person, and returns the whole answer whatever its status.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">Such as <c>/v1/users/contacts</c>, with or without <c>/api</c> before it.</param>
    /// <param name="content">The body; disposed with the request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningUnreachableException">No whole answer came.</exception>
    /// <exception cref="HelpLightningOriginException">The path is an address of another host.</exception>
    public virtual Task<HelpLightningResponse> SendAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content = null, CancellationToken cancellationToken = default) =>
        _api.SendRawAsync(method, pathAndQuery, content, cancellationToken);

    /// <summary>Lists the rows behind any path as this person, page after page; as <see cref="EnterpriseClient.ListAsync"/> does.</summary>
    /// <param name="pathAndQuery">Such as <c>/v1r1/workboxes?status=open</c>.</param>
    /// <param name="limit">How many rows at the most; null for all.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    public virtual PagedList<JsonElement> ListAsync(
        string pathAndQuery, int? limit = null, CancellationToken cancellationToken = default) =>
        _api.List(
            ApiRequest.Raw(HttpMethod.Get, pathAndQuery, null), ApiJson.Default.RawPage,
            new ListOptions { Limit = limit }, cancellationToken);

    private async Task<AccessToken> FirstEnterpriseTokenAsync(CancellationToken cancellationToken)
    {
        await foreach (Enterprise enterprise in ListEnterprisesAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (enterprise.Token is { } token)
            {
                return token;
            }
        }

        throw NothingFound.For(EnterprisesEndpoint, "the person may act for no site", "Sign in as an administrator of the site.");
    }
}
