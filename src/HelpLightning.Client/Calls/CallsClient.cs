namespace HelpLightning.Client;

/// <summary>The record of calls. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class CallsClient
{
    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1/enterprise/calls", TokenKind.Enterprise);
    private static readonly Endpoint RangeEndpoint = Endpoint.Get("/api/v1/enterprise/calls/range", TokenKind.Enterprise);
    private static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1/enterprise/calls/{call_id}", TokenKind.Enterprise);
    private static readonly Endpoint SessionEndpoint = Endpoint.Get("/api/v1/enterprise/sessions/{session_id}", TokenKind.Enterprise);

    private readonly ApiCaller _api;

    internal CallsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected CallsClient() => _api = null!;

    /// <summary>Lists calls.</summary>
    /// <param name="filter">Null for all.</param>
    /// <param name="options">Order, page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<Call> ListAsync(
        CallFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListEndpoint.Request().ListQuery(options, filter), ApiJson.Default.CallPage, options, cancellationToken);

    /// <summary>
    /// Lists the calls since a time. The API takes whole seconds, so the time is rounded down; no parameter for an end is known.
    /// </summary>
    /// <param name="from">The earliest start.</param>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(RangeEndpoint))]
    public virtual PagedList<Call> ListSinceAsync(
        DateTimeOffset from, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(
            RangeEndpoint.Request().Query("from_date", from.ToUnixTimeSeconds()).ListQuery(options),
            ApiJson.Default.CallPage, options, cancellationToken);

    /// <summary>Reads one call, with who asked whom to join.</summary>
    /// <param name="id">The call id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such call.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<Call> GetAsync(CallId id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Call, wrapper: "call", cancellationToken);

    /// <summary>Lists the calls of a session.</summary>
    /// <param name="sessionId">The session id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(SessionEndpoint))]
    public virtual Task<IReadOnlyList<SessionCall>> ListOfSessionAsync(string sessionId, CancellationToken cancellationToken = default) =>
        _api.ReadArrayAsync(SessionEndpoint.Request(sessionId), ApiJson.Default.SessionCallPage, cancellationToken);
}
