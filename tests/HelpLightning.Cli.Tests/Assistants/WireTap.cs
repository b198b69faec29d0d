using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary>Passes connections on to a port of this machine, and sees what is asked and which of them their caller gives up.</summary>
internal sealed class WireTap : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly StringBuilder _asked = new();
    private readonly int _port;
    private readonly Task _accepting;
    private int _givenUp;

    public WireTap(int port)
    {
        _port = port;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Connections that the caller closed.</summary>
    public int GivenUp => Volatile.Read(ref _givenUp);

    public bool Saw(string text)
    {
        lock (_asked)
        {
            return _asked.ToString().Contains(text, StringComparison.Ordinal);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
            {
                connections.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassOnAsync(TcpClient caller)
    {
        using TcpClient from = caller;
        using TcpClient to = new();
        try
        {
            await to.ConnectAsync(IPAddress.Loopback, _port, _end.Token);
            Task back = to.GetStream().CopyToAsync(from.GetStream(), _end.Token);
            byte[] buffer = new byte[16 * 1024];
            while (await from.GetStream().ReadAsync(buffer, _end.Token) is > 0 and int count)
            {
                lock (_asked)
                {
                    _asked.Append(Encoding.ASCII.GetString(buffer, 0, count));
                }

                await to.GetStream().WriteAsync(buffer.AsMemory(0, count), _end.Token);
            }

            Interlocked.Increment(ref _givenUp);
            to.Close();
            await back;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The end of the test, or of the connection.
        }
    }
}
