using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Cli.Tests.Doctor;

/// <summary>An HTTP proxy that refuses every tunnel with a status.</summary>
internal sealed class RefusingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly int _status;
    private readonly Task _loop;

    public RefusingProxy(int status)
    {
        _status = status;
        _listener.Start();
        _loop = ServeAsync(_stop.Token);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync(CancellationToken stop)
    {
        byte[] head = new byte[8 * 1024];
        byte[] refusal = Encoding.ASCII.GetBytes($"HTTP/1.1 {_status} No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        while (true)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(stop);
            NetworkStream stream = client.GetStream();

            // A check of the connection alone says nothing and goes.
            if (await stream.ReadAsync(head, stop) > 0)
            {
                await stream.WriteAsync(refusal, stop);
            }
        }
    }
}
