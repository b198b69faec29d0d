using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Composition;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox;

/// <summary>
/// Help Lightning on one machine: checks API keys and partner tokens for real and answers from a database of made-up
/// people. For tests and for learning; several can run in one process.
/// </summary>
/// <example>
/// <code>
/// using PartnerKey key = PartnerKey.Create();
/// await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
///     new HelpLightningSandboxOptions { PartnerPublicKeys = [key.PublicKey] });
/// </code>
/// </example>
public sealed partial class HelpLightningSandbox : IAsyncDisposable
{
    private readonly RunningSandbox _running;
    private bool _isDisposed;

    private HelpLightningSandbox(RunningSandbox running)
    {
        _running = running;
    }

    /// <summary>The parts, for tests.</summary>
    internal SandboxParts Parts => _running.Parts;

    /// <summary>Every route of the API, for tests.</summary>
    internal IReadOnlyList<ApiRoute> Routes => _running.Routes;

    /// <summary>Where it listens, without <c>/api</c>: <c>http://127.0.0.1:PORT/</c>; <c>http://localhost/</c> when it listens nowhere.</summary>
    public Uri BaseAddress => _running.Server.Address;

    /// <summary>The site that it is.</summary>
    public SiteId SiteId => Parts.Options.SiteId;

    /// <summary>The API key that callers must send.</summary>
    [JsonIgnore]
    public string ApiKey => _running.ApiKey;

    /// <summary>Starts a sandbox; it answers when the task completes.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The data file is not a sandbox's, or comes from a newer version.</exception>
    /// <exception cref="IOException">The port is taken, or the data file cannot be opened.</exception>
    public static async Task<HelpLightningSandbox> StartAsync(
        HelpLightningSandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new HelpLightningSandbox(await RunningSandbox.StartAsync(options, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>
    /// A handler for an <see cref="HttpClient"/> that is answered in process: the same pipeline without a socket. The
    /// address of a request must be a loopback one, such as <see cref="BaseAddress"/>.
    /// </summary>
    public HttpMessageHandler CreateHandler() => _running.Server.CreateHandler(this);

    /// <summary>
    /// Makes a personal access token, as a user does in Settings, Security. It is shown this once; the route
    /// <c>auth/pat</c> exchanges it for a user token.
    /// </summary>
    /// <exception cref="ArgumentException">There is no user with this e-mail address.</exception>
    public string CreatePersonalAccessToken(string email) => Parts.PersonalTokens.Create(email);

    /// <summary>
    /// Makes a key the one active partner key of the site, or of one of its workspaces. Tokens signed by the one before are
    /// refused from now on, and it cannot be registered again.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such site or workspace, or the key was replaced before.</exception>
    public void RegisterPartnerKey(PartnerPublicKey key, SiteId? site = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        Parts.PartnerKeys.Register((site ?? SiteId).Value, key);
    }

    /// <summary>Stops answering, closes the database and frees the port. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _running.DisposeAsync().ConfigureAwait(false);
    }
}
