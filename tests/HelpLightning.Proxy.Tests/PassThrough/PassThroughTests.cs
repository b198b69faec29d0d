using System.Text;

namespace HelpLightning.Proxy.Tests;

/// <summary>
/// What is sent straight to an upstream and what comes there by way of the proxy is the same, but for the two headers and what docs/proxy.md
/// lists: names of headers may be written in other capitals and stand in another order, and lines of one name are joined.
/// </summary>
public sealed class PassThroughTests
{
    /// <summary>What the proxy puts on, and what its own connection to the upstream has to itself.</summary>
    private static readonly HashSet<string> OfTheHop = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Connection", "Transfer-Encoding", "Content-Length", "Authorization", "x-helplightning-api-key",
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_hundred_hard_requests_come_through_as_they_are()
    {
        await using Upstream upstream = new();
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        List<string> differences = [];
        Assert.True(HardRequests.All.Count >= 200, $"{HardRequests.All.Count}");
        foreach ((string name, byte[] request) in HardRequests.All)
        {
            bool isHead = request.AsSpan().StartsWith("HEAD "u8);
            WireMessage direct = await SeenAsync(upstream, upstream.Port, request, isHead);
            string seenBefore = $"{upstream.Seen.Length}";
            WireMessage? answer = await RawClient.SendAsync(proxy.Port, WithHost(request, proxy.Port), isHead, Cancellation);
            if (answer is not { Status: 200 } || $"{upstream.Seen.Length}" == seenBefore)
            {
                differences.Add($"{name}: answered with {answer?.FirstLine} {answer?.Text}");
                continue;
            }

            WireMessage through = upstream.Last;
            Compare(name, direct, through, differences);
            Assert.Equal(ProxyServer.ApiKey, through.One("x-helplightning-api-key"));
            Assert.Equal(3, through.One("Authorization")!.Split('.').Length);
        }

        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    private static async Task<WireMessage> SeenAsync(Upstream upstream, int port, byte[] request, bool isHead)
    {
        int before = upstream.Seen.Length;
        Assert.NotNull(await RawClient.SendAsync(port, WithHost(request, port), isHead, Cancellation));
        Assert.Equal(before + 1, upstream.Seen.Length);
        return upstream.Last;
    }

    private static byte[] WithHost(byte[] request, int port)
    {
        int at = request.AsSpan().IndexOf("HOST"u8);
        return [.. request[..at], .. Encoding.ASCII.GetBytes($"127.0.0.1:{port}"), .. request[(at + 4)..]];
    }

    private static void Compare(string name, WireMessage direct, WireMessage through, List<string> differences)
    {
        if (direct.FirstLine != through.FirstLine)
        {
            differences.Add($"{name}: '{direct.FirstLine}' became '{through.FirstLine}'");
        }

        if (!direct.Body.AsSpan().SequenceEqual(through.Body))
        {
            differences.Add($"{name}: the body of {direct.Body.Length} became one of {through.Body.Length}");
        }

        string[] sent = Lines(direct);
        string[] came = Lines(through);
        if (!sent.SequenceEqual(came))
        {
            differences.Add($"{name}: headers [{string.Join(" | ", sent.Except(came))}] became [{string.Join(" | ", came.Except(sent))}]");
        }

        string? Length(WireMessage message) => message.One("Content-Length");
        if (direct.One("Transfer-Encoding") is null && Length(direct) != Length(through) && (Length(direct) ?? "0") != (Length(through) ?? "0"))
        {
            differences.Add($"{name}: length {Length(direct)} became {Length(through)}");
        }
    }

    private static string[] Lines(WireMessage message) =>
    [
        .. message.Headers
            .Where(h => !OfTheHop.Contains(h.Name))
            .GroupBy(h => h.Name.ToUpperInvariant())
            .Select(g => $"{g.Key}: {string.Join(g.Key == "COOKIE" ? "; " : ", ", g.Select(h => h.Value))}")
            .Order(StringComparer.Ordinal),
    ];
}
