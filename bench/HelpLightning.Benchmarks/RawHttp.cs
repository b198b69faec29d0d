using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Benchmarks;

/// <summary>
/// A client that costs next to nothing, so that what is measured is the server: one kept connection, the request's bytes
/// ready, the answer's length read and its body passed over.
/// </summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[1024 * 1024];

    public RawHttp(Uri address) => _socket.Connect(IPAddress.Loopback, address.Port);

    /// <summary>The bytes of a GET.</summary>
    public static byte[] Request(Uri address, string path, string apiKey, string token) => Encoding.ASCII.GetBytes(
        $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{address.Port}\r\nx-helplightning-api-key: {apiKey}\r\nAuthorization: {token}\r\n\r\n");

    /// <summary>The bytes of a POST with a JSON body.</summary>
    public static byte[] Post(Uri address, string path, string apiKey, string token, string json) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{address.Port}\r\nx-helplightning-api-key: {apiKey}\r\nAuthorization: {token}\r\n"
        + $"Content-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}");

    /// <summary>Sends and receives; returns the body, good until the next call.</summary>
    public ReadOnlySpan<byte> Send(byte[] request)
    {
        _socket.Send(request);
        int received = 0;
        while (true)
        {
            int read = _socket.Receive(_buffer, received, _buffer.Length - received, SocketFlags.None);
            received += read > 0 ? read : throw new InvalidOperationException("The server closed the connection.");
            ReadOnlySpan<byte> answer = _buffer.AsSpan(0, received);
            int end = answer.IndexOf("\r\n\r\n"u8);
            if (end < 0)
            {
                continue;
            }

            if (!answer.StartsWith("HTTP/1.1 200"u8))
            {
                throw new InvalidOperationException(Encoding.UTF8.GetString(answer));
            }

            int at = answer.IndexOf("Content-Length: "u8) + "Content-Length: ".Length;
            int length = int.Parse(answer[at..(at + answer[at..].IndexOf((byte)'\r'))], CultureInfo.InvariantCulture);
            if (received >= end + 4 + length)
            {
                return answer.Slice(end + 4, length);
            }
        }
    }

    /// <summary>Requests a second over several connections.</summary>
    public static double Rate(Uri address, byte[] request, int connections, TimeSpan time)
    {
        long deadline = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        long total = 0;
        Thread[] threads = [.. Enumerable.Range(0, connections).Select(_ => new Thread(() =>
        {
            using RawHttp http = new(address);
            long count = 0;
            while (Stopwatch.GetTimestamp() < deadline)
            {
                http.Send(request);
                count++;
            }

            Interlocked.Add(ref total, count);
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        return total / time.TotalSeconds;
    }

    public void Dispose() => _socket.Dispose();
}
