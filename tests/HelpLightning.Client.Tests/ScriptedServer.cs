using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>
/// A server on a real socket that answers with whatever bytes a test wants, and keeps the requests as they came over the
/// wire. One connection a request, unless a reply keeps it.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<WireRequest, Task<Reply>> _script;
    private readonly X509Certificate2? _certificate;
    private readonly Task _loop;
    private int _open;
    private int _accepted;

    public ScriptedServer(Func<WireRequest, Task<Reply>> script, X509Certificate2? certificate = null)
    {
        _script = script;
        _certificate = certificate;
        _listener.Start();
        _loop = ServeAsync();
    }

    public ScriptedServer(Func<WireRequest, Reply> script)
        : this(request => Task.FromResult(script(request)))
    {
    }

    public ScriptedServer(params Reply[] replies)
        : this(request => replies[Math.Min(request.Number, replies.Length - 1)])
    {
    }

    public List<WireRequest> Requests { get; } = [];

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}";

    /// <summary>How many connections were made so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>The requests so far, safe to look at while more come.</summary>
    public WireRequest[] Seen()
    {
        lock (Requests)
        {
            return [.. Requests];
        }
    }

    /// <summary>Waits until the client holds no connection; fails when it goes on holding one.</summary>
    public Task NoConnectionIsLeftAsync() => Eventually.HoldsAsync(() => Volatile.Read(ref _open) == 0, "a connection is still open");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        CancellationToken stop = _stop.Token;
        while (!stop.IsCancellationRequested)
        {
            TcpClient client = await _listener.AcceptTcpClientAsync(stop);
            Interlocked.Increment(ref _accepted);
            Interlocked.Increment(ref _open);
            _ = AnswerAllAsync(client, stop);
        }
    }

    private async Task AnswerAllAsync(TcpClient client, CancellationToken stop)
    {
        try
        {
            using (client)
            {
                Stream stream = client.GetStream();
                if (_certificate is not null)
                {
                    SslStream secure = new(stream);
                    await secure.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, stop);
                    stream = secure;
                }

                while (await AnswerAsync(client, stream, stop))
                {
                }
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or System.Security.Authentication.AuthenticationException or ObjectDisposedException)
        {
            // The client went away, which is what many tests are about.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    /// <returns>True to wait for another request on the same connection.</returns>
    private async Task<bool> AnswerAsync(TcpClient client, Stream stream, CancellationToken stop)
    {
        string text = await ReadAsync(stream, stop);
        if (text.Length == 0)
        {
            return false;
        }

        WireRequest request;
        lock (Requests)
        {
            request = new WireRequest(Requests.Count, text);
            Requests.Add(request);
        }

        Reply reply = await _script(request);
        await stream.WriteAsync(reply.Bytes, stop);
        if (reply.Write is { } write)
        {
            await write(stream, stop);
        }

        if (reply.ThenHang)
        {
            // Until the client hangs up.
            _ = await stream.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, stop);
        }

        if (reply.ThenReset)
        {
            client.Client.LingerState = new LingerOption(true, 0);
        }

        return reply.ThenKeep;
    }

    private static async Task<string> ReadAsync(Stream stream, CancellationToken stop)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[64 * 1024];
        while (true)
        {
            int read = await stream.ReadAsync(buffer, stop);
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
