using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>
/// Calls the Help Lightning API with a partner key: each attempt carries a token that was signed for it. Safe to share
/// between threads; make one and keep it.
/// </summary>
public sealed class HelpLightningClient : IDisposable
{
    private readonly ApiTransport _transport;
    private readonly PageWalker _walker;
    private readonly IDisposable[] _owned;

    internal HelpLightningClient(HttpClient http, HelpLightningOptions options, params IDisposable[] owned)
    {
        _transport = new ApiTransport(http, options);
        _walker = new PageWalker(_transport);
        _owned = owned;
        Users = new UsersClient(_transport, _walker);
    }

    /// <summary>The people of the site.</summary>
    public UsersClient Users { get; }

    /// <summary>Makes a client without a dependency injection container.</summary>
    /// <exception cref="HelpLightningConfigurationException">A setting is missing or wrong.</exception>
    /// <exception cref="PartnerKeys.PartnerKeyException">The partner key cannot be used.</exception>
    public static HelpLightningClient Create(HelpLightningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        HelpLightningOptionsValidator.Require(options);
        SigningKey key = SigningKey.Load(options);
        PartnerTokenHandler handler = HttpPipeline.CreateTokenHandler(options, key.Key);
        handler.InnerHandler = HttpPipeline.CreateSocketsHandler();
        HttpClient http = new(handler);
        return new HelpLightningClient(http, options, http, key);
    }

    /// <summary>Calls any path of the API, signed, and returns the whole answer whatever its status.</summary>
    /// <param name="method">The HTTP method.</param>
    /// <param name="pathAndQuery">Such as <c>/v1r1/enterprise/users?page=2</c>, with or without <c>/api</c> before it.</param>
    /// <param name="content">The body; disposed with the request.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningUnreachableException">No whole answer came.</exception>
    /// <exception cref="HelpLightningOriginException">The path is an address of another host.</exception>
    public Task<HelpLightningResponse> SendAsync(
        HttpMethod method, string pathAndQuery, HttpContent? content = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(method);
        return _transport.SendAsync(method, pathAndQuery, content, cancellationToken);
    }

    /// <summary>
    /// Lists the rows behind any path, page after page: by page number, by cursor, or a bare array, whichever the answer
    /// shows. The next page is asked for while the caller works on this one.
    /// </summary>
    /// <param name="pathAndQuery">Such as <c>/v1r1/enterprise/users?page_size=100</c>.</param>
    /// <param name="limit">How many rows at the most; null for all.</param>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="HelpLightningException">A page failed; the rows before it have been delivered.</exception>
    public IAsyncEnumerable<JsonElement> ListAsync(string pathAndQuery, int? limit = null, CancellationToken cancellationToken = default) =>
        _walker.WalkAsync(pathAndQuery, limit, cancellationToken);

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }
}
