using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace HelpLightning.Client;

/// <summary>
/// Calls the Help Lightning API for a site: with a partner key each attempt carries the token that signing at that moment gives. Holds the
/// connections, so make one, keep it, and share it between threads.
/// </summary>
public class HelpLightningClient : EnterpriseClient, IDisposable
{
    private readonly ClientCore? _core;

    internal HelpLightningClient(ClientCore core)
        : base(new ApiCaller(core, PartnerTokenSource.Instance), new TokenCache()) => _core = core;

    /// <summary>What is wrong with a key or settings that came since the older ones in force; null when all is well.</summary>
    internal string? Alarm => _core?.Connections.Alarm;

    /// <summary>For tests that replace members.</summary>
    protected HelpLightningClient()
    {
    }

    /// <summary>Makes a client without a dependency injection container.</summary>
    /// <param name="options">Checked now; changing them later has no effect.</param>
    /// <param name="loggerFactory">Where to log; null for nowhere.</param>
    /// <param name="primaryHandler">
    /// What sends the requests instead of the client's own sockets, such as a test server's handler; disposed with the
    /// client. It must not follow redirects.
    /// </param>
    /// <param name="decorate">
    /// Puts a handler of your own around the one that talks to the network, once for the API and once for files. It sees
    /// each attempt with its token and API key, so it must not write headers down. Null for none.
    /// </param>
    /// <exception cref="HelpLightningConfigurationException">A setting is missing or wrong.</exception>
    /// <exception cref="PartnerKeyException">The partner key cannot be used.</exception>
    public static HelpLightningClient Create(
        HelpLightningOptions options,
        ILoggerFactory? loggerFactory = null,
        HttpMessageHandler? primaryHandler = null,
        Func<HttpMessageHandler, HttpMessageHandler>? decorate = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        decorate ??= static handler => handler;
        HelpLightningOptionsValidator.Require(options);
        ClientTelemetry telemetry = new((loggerFactory ?? NullLoggerFactory.Instance).CreateLogger(ClientTelemetry.Name));
        CurrentConnection connections = new(options.Clone(), telemetry);
        HttpMessageInvoker api = new(
            new AuthorizationHandler(HttpHandlers.Secured(decorate(primaryHandler ?? HttpHandlers.CreateForApi()))));
        HttpMessageInvoker files = new(decorate(primaryHandler ?? HttpHandlers.CreateForFiles()));
        return new HelpLightningClient(new ClientCore(connections, telemetry, api, files, api, files));
    }

    /// <summary>Closes the connections, also for the clients that came from this one.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the connections.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            _core?.Dispose();
        }
    }
}
