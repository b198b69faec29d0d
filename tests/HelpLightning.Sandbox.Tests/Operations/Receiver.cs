using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>A webhook's receiver over a plain socket; answers as it is told, and keeps what came.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Func<int, string?> _answer;
    private readonly Task _loop;

    /// <param name="answer">What to say to the request of a number from 1, such as <c>500 Oops</c>; null to say nothing, ever.</param>
    public Receiver(Func<int, string?>? answer = null)
    {
        _answer = answer ?? (_ => "200 OK");
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook?x=1");
        _loop = AcceptAsync();
    }

    public Uri Url { get; }

    public ConcurrentQueue<ReceivedEvent> Events { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
            if (await ReadAsync(client.GetStream()) is not { } received)
            {
                continue;
            }

            Events.Enqueue(received);
            if (_answer(Events.Count) is not { } status)
            {
                // Until the other side loses patience.
                await client.GetStream().ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, _stop.Token).AsTask()
                    .ContinueWith(_ => { }, TaskScheduler.Default);
                continue;
            }

            string location = status.StartsWith('3') ? "Location: http://127.0.0.1:1/elsewhere\r\n" : "";
            byte[] answer = Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status}\r\n{location}Content-Length: 4\r\nSet-Cookie: a=b\r\nConnection: close\r\n\r\nnote");
            await client.GetStream().WriteAsync(answer, _stop.Token);
        }
    }

    /// <summary>Null when the sender has gone before it had said all.</summary>
    private async Task<ReceivedEvent?> ReadAsync(NetworkStream stream)
    {
        List<byte> all = [];
        byte[] buffer = new byte[4096];
        while (true)
        {
            int length = await stream.ReadAsync(buffer, _stop.Token);
            if (length == 0)
            {
                return null;
            }

            all.AddRange(buffer.AsSpan(0, length));
            string text = Encoding.UTF8.GetString([.. all]);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0)
            {
                continue;
            }

            string[] lines = text[..end].Split("\r\n");
            Dictionary<string, string> headers = lines.Skip(1).Select(l => l.Split(": ", 2))
                .ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
            int expected = int.Parse(headers["Content-Length"], System.Globalization.CultureInfo.InvariantCulture);
            if (all.Count >= end + 4 + expected)
            {
                return new ReceivedEvent(lines[0], headers, text[(end + 4)..]);
            }
        }
    }
}

internal sealed record ReceivedEvent(string RequestLine, Dictionary<string, string> Headers, string Body);
