namespace HelpLightning.Client;

/// <summary>The groups of a site or workspace. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class GroupsClient
{
    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1r1/enterprise/pods", TokenKind.Enterprise);
    private static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1r1/enterprise/pods/{pod_id}", TokenKind.Enterprise);
    private static readonly Endpoint MembersEndpoint = Endpoint.Get("/api/v1/enterprise/pods/{pod_id}/users", TokenKind.Enterprise);
    private static readonly Endpoint CallsEndpoint = Endpoint.Get("/api/v1/enterprise/pods/{pod_id}/calls", TokenKind.Enterprise);

    private readonly ApiCaller _api;

    internal GroupsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected GroupsClient() => _api = null!;

    /// <summary>Lists groups, without their members.</summary>
    /// <param name="filter">Null for all.</param>
    /// <param name="options">Order, page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<Group> ListAsync(
        GroupFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListEndpoint.Request().ListQuery(options, filter), ApiJson.Default.GroupPage, options, cancellationToken);

    /// <summary>Reads one group, with its members, administrators, subgroups and groups on call.</summary>
    /// <param name="id">The group id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such group.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<Group> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Group, cancellationToken);

    /// <summary>Lists the people of a group; some fields of <see cref="User"/> are not told here.</summary>
    /// <param name="id">The group id.</param>
    /// <param name="filter">Null for all.</param>
    /// <param name="options">Order, page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(MembersEndpoint))]
    public virtual PagedList<User> ListMembersAsync(
        long id, UserFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(MembersEndpoint.Request(id).ListQuery(options, filter), ApiJson.Default.UserPage, options, cancellationToken);

    /// <summary>
    /// Lists the calls between people who are <b>all</b> in the group. For calls that somebody of the group took part in,
    /// list all calls and look at <see cref="Call.Participants"/>.
    /// </summary>
    /// <param name="id">The group id.</param>
    /// <param name="filter">Null for all.</param>
    /// <param name="options">Order, page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(CallsEndpoint))]
    public virtual PagedList<Call> ListCallsAsync(
        long id, CallFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(CallsEndpoint.Request(id).ListQuery(options, filter), ApiJson.Default.CallPage, options, cancellationToken);
}
