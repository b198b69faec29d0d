using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Hosting;

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
public sealed class HelpLightningSandbox : IAsyncDisposable
{
    private readonly SandboxServer _server;

    private HelpLightningSandbox(SandboxCore core, SandboxServer server, string apiKey)
    {
        Core = core;
        _server = server;
        ApiKey = apiKey;
    }

    internal SandboxCore Core { get; }

    /// <summary>Where it listens, without <c>/api</c>: <c>http://127.0.0.1:PORT/</c>.</summary>
    public Uri BaseAddress => _server.Address;

    /// <summary>The site that it is.</summary>
    public SiteId SiteId => Core.Options.SiteId;

    /// <summary>The API key that callers must send.</summary>
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
        SandboxDatabase database = SandboxDatabase.Open(options);
        try
        {
            SandboxCore core = new(options, database, options.TimeProvider, new NoEvents());
            string apiKey = core.ApiKeys.Start(options.ApiKey);
            core.PartnerKeys.Start();
            SandboxServer server = await SandboxServer.StartAsync(core, cancellationToken).ConfigureAwait(false);
            return new HelpLightningSandbox(core, server, apiKey);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Stops answering, closes the database and frees the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync().ConfigureAwait(false);
        Core.Database.Dispose();
    }
}
