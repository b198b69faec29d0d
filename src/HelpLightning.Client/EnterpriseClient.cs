using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>
/// Calls the routes of a site or of a workspace, with whichever token it was made for. It holds no connection of its own: those are
/// the <see cref="HelpLightningClient"/>'s that it came from, and last as long as that one. Cheap, and safe to share between threads.
/// </summary>
public class EnterpriseClient
{
    private readonly ApiCaller _api;
    private readonly TokenCache _tokens;

    internal EnterpriseClient(ApiCaller api, TokenCache tokens)
    {
        _api = api;
        _tokens = tokens;
        Users = new UsersClient(api);
        Groups = new GroupsClient(api);
        Workspaces = new WorkspacesClient(api);
        Calls = new CallsClient(api);
        Attachments = new AttachmentsClient(api);
        Reports = new ReportsClient(api);
        Contacts = new ContactsClient(api);
        HelpThreads = new HelpThreadLookupClient(api);
        SignIn = new SignInClient(api.With(NoTokenSource.Instance));
    }

    /// <summary>For tests that replace members.</summary>
    protected EnterpriseClient()
    {
        _api = null!;
        _tokens = null!;
        Users = null!;
        Groups = null!;
        Workspaces = null!;
        Calls = null!;
        Attachments = null!;
        Reports = null!;
        Contacts = null!;
        HelpThreads = null!;
        SignIn = null!;
    }

    /// <summary>The people of the site.</summary>
    public virtual UsersClient Users { get; }

    /// <summary>The groups of the site.</summary>
    public virtual GroupsClient Groups { get; }

    /// <summary>The workspaces of the site.</summary>
    public virtual WorkspacesClient Workspaces { get; }

    /// <summary>The record of calls.</summary>
    public virtual CallsClient Calls { get; }

    /// <summary>Recordings, captures and files of calls.</summary>
    public virtual AttachmentsClient Attachments { get; }

    /// <summary>The report of all calls.</summary>
    public virtual ReportsClient Reports { get; }

    /// <summary>Finding people.</summary>
    public virtual ContactsClient Contacts { get; }

    /// <summary>Finding the help thread of a call. To work in one, act as a user: <see cref="UserClient.HelpThreads"/>.</summary>
    public virtual HelpThreadLookupClient HelpThreads { get; }

    /// <summary>Areas: known from a demo only.</summary>
    [Experimental("HL0001")]
    public virtual AreasClient Areas => new(_api);

    /// <summary>Signing people in without a partner key.</summary>
    public virtual SignInClient SignIn { get; }

    /// <summary>
    /// What this client's calls carry, for HTTP requests of your own, such as a proxy's. They last as long as the
    /// <see cref="HelpLightningClient"/> that the client came from.
    /// </summary>
    public virtual HelpLightningCredentials Credentials => _api.Credentials;

    /// <summary>
    /// The same routes for one workspace of the site. Its token is got when it is first needed, and renewed.
    /// </summary>
    /// <param name="id">The workspace id.</param>
    public virtual EnterpriseClient AsWorkspace(long id)
    {
        CachedTokenSource tokens = _tokens.Get(string.Create(CultureInfo.InvariantCulture, $"workspace {id}"), async cancellation =>
            (await Workspaces.GetAsync(id, cancellation).ConfigureAwait(false)).Token ?? throw NothingFound.For(
                WorkspacesClient.GetEndpoint,
                $"workspace {id} comes without a token",
                "Check that the key is the site's, not a workspace's."));
        return new EnterpriseClient(_api.With(tokens), tokens.Inner);
    }

    /// <summary>Acts for a person. The person's token is got when it is first needed, and renewed.</summary>
    /// <param name="userId">The user id.</param>
    public virtual UserClient AsUser(long userId) => new(_api.With(_tokens.Get(
        string.Create(CultureInfo.InvariantCulture, $"user {userId}"), cancellation => TokenOfAsync(userId, cancellation))));

    /// <summary>
    /// Acts for the person with an e-mail address. Who that is and the person's token are got when they are first needed;
    /// calls then fail with <see cref="HelpLightningNotFoundException"/> when there is nobody.
    /// </summary>
    /// <param name="email">The whole address.</param>
    public virtual UserClient AsUser(string email)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        string address = email.Trim();
        return new UserClient(_api.With(_tokens.Get($"e-mail {address.ToUpperInvariant()}", async cancellation =>
        {
            User user = await Users.FindByEmailAsync(address, cancellation).ConfigureAwait(false) ?? throw NothingFound.For(
                UsersClient.ListEndpoint,
                $"no user has the e-mail address {address}",
                "Check the address, and that the person is of this site or workspace.");
            return user.Token ?? await TokenOfAsync(user.Id, cancellation).ConfigureAwait(false);
        })));
    }

    /// <summary>Acts for the person that a setting or somebody who typed names, as one of the two above.</summary>
    /// <param name="idOrEmail">The user id, digits alone, or the whole e-mail address.</param>
    public virtual UserClient AsUserNamed(string idOrEmail)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(idOrEmail);
        return long.TryParse(idOrEmail.AsSpan().Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long id)
            ? AsUser(id)
            : AsUser(idOrEmail);
    }

    /// <summary>Acts as a person whose token you have. It is used as it is, and not renewed.</summary>
    /// <param name="token">The token.</param>
    public virtual UserClient AsUser(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new UserClient(_api.With(Bound(new FixedTokenSource(token))));
    }

    /// <summary>Acts as a person who signed in. With a refresh token, the tokens are renewed when needed.</summary>
    /// <param name="tokens">What the sign-in brought.</param>
    /// <param name="rotated">
    /// Told each new pair, before it is used: keep it, for the old refresh token is spent. Must not throw.
    /// </param>
    public virtual UserClient AsUser(UserTokens tokens, Action<UserTokens>? rotated = null)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return tokens.RefreshToken is null
            ? AsUser(tokens.Access)
            : new UserClient(_api.With(Bound(
                new RefreshingTokenSource(tokens, _api.Core.Connections.Value, BoundSignIn().RefreshAsync, rotated))));
    }

    /// <summary>Acts as the person whose personal access token this is. The short-lived tokens it brings are renewed.</summary>
    /// <param name="personalAccessToken">The token that the person made in Settings, Security.</param>
    public virtual UserClient AsUserWithPersonalAccessToken(string personalAccessToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(personalAccessToken);
        SignInClient signIn = BoundSignIn();
        return new UserClient(_api.With(Bound(new CachedTokenSource(
            async cancellation =>
                (await signIn.WithPersonalAccessTokenAsync(personalAccessToken, cancellation).ConfigureAwait(false)).Access))));
    }

    /// <summary>
    /// Calls the site's routes with an enterprise or workspace token that you have. It is used as it is, and not renewed.
    /// </summary>
    /// <param name="token">The token.</param>
    public virtual EnterpriseClient AsEnterprise(AccessToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return new EnterpriseClient(_api.With(Bound(new FixedTokenSource(token))), new TokenCache());
    }

    /// <summary>Calls any path of the API with this client's token, and returns the whole answer whatever its status.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">Such as <c>/v1r1/enterprise/users?page=2</c>, with or without <c>/api</c> before it.</param>
    /// <param name="content">The body; disposed with the request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningUnreachableException">No whole answer came.</exception>
    /// <exception cref="HelpLightningOriginException">The path is an address of another host.</exception>
    public virtual Task<HelpLightningResponse> SendAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content = null, CancellationToken cancellationToken = default) =>
        _api.SendRawAsync(method, pathAndQuery, content, cancellationToken);

    /// <summary>
    /// Asks the server for its time, with a request that costs it little. Whoever keeps a time to ask for "what changed since" takes it
    /// from here, before the first row is read: this machine's clock may be ahead of the server's, and then what changes in between is
    /// never told.
    /// </summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>By the answer's <c>Date</c> header, so the second is rounded down; null when the server does not tell.</returns>
    public virtual async Task<DateTimeOffset?> GetServerTimeAsync(CancellationToken cancellationToken = default) =>
        (await SendAsync(HttpMethod.Get, "/v1r1/enterprise/pods?page_size=1", content: null, cancellationToken).ConfigureAwait(false))
            .EnsureSuccess().Headers.Date;

    /// <summary>
    /// Lists the rows behind any path, page after page: by page number, by cursor, or a bare array, whichever the answer
    /// shows. The next page is asked for while the caller works on this one.
    /// </summary>
    /// <param name="pathAndQuery">Such as <c>/v1r1/enterprise/users?page_size=100</c>.</param>
    /// <param name="limit">How many rows at the most; null for all.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    public virtual PagedList<JsonElement> ListAsync(
        string pathAndQuery, int? limit = null, CancellationToken cancellationToken = default) =>
        _api.List(
            ApiRequest.Raw(HttpMethod.Get, pathAndQuery, null), ApiJson.Default.RawPage,
            new ListOptions { Limit = limit }, cancellationToken);

    private BoundTokenSource Bound(TokenSource tokens) => new(tokens, _api.Core.Connections.Value);

    private SignInClient BoundSignIn() => new(_api.With(Bound(NoTokenSource.Instance)));

    private async Task<AccessToken> TokenOfAsync(long userId, CancellationToken cancellationToken) =>
        (await Users.GetAsync(userId, cancellationToken).ConfigureAwait(false)).Token ?? throw NothingFound.For(
            UsersClient.GetEndpoint, $"user {userId} comes without a token", "Check that the partner key may act for this person.");
}
