using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>A user's help threads. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class HelpThreadsClient
{
    private const int LongestTitle = 255;

    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1r1/workboxes", TokenKind.User, Confidence.ThirdParty);
    private static readonly Endpoint CreateEndpoint = Endpoint.Post("/api/v1r1/workboxes", TokenKind.User);
    private static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1r1/workboxes/{workbox_id}", TokenKind.User);

    private readonly ApiCaller _api;

    internal HelpThreadsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected HelpThreadsClient() => _api = null!;

    /// <summary>Lists help threads, the latest activity first.</summary>
    /// <param name="status">Which.</param>
    /// <param name="options">Limit, where to begin. The list goes by a cursor: page size and order have no effect.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<HelpThread> ListAsync(
        HelpThreadStatusFilter status = HelpThreadStatusFilter.Open,
        ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(
            ListEndpoint.Request().Query("status", status.ToString().ToUpperInvariant()),
            ApiJson.Default.HelpThreadPage, options, cancellationToken);

    /// <summary>Makes a help thread; to work in it, <see cref="Open(HelpThread)"/> it.</summary>
    /// <param name="title">What it is about; up to 255 characters, null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(CreateEndpoint))]
    public virtual Task<HelpThread> CreateAsync(string? title = null, CancellationToken cancellationToken = default)
    {
        if (title is { Length: 0 or > LongestTitle })
        {
            throw new ArgumentException($"A title has 1 to {LongestTitle} characters; null is for none.", nameof(title));
        }

        JsonObject body = new() { ["participants"] = new JsonArray() };
        if (title is not null)
        {
            body["title"] = title;
        }

        return _api.ReadAsync(CreateEndpoint.Request().Json(body), ApiJson.Default.HelpThread, wrapper: "workbox", cancellationToken);
    }

    /// <summary>Reads a help thread.</summary>
    /// <param name="id">The thread's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such thread, or the user is not in it.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<HelpThread> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.HelpThread, wrapper: "workbox", cancellationToken);

    /// <summary>To work in a help thread. Asks the server nothing until something is done there.</summary>
    /// <param name="id">The thread's id.</param>
    public virtual HelpThreadClient Open(long id) => new(id, this, _api.With(TokensOf(id)));

    /// <summary>To work in a help thread that was just made or read, with the token that it came with.</summary>
    /// <param name="thread">The thread.</param>
    public virtual HelpThreadClient Open(HelpThread thread)
    {
        ArgumentNullException.ThrowIfNull(thread);
        CachedTokenSource tokens = TokensOf(thread.Id).With(thread.Token, _api.Core.Connections.Value);
        return new HelpThreadClient(thread.Id, this, _api.With(tokens));
    }

    private CachedTokenSource TokensOf(long id) =>
        new(async cancellation => (await GetAsync(id, cancellation).ConfigureAwait(false)).Token ?? throw TokenMissing.In(GetEndpoint));
}
