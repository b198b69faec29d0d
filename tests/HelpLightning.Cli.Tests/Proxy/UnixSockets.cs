using System.Net.Sockets;

namespace HelpLightning.Cli.Tests.Proxy;

/// <summary>HTTP over the socket of a path.</summary>
internal static class UnixSockets
{
    public static HttpClient Client(string path) =>
        new(new SocketsHttpHandler { UseProxy = false, ConnectCallback = To(path) }) { BaseAddress = new Uri("http://localhost") };

    public static Func<SocketsHttpConnectionContext, CancellationToken, ValueTask<Stream>> To(string path) => async (_, cancellation) =>
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    };
}
