using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>A TCP socket: sees what an HTTP library would hide, such as how a connection ends.</summary>
internal static class RawClient
{
    public static Task<RawAnswer> GetAsync(HelpLightningSandbox sandbox, string target, params string[] headerLines) =>
        SendAsync(
            sandbox.BaseAddress, $"GET {target} HTTP/1.1", [$"Host: {sandbox.BaseAddress.Authority}", "Connection: close", .. headerLines],
            "");

    public static Task<RawAnswer> SendAsync(Uri address, string requestLine, string[] headerLines, string body) =>
        SendAsync(
            address,
            string.Join("\r\n", [requestLine, .. headerLines, $"Content-Length: {Encoding.UTF8.GetByteCount(body)}", "", ""]) + body);

    /// <summary>What is sent is all there is: nothing is added, and the connection stays open until the other end closes it.</summary>
    public static async Task<RawAnswer> SendAsync(Uri address, string request)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using Socket socket = new(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.Host, address.Port, patience.Token);
        await socket.SendAsync(Encoding.UTF8.GetBytes(request), patience.Token);
        using MemoryStream all = new();
        byte[] buffer = new byte[65536];
        bool isReset = false;
        try
        {
            while (await socket.ReceiveAsync(buffer, patience.Token) is > 0 and int length)
            {
                all.Write(buffer, 0, length);
            }
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            isReset = true;
        }

        return RawAnswer.Parse(Encoding.UTF8.GetString(all.ToArray()), isReset);
    }
}

/// <summary>What came over the socket, and whether the connection was reset (RST) rather than ended (FIN).</summary>
internal sealed record RawAnswer(int Status, Dictionary<string, string> Headers, string Body, bool IsReset)
{
    public static RawAnswer Parse(string text, bool isReset)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
        {
            Assert.Empty(text);
            return new RawAnswer(0, [], "", isReset);
        }

        string[] lines = text[..end].Split("\r\n");
        Dictionary<string, string> headers = lines.Skip(1).Select(l => l.Split(": ", 2))
            .ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        return new RawAnswer(
            int.Parse(lines[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture), headers,
            headers.ContainsKey("Transfer-Encoding") ? Dechunk(text[(end + 4)..]) : text[(end + 4)..], isReset);
    }

    private static string Dechunk(string text)
    {
        StringBuilder body = new();
        while (text.IndexOf("\r\n", StringComparison.Ordinal) is > 0 and int end)
        {
            int length = int.Parse(
                text[..end], System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);
            body.Append(text.AsSpan(end + 2, length));
            text = text[(end + 2 + length + 2)..];
        }

        return body.ToString();
    }
}
