using System.Globalization;
using System.Net;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>Where the proxy listens: an address and a port, and perhaps the profile of the site that they stand for.</summary>
/// <param name="EndPoint">A port of 0 is any that is free.</param>
/// <param name="Profile">Null for the site of the command's own settings.</param>
internal sealed record ListenAddress(IPEndPoint EndPoint, string? Profile)
{
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>
    /// Reads <c>127.0.0.1:8044</c>, <c>[::1]:8044</c>, <c>localhost:8044</c>, <c>8044</c>, each with <c>=PROFILE</c> after it or without.
    /// </summary>
    public static ListenAddress Read(string text, string flag)
    {
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string address = equals < 0 ? text : text[..equals];
        string? profile = equals < 0 ? null : text[(equals + 1)..];
        if (ushort.TryParse(address, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port))
        {
            address = $"127.0.0.1:{port}";
        }
        else if (address.StartsWith("localhost:", StringComparison.OrdinalIgnoreCase))
        {
            address = $"127.0.0.1:{address["localhost:".Length..]}";
        }

        // Without a port an address is read as well, and means none.
        return profile is not "" && IPEndPoint.TryParse(address, out IPEndPoint? found)
            && address.LastIndexOf(':') > address.LastIndexOf(']') && address.Contains(':', StringComparison.Ordinal)
            && (found.Address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork || address.StartsWith('['))
            ? new ListenAddress(found, profile)
            : throw CommandException.Usage($"{flag} wants an address with a port, such as 127.0.0.1:8044 or [::1]:8044.");
    }
}
