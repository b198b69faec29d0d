using System.Net;
using System.Net.Sockets;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// A port of this machine where nothing listens. It is taken as long as this lives: a port that was free a moment ago may
/// be another test's server by now.
/// </summary>
internal sealed class ClosedPort : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public ClosedPort() => _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));

    /// <summary>Such as <c>127.0.0.1:40000</c>.</summary>
    public string Authority => $"{_socket.LocalEndPoint}";

    public void Dispose() => _socket.Dispose();
}
