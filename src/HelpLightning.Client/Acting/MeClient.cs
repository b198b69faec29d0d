namespace HelpLightning.Client;

/// <summary>The user as whom is called. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class MeClient
{
    private static readonly Endpoint UserEndpoint = Endpoint.Get("/api/v1r1/user", TokenKind.User);
    private static readonly Endpoint AccountEndpoint = Endpoint.Get("/api/v1/info", TokenKind.User);

    private readonly ApiCaller _api;

    internal MeClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected MeClient() => _api = null!;

    /// <summary>Who it is.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(UserEndpoint))]
    public virtual Task<User> GetAsync(CancellationToken cancellationToken = default) =>
        _api.ReadAsync(UserEndpoint.Request(), ApiJson.Default.User, cancellationToken);

    /// <summary>Who it is, with the own meeting room.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(AccountEndpoint))]
    public virtual Task<User> GetAccountAsync(CancellationToken cancellationToken = default) =>
        _api.ReadAsync(AccountEndpoint.Request(), ApiJson.Default.User, cancellationToken);
}
