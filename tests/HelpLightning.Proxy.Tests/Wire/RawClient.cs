using System.Net.Sockets;
using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>Sends bytes as they are, and reads what comes back.</summary>
internal static class RawClient
{
    /// <summary>One request on a connection of its own; null when the connection was closed without an answer.</summary>
    public static async Task<WireMessage?> SendAsync(int port, string request, CancellationToken cancellationToken) =>
        await SendAsync(port, Encoding.Latin1.GetBytes(request), request.StartsWith("HEAD ", StringComparison.Ordinal), cancellationToken);

    public static async Task<WireMessage?> SendAsync(int port, byte[] request, bool isHead, CancellationToken cancellationToken)
    {
        using TcpClient client = new();
        await client.ConnectAsync("127.0.0.1", port, cancellationToken);
        NetworkStream stream = client.GetStream();
        try
        {
            await stream.WriteAsync(request, cancellationToken);
            BufferedSocket reader = new(stream);
            WireMessage? answer = await WireMessage.ReadAsync(reader, !isHead, onHead: null, cancellationToken);
            while (answer is { Status: 100 })
            {
                answer = await WireMessage.ReadAsync(reader, !isHead, onHead: null, cancellationToken);
            }

            return answer;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
