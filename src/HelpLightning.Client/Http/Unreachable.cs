using System.Net.Sockets;
using System.Security.Authentication;

namespace HelpLightning.Client;

/// <summary>Why no answer came, in words, with what to try.</summary>
internal static class Unreachable
{
    public static string Explain(HttpMethod method, Uri address, Exception cause)
    {
        string server = address.GetLeftPart(UriPartial.Authority);
        SocketException? socket = Find<SocketException>(cause);
        string why = socket?.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => $"{server} refused the connection: nothing listens there. Check the address, and that the server runs.",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain =>
                $"the name {address.Host} was not found. Check the address and this machine's DNS.",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"there is no way to {server} from here. Check the network and the proxy.",
            _ when Find<AuthenticationException>(cause) is not null =>
                $"the certificate of {server} is not trusted. Check the address, a proxy that inspects TLS, and this machine's certificates.",
            _ => $"the connection to {server} broke off. Try again.",
        };
        return $"{method} {address.AbsolutePath} had no answer: {why}";
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
