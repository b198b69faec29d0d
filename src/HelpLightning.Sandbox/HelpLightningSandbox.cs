using System.Diagnostics;
using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Composition;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox;

/// <summary>
/// Help Lightning on one machine: checks API keys and partner tokens for real and answers from a database of made-up
/// people. For tests and for learning; several can run in one process.
/// </summary>
/// <example>
/// <code>
/// await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync();
/// // sandbox.BaseAddress, sandbox.SiteId, sandbox.ApiKey and sandbox.PartnerKey are what a client needs.
/// </code>
/// </example>
public sealed class HelpLightningSandbox : IAsyncDisposable
{
    private readonly RunningSandbox _running;
    private bool _isDisposed;

    private HelpLightningSandbox(RunningSandbox running)
    {
        _running = running;
        SandboxParts parts = running.Parts;
        Faults = new SandboxFaults(parts.Faults);
        Calls = new SandboxCalls(parts.CallControl);
        Webhooks = new SandboxWebhooks(parts.Webhooks, parts.Deliveries, parts.Dispatcher, parts.Events);
        Requests = new SandboxRequests(parts.Requests);
    }

    /// <summary>
    /// Where it listens, without <c>/api</c>: <c>http://127.0.0.1:PORT/</c>; <c>http://localhost/</c> when it listens
    /// nowhere.
    /// </summary>
    public Uri BaseAddress => _running.Server.Address;

    /// <summary>The site that it is.</summary>
    public SiteId SiteId => Parts.Options.SiteId;

    /// <summary>The API key that callers must send.</summary>
    [JsonIgnore]
    public string ApiKey => _running.ApiKey;

    /// <summary>
    /// The site's partner key, to sign with, when nobody gave the site one: made and registered at the first use of this
    /// property, which takes a tenth of a second, and the same from then on. It is disposed with the sandbox.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The site has a key whose private half the sandbox does not know: of <see cref="HelpLightningSandboxOptions.PartnerPublicKeys"/>,
    /// of the data file, of <see cref="RegisterPartnerKey"/> or of the page. Sign with that one.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The sandbox was disposed.</exception>
    [JsonIgnore]
    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public PartnerKey PartnerKey => Parts.OwnPartnerKey.Get();

    /// <summary>The clock that tokens are issued and checked by.</summary>
    public SandboxClock Clock => Parts.Clock;

    /// <summary>How it misbehaves.</summary>
    public SandboxFaults Faults { get; }

    /// <summary>Lets calls happen.</summary>
    public SandboxCalls Calls { get; }

    /// <summary>Where events are posted to.</summary>
    public SandboxWebhooks Webhooks { get; }

    /// <summary>What was asked of it.</summary>
    public SandboxRequests Requests { get; }

    /// <summary>The parts, for tests.</summary>
    internal SandboxParts Parts => _running.Parts;

    /// <summary>Every route of the API, for tests.</summary>
    internal IReadOnlyList<ApiRoute> Routes => _running.Routes;

    /// <summary>Starts a sandbox; it answers when the task completes.</summary>
    /// <param name="options">What it is and how it answers; null for all as it is without.</param>
    /// <param name="cancellationToken">Gives the start up.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The data file is not a sandbox's, or comes from a newer version.</exception>
    /// <exception cref="IOException">The port is taken, or the data file cannot be opened.</exception>
    public static async Task<HelpLightningSandbox> StartAsync(
        HelpLightningSandboxOptions? options = null, CancellationToken cancellationToken = default) =>
        new(await RunningSandbox.StartAsync(options ?? new HelpLightningSandboxOptions(), cancellationToken).ConfigureAwait(false));

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

    /// <summary>Back to the seed: data, clock, faults and webhooks as they were when a new sandbox starts. Keys stay.</summary>
    public Task ResetAsync(CancellationToken cancellationToken = default) => Parts.State.ResetAsync(cancellationToken);

    /// <summary>Brings the sandbox into the state that a document describes, wholly or not at all. See docs/sandbox.md.</summary>
    /// <param name="json">The scenario.</param>
    /// <param name="cancellationToken">Before it has begun.</param>
    /// <exception cref="FormatException">The scenario is wrong; the message names the place.</exception>
    public async Task LoadScenarioAsync(string json, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            await Parts.State.LoadAsync(json, cancellationToken).ConfigureAwait(false);
        }
        catch (SandboxException e)
        {
            throw new FormatException(e.Message, e);
        }
    }

    /// <summary>Stops answering, closes the database and frees the port. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            await _running.DisposeAsync().ConfigureAwait(false);
        }
    }
}
