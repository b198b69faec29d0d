using System.Net;
using System.Net.Sockets;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Has the server's name an address? With a proxy it is the proxy's name that counts.</summary>
internal sealed class HostNameCheck() : Check(CheckNames.HostName, CheckNames.Proxy)
{
    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        string host = examination.Peer.IdnHost;
        string role = examination.Proxy is null ? "" : " (the proxy)";
        if (IPAddress.TryParse(host, out _))
        {
            return Ok($"{host}{role} is an address already");
        }

        try
        {
            IPAddress[] addresses = await Dns.GetHostAddressesAsync(host, cancellationToken);
            string others = addresses.Length > 1 ? $" and {addresses.Length - 1} more" : "";
            return Ok($"{host}{role} is {addresses[0]}{others}");
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.HostNotFound
                ? Failed(ExitCode.Unreachable, $"{host}{role} has no address",
                    examination.ProxyRemedy
                        ?? "Check the spelling, and that this network can resolve names of the internet (VPN, DNS server).")
                : Failed(ExitCode.Unreachable, $"{host}{role} could not be looked up: {e.SocketErrorCode}",
                    examination.ProxyRemedy ?? "Check this machine's network and its DNS server.");
        }
    }
}
