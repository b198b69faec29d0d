namespace HelpLightning.Client;

/// <summary>
/// The workspaces of a site. With the key of a workspace, rather than of the whole site, there are none. Methods are
/// virtual so that tests can replace them; safe for many threads.
/// </summary>
public class WorkspacesClient
{
    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1r1/enterprise/workspaces", TokenKind.Enterprise);
    internal static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1r1/enterprise/workspaces/{workspace_id}", TokenKind.Enterprise);

    private readonly ApiCaller _api;

    internal WorkspacesClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected WorkspacesClient() => _api = null!;

    /// <summary>Lists workspaces, each with a <see cref="Workspace.Token"/>.</summary>
    /// <param name="options">Page size, limit, where to begin.</param>
    /// <param name="cancellationToken">Ends every walk over the list.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual PagedList<Workspace> ListAsync(ListOptions? options = null, CancellationToken cancellationToken = default) =>
        _api.List(ListEndpoint.Request().ListQuery(options), ApiJson.Default.WorkspacePage, options, cancellationToken);

    /// <summary>Reads one workspace, with a <see cref="Workspace.Token"/>.</summary>
    /// <param name="id">The workspace id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such workspace.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual Task<Workspace> GetAsync(long id, CancellationToken cancellationToken = default) =>
        _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Workspace, wrapper: "workspace", cancellationToken);
}
