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

    /// <summary>Opens a session with people whom a search found. Nobody is rung yet: <see cref="SessionClient.StartVideoAsync"/> does that.</summary>
    /// <param name="contacts">With whom; each must have a <see cref="Contact.Token"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">Nobody is named, or somebody has no token.</exception>
    public virtual Task<SessionClient> CreateAsync(IEnumerable<Contact> contacts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contacts);
        return CreateWithTokensAsync(
            contacts.Select(contact => contact.Token ?? throw new ArgumentException(
                $"{contact.Name ?? "A contact"} (id {contact.Id}) comes without a token: search with includeTokens.", nameof(contacts))),
            cancellationToken);
    }

    /// <summary>Opens a session with the people whose contact or user tokens these are.</summary>
    /// <param name="contactTokens">With whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">Nobody is named.</exception>
    [Calls(nameof(CreateEndpoint))]
    public virtual async Task<SessionClient> CreateWithTokensAsync(IEnumerable<AccessToken> contactTokens, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(contactTokens);
        JsonArray tokens = [.. contactTokens.Select(static token => (JsonNode)token.Reveal())];
        if (tokens.Count == 0)
        {
            throw new ArgumentException("A session needs somebody to be with.", nameof(contactTokens));
        }

        Session session = await _api.ReadAsync(
            CreateEndpoint.Request().Json(new JsonObject { ["contact_tokens"] = tokens }), ApiJson.Default.Session, cancellationToken).ConfigureAwait(false);
        return Open(session);
    }

    /// <summary>Reads a session that the user is in; each member has a session token of their own.</summary>
    /// <param name="id">The session id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such session.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual async Task<SessionClient> GetAsync(string id, CancellationToken cancellationToken = default) => Open(await ReadAsync(id, cancellationToken).ConfigureAwait(false));

    private Task<Session> ReadAsync(string id, CancellationToken cancellationToken) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Session, cancellationToken);

    private SessionClient Open(Session session)
    {
        CachedTokenSource tokens = new(async cancellation => (await ReadAsync(session.Id, cancellation).ConfigureAwait(false)).Token
            ?? throw TokenMissing.In(GetEndpoint));
        if (session.Token is { } own)
        {
            tokens.With(own, _api.Core.Connections.Value);
        }

        return new SessionClient(session, _api.With(tokens), _api.Tokens);
    }
}
