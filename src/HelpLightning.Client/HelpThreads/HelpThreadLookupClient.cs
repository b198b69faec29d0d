namespace HelpLightning.Client;

/// <summary>
/// Finding help threads with the rights of a site. Methods are virtual so that tests can replace them; safe for many threads.
/// </summary>
public class HelpThreadLookupClient
{
    private static readonly Endpoint ByCallEndpoint = Endpoint.Get(
        "/api/v1r1/enterprise/workboxes/by_call_id/{call_id}", TokenKind.Enterprise);
    private static readonly Endpoint TicketEndpoint = Endpoint.Get("/api/v1/enterprise/workboxes/{workbox_id}", TokenKind.Enterprise);

    private readonly ApiCaller _api;

    internal HelpThreadLookupClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected HelpThreadLookupClient() => _api = null!;

    /// <summary>Finds the help thread of a call; null when the call has none.</summary>
    /// <param name="callId">The call id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(ByCallEndpoint))]
    public virtual Task<HelpThread?> FindByCallAsync(CallId callId, CancellationToken cancellationToken = default) =>
        _api.ReadOrNullAsync(ByCallEndpoint.Request(callId), ApiJson.Default.HelpThread, "workbox", cancellationToken);

    /// <summary>Reads the older ticket of a help thread. Vendor code used the route until 2023; it may be gone.</summary>
    /// <param name="id">The thread's id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(TicketEndpoint))]
    public virtual Task<ThreadTicket> GetTicketAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(TicketEndpoint.Request(id), ApiJson.Default.ThreadTicket, cancellationToken);
}
