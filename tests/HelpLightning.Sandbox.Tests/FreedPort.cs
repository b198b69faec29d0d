using System.Net;
using System.Net.Sockets;

namespace HelpLightning.Sandbox.Tests;

/// <summary>
/// A port that a sandbox has left must be free. On 127.0.0.1 another test's server or connection may have it the next
/// moment, so these sandboxes listen on an address that nobody else uses.
/// </summary>
internal static class FreedPort
{
    /// <summary>On macOS this machine has no other address.</summary>
    public static IPAddress Address { get; } = OperatingSystem.IsMacOS() ? IPAddress.Loopback : IPAddress.Parse("127.0.0.77");

    public static void Require(int port)
    {
        using TcpListener listener = new(Address, port);
        listener.Start();
    }
}
