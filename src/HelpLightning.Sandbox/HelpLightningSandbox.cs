using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Hosting;
using HelpLightning.Sandbox.SignIn;
using HelpLightning.Sandbox.Time;

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
    private readonly SandboxServer _server;
    private readonly Operations _operations;
    private bool _isDisposed;

    private HelpLightningSandbox(SandboxCore core, Operations operations, SandboxServer server, string apiKey)
    {
        Core = core;
        _operations = operations;
        _server = server;
        ApiKey = apiKey;
    }

    internal SandboxCore Core { get; }

    /// <summary>Where it listens, without <c>/api</c>: <c>http://127.0.0.1:PORT/</c>; <c>http://localhost/</c> when it listens nowhere.</summary>
    public Uri BaseAddress => _server.Address;

    /// <summary>The site that it is.</summary>
    public SiteId SiteId => Core.Options.SiteId;

    /// <summary>The API key that callers must send.</summary>
    [JsonIgnore]
    public string ApiKey { get; }

    /// <summary>Starts a sandbox; it answers when the task completes.</summary>
    /// <exception cref="ArgumentException">An option is wrong; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The data file is not a sandbox's, or comes from a newer version.</exception>
    /// <exception cref="IOException">The port is taken, or the data file cannot be opened.</exception>
    public static async Task<HelpLightningSandbox> StartAsync(
        HelpLightningSandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        SandboxClock clock = new(options.TimeProvider, options.ClockOffset, options.DateSkew);
        options = options.On(clock);
        SandboxDatabase database = SandboxDatabase.Open(options);
        Operations operations = new(options, clock, database);
        try
        {
            SandboxCore core = new(options, database, clock, operations.Outbox);
            operations.Attach(core);
            string apiKey = core.ApiKeys.Start(options.ApiKey);
            core.PartnerKeys.Start();
            operations.Start();
            SandboxServer server = await SandboxServer.StartAsync(core, operations, cancellationToken).ConfigureAwait(false);
            return new HelpLightningSandbox(core, operations, server, apiKey);
        }
        catch
        {
            await operations.DisposeAsync().ConfigureAwait(false);
            database.Dispose();
            throw;
        }
    }

    /// <summary>
    /// A handler for an <see cref="HttpClient"/> that is answered in process: the same pipeline without a socket. The
    /// address of a request must be a loopback one, such as <see cref="BaseAddress"/>.
    /// </summary>
    public HttpMessageHandler CreateHandler() => _server.CreateHandler();

    /// <summary>
    /// Makes a personal access token, as a user does in Settings, Security. It is shown this once; the route
    /// <c>auth/pat</c> exchanges it for a user token.
    /// </summary>
    /// <exception cref="ArgumentException">There is no user with this e-mail address.</exception>
    public string CreatePersonalAccessToken(string email) => Core.Database.Write(db =>
    {
        long user = SignInEndpoints.FindLogin(db, email) ?? throw new ArgumentException("Nobody in the sandbox has this e-mail address.", nameof(email));
        return Credentials.NewPersonalToken(db, user, Core.Now);
    });

    /// <summary>
    /// Makes a key the one active partner key of the site, or of one of its workspaces. Tokens signed by the one before are
    /// refused from now on, and it cannot be registered again.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such site or workspace, or the key was replaced before.</exception>
    public void RegisterPartnerKey(PartnerPublicKey key, SiteId? site = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        Core.PartnerKeys.Register((site ?? SiteId).Value, key);
    }

    /// <summary>Stops answering, closes the database and frees the port. A second call does nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, true))
        {
            return;
        }

        await _server.DisposeAsync().ConfigureAwait(false);
        await _operations.DisposeAsync().ConfigureAwait(false);
        Core.Database.Dispose();
    }
}
