using System.Net;
using System.Net.Sockets;

namespace HelpLightning.Proxy.Tests;

/// <summary>A port that has to be known before somebody listens there.</summary>
internal static class FreePort
{
    /// <summary>Below those that the system gives to anybody who connects.</summary>
    public static int Find()
    {
        for (int port = Random.Shared.Next(20_000, 30_000); true; port++)
        {
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
            }
        }
    }
}
