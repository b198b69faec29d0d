using System.Net.Sockets;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Does anybody listen there?</summary>
internal sealed class ConnectionCheck() : Check(CheckNames.Connection, CheckNames.HostName)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);

    public override async Task<CheckResult> RunAsync(Examination examination, CancellationToken cancellationToken)
    {
        Uri peer = examination.Peer;
        string place = $"{peer.IdnHost} port {peer.Port}{(examination.Proxy is null ? "" : " (the proxy)")}";
        using TcpClient socket = new();
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(peer.DnsSafeHost, peer.Port, limit.Token);
            return Ok($"{place} answers");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionRefused)
        {
            return Failed(ExitCode.Unreachable, $"{place} refuses: nothing listens there", examination.ProxyRemedy ?? (peer.IsLoopback
                ? "Check the port, and that the server runs (hl sandbox)."
                : "Check the address, and whether a firewall is in the way."));
        }
        catch (SocketException e)
        {
            return Failed(ExitCode.Unreachable, $"{place} cannot be reached: {e.SocketErrorCode}",
                examination.ProxyRemedy ?? "Check this machine's network and VPN.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(ExitCode.Unreachable, $"{place} did not answer within {Patience.TotalSeconds:0} s",
                examination.ProxyRemedy
                    ?? "A firewall drops such connections: ask for one to be opened, or for the proxy to set in HTTPS_PROXY.");
        }
    }
}
