using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>
/// A server on a real socket that answers with whatever bytes a test wants, and keeps the requests as they came over the
/// wire. One connection a request.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireRequest, Reply> _script;
    private readonly Task _loop;

    public ScriptedServer(Func<WireRequest, Reply> script)
    {
        _script = script;
        _listener.Start();
        _loop = ServeAsync();
    }

    public ScriptedServer(params Reply[] replies)
        : this(request => replies[Math.Min(request.Number, replies.Length - 1)])
    {
    }

    public List<WireRequest> Requests { get; } = [];

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            NetworkStream stream = client.GetStream();
            string text = await ReadAsync(stream);
            WireRequest request;
            lock (Requests)
            {
                request = new WireRequest(Requests.Count, text);
                Requests.Add(request);
            }

            Reply reply = _script(request);
            await stream.WriteAsync(reply.Bytes, _stop.Token);
            if (reply.ThenHang)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            if (reply.ThenReset)
            {
                client.Client.LingerState = new LingerOption(true, 0);
            }
        }
    }

    private static async Task<string> ReadAsync(NetworkStream stream)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int read = await stream.ReadAsync(buffer);
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
            string all = text.ToString();
            int end = all.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (read == 0 || (end >= 0 && all.Length >= end + 4 + ContentLength(all)))
            {
                return all;
            }
        }
    }

    private static int ContentLength(string head)
    {
        const string Name = "Content-Length: ";
        int at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return at < 0 ? 0 : int.Parse(head[(at + Name.Length)..].Split('\r')[0], System.Globalization.CultureInfo.InvariantCulture);
    }
}
