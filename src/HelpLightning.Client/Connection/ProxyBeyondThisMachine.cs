using System.Net;

namespace HelpLightning.Client;

/// <summary>
/// A proxy for every address but this machine's own: what may go in plain text because it does not leave the machine must not
/// be handed to a proxy, whatever <c>http_proxy</c> says.
/// </summary>
/// <param name="inner">Null for the system's, as it is when a request is sent.</param>
internal sealed class ProxyBeyondThisMachine(IWebProxy? inner = null) : IWebProxy
{
    /// <summary>The system's proxy, as this client uses it.</summary>
    public static ProxyBeyondThisMachine Default { get; } = new();

    public ICredentials? Credentials
    {
        get => Inner.Credentials;
        set => Inner.Credentials = value;
    }

    private IWebProxy Inner => inner ?? HttpClient.DefaultProxy;

    public Uri? GetProxy(Uri destination) => destination.IsLoopback ? null : Inner.GetProxy(destination);

    public bool IsBypassed(Uri host) => host.IsLoopback || Inner.IsBypassed(host);
}
