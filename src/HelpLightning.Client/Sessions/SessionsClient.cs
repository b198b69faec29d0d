using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>A user's sessions. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class SessionsClient
{
    private static readonly Endpoint CreateEndpoint = Endpoint.Post("/api/v1/sessions", TokenKind.User);
    private static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1/sessions/{session_id}", TokenKind.User);

    private readonly ApiCaller _api;

    internal SessionsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected SessionsClient() => _api = null!;

    /// <summary>
    /// Makes a session with people whom a search found. Nobody is rung yet: <see cref="Open(Session)"/> it, and
    /// <see cref="SessionClient.StartVideoAsync"/> rings them.
    /// </summary>
    /// <param name="contacts">With whom; each must have a <see cref="Contact.Token"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">Nobody is named, or somebody has no token.</exception>
    public virtual Task<Session> CreateAsync(IEnumerable<Contact> contacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        return CreateWithTokensAsync(
            contacts.Select(contact => contact.Token ?? throw new ArgumentException(
                $"{contact.Name ?? "A contact"} (id {contact.Id}) comes without a token: search with includeTokens.", nameof(contacts))),
            cancellationToken);
    }

    /// <summary>Makes a session with the people whose contact or user tokens these are.</summary>
    /// <param name="contactTokens">With whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">Nobody is named.</exception>
    [Calls(nameof(CreateEndpoint))]
    public virtual Task<Session> CreateWithTokensAsync(
        IEnumerable<AccessToken> contactTokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contactTokens);
        JsonArray tokens = [.. contactTokens.Select(static token => (JsonNode)token.Reveal())];
        if (tokens.Count == 0)
        {
            throw new ArgumentException("A session needs somebody to be with.", nameof(contactTokens));
        }

        return _api.ReadAsync(
            CreateEndpoint.Request().Json(new JsonObject { ["contact_tokens"] = tokens }), ApiJson.Default.Session, cancellationToken);
    }

    /// <summary>Reads a session that the user is in; each member has a session token of their own.</summary>
    /// <param name="id">The session id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such session.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<Session> GetAsync(string id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Session, cancellationToken);

    /// <summary>To work in a session. Asks the server nothing until something is done there; then it gets the session's token.</summary>
    /// <param name="id">The session id.</param>
    public virtual SessionClient Open(string id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(id);
        return new SessionClient(id, this, _api.With(TokensOf(id)), _api.Tokens);
    }

    /// <summary>To work in a session that was just made or read, with the token that it came with.</summary>
    /// <param name="session">The session.</param>
    public virtual SessionClient Open(Session session)
    {
        ArgumentNullException.ThrowIfNull(session);
        CachedTokenSource tokens = TokensOf(session.Id).With(session.Token, _api.Core.Connections.Value);
        return new SessionClient(session.Id, this, _api.With(tokens), _api.Tokens);
    }

    private CachedTokenSource TokensOf(string id) =>
        new(async cancellation => (await GetAsync(id, cancellation).ConfigureAwait(false)).Token ?? throw TokenMissing.In(GetEndpoint));
}
