using System.Net.Sockets;
using System.Security.Authentication;

namespace HelpLightning.Client;

/// <summary>Why no answer came, in words, with what to try.</summary>
internal static class Unreachable
{
    private const string CheckProxy = "Check the proxy settings (HTTPS_PROXY, NO_PROXY).";

    public static HelpLightningUnreachableException From(HttpMethod method, Uri address, Exception cause)
    {
        if (ProxyThatCannotBeReached(address, cause) is { } proxy)
        {
            return Failed(UnreachableReason.Proxy, $"the proxy {proxy.Scheme}://{proxy.Host}:{proxy.Port} cannot be reached", CheckProxy);
        }

        string server = address.GetLeftPart(UriPartial.Authority);
        return ReasonOf(cause) switch
        {
            UnreachableReason.Refused => Failed(
                UnreachableReason.Refused,
                $"{server} refused the connection: nothing listens there",
                "Check the address, and that the server runs."),
            UnreachableReason.NameNotFound => Failed(
                UnreachableReason.NameNotFound, $"the name {address.Host} was not found", "Check the address and this machine's DNS."),
            UnreachableReason.NoRoute => Failed(
                UnreachableReason.NoRoute, $"there is no way to {server} from here", "Check the network and the proxy."),
            UnreachableReason.Untrusted => Failed(
                UnreachableReason.Untrusted, $"the certificate of {server} is not trusted",
                "Check the address, a proxy that inspects TLS, and this machine's certificates."),
            UnreachableReason.Proxy => Failed(
                UnreachableReason.Proxy, $"the proxy did not let the connection to {server} through", CheckProxy),
            _ => Failed(UnreachableReason.BrokenOff, $"the connection to {server} broke off", "Try again."),
        };

        HelpLightningUnreachableException Failed(UnreachableReason reason, string why, string remedy) =>
            new($"{method} {address.AbsolutePath} had no answer: {why}.", reason, cause) { Remedy = remedy };
    }

    /// <summary>When a proxy is in the way, nothing but the proxy is connected to, so it is what refused or was not found.</summary>
    private static Uri? ProxyThatCannotBeReached(Uri address, Exception cause) =>
        ReasonOf(cause) is UnreachableReason.Refused or UnreachableReason.NameNotFound or UnreachableReason.NoRoute
            && !ProxyBeyondThisMachine.Default.IsBypassed(address)
            ? ProxyBeyondThisMachine.Default.GetProxy(address)
            : null;

    private static UnreachableReason ReasonOf(Exception cause)
    {
        if (Find<AuthenticationException>(cause) is not null)
        {
            return UnreachableReason.Untrusted;
        }

        if (Find<HttpRequestException>(cause)?.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            return UnreachableReason.Proxy;
        }

        return Find<SocketException>(cause)?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => UnreachableReason.Refused,
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => UnreachableReason.NameNotFound,
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => UnreachableReason.NoRoute,
            _ => UnreachableReason.BrokenOff,
        };
    }

    private static T? Find<T>(Exception? exception)
        where T : Exception
    {
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            if (e is T found)
            {
                return found;
            }
        }

        return null;
    }
}
