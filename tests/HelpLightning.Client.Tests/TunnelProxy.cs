using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>An HTTP proxy that tunnels, or refuses to. Every name is this machine to it: what has a local address is not sent to a proxy.</summary>
internal sealed class TunnelProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int? _refusal;
    private readonly Task _loop;

    public TunnelProxy(int? refusal = null)
    {
        _refusal = refusal;
        _listener.Start();
        _loop = ServeAsync(_stop.Token);
    }

    /// <summary>What came before the tunnels, in the clear.</summary>
    public List<string> Heads { get; } = [];

    public WebProxy Settings => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        while (true)
        {
            _ = PassAsync(await _listener.AcceptTcpClientAsync(stop), stop);
        }
    }

    private async Task PassAsync(TcpClient client, CancellationToken stop)
    {
        using (client)
        {
            NetworkStream near = client.GetStream();
            byte[] buffer = new byte[16 * 1024];
            string head = Encoding.Latin1.GetString(buffer, 0, await near.ReadAsync(buffer, stop));
            lock (Heads)
            {
                Heads.Add(head);
            }

            if (_refusal is { } status)
            {
                await near.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n"), stop);
                return;
            }

            string[] target = head.Split(' ')[1].Split(':');
            using TcpClient server = new();
            await server.ConnectAsync(IPAddress.Loopback, int.Parse(target[1], System.Globalization.CultureInfo.InvariantCulture), stop);
            NetworkStream far = server.GetStream();
            await near.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), stop);
            await Task.WhenAny(near.CopyToAsync(far, stop), far.CopyToAsync(near, stop));
        }
    }
}
