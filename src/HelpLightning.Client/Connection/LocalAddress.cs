using System.Net;

namespace HelpLightning.Client;

/// <summary>
/// Addresses of this machine, to which plain http may go: nobody else is on the way. A name counts when it means this machine by
/// its definition (RFC 6761 section 6.3), not because a name server says so today.
/// </summary>
internal static class LocalAddress
{
    public static bool Is(Uri address) =>
        IPAddress.TryParse(address.DnsSafeHost, out IPAddress? number)
            ? IPAddress.IsLoopback(number)
            : address.Host is "localhost" || address.Host.EndsWith(".localhost", StringComparison.Ordinal);
}
