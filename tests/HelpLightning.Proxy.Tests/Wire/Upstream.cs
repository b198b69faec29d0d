using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>A server on loopback that writes down what it gets and answers as the test says, byte for byte.</summary>
internal sealed class Upstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireMessage, byte[]> _answer;
    private readonly ConcurrentQueue<WireMessage> _seen = new();
    private readonly Task _accepting;

    public Upstream(Func<WireMessage, byte[]>? answer = null)
    {
        _answer = answer ?? (static _ => Answer("200 OK", "{}"));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Called with the first line of a request before its body is read; may write an interim answer.</summary>
    public Func<string, Stream, Task>? OnHead { get; set; }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}");

    public WireMessage[] Seen => [.. _seen];

    public WireMessage Last => _seen.Last();

    public static byte[] Answer(string status, string body, string headers = "") =>
        Encoding.Latin1.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n")
            .Concat(Encoding.UTF8.GetBytes(body)).ToArray();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                serving.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                BufferedSocket reader = new(stream);
                while (await WireMessage.ReadAsync(
                    reader, hasBody: true, first => OnHead?.Invoke(first, stream) ?? Task.CompletedTask, _stop.Token) is { } request)
                {
                    _seen.Enqueue(request);
                    byte[] answer = _answer(request);
                    await stream.WriteAsync(answer, _stop.Token);
                    if (Encoding.Latin1.GetString(answer).Contains("Connection: close", StringComparison.OrdinalIgnoreCase))
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or EndOfStreamException)
            {
                // The other side went, or the test is over.
            }
        }
    }
}
