using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using HelpLightning.Tests;

namespace HelpLightning.Proxy.Tests;

/// <summary>Answers come back as they were given, and bodies flow while they come, in both directions.</summary>
public sealed class AnswerTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string, string> Answers => new()
    {
        { "200 OK", "{}", "Content-Type: application/json; charset=utf-8; x=\"y\"\r\n" },
        { "200 Fine By Me", "x", "" },
        { "201 Created", "", "Location: /api/v1/x?y=%2F\r\n" },
        { "302 Found", "", "Location: https://elsewhere.example/x\r\n" },
        { "307 Temporary Redirect", "", "Location: /api/../y\r\n" },
        { "400 Bad Request", "{\"code\":402}", "" },
        { "404 Not Found", "<h1>no</h1>", "Content-Type: text/html\r\n" },
        { "418 I'm a teapot", "short", "" },
        { "429 Too Many Requests", "", "Retry-After: 1.5\r\n" },
        { "500 Internal Server Error", "<html>", "X-Latin: caf\u00e9\r\n" },
        { "503 Service Unavailable", "", "Retry-After: Mon, 04 May 2026 03:02:01 GMT\r\n" },
        { "599 X", "x", "" },
        { "200 OK", "x", "Set-Cookie: a=b; Path=/\r\nSet-Cookie: c=d, e\r\nX-Empty: \r\n" },
        { "200 OK", "x", "ETag: W/\"a\"\r\nLast-Modified: never\r\nExpires: 0\r\nCache-Control: no-cache, x=\"y\"\r\nVary: *\r\nServer: Ghazal/1\r\n" },
        { "206 Partial Content", "abc", "Content-Range: bytes 0-2/9\r\nAccept-Ranges: bytes\r\n" },
        { "416 Range Not Satisfiable", "", "Content-Range: bytes */9\r\n" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task An_answer_comes_back_as_it_was_given(string status, string body, string headers)
    {
        await using Upstream upstream = new(_ => Upstream.Answer(status, body, headers + "Date: Mon, 04 May 2026 03:02:01 GMT\r\n"));
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        WireMessage direct = (await RawClient.SendAsync(upstream.Port, Get("/api/x"), Cancellation))!;
        WireMessage through = (await RawClient.SendAsync(proxy.Port, Get("/api/x"), Cancellation))!;
        Assert.Equal(direct.FirstLine, through.FirstLine);
        Assert.Equal(direct.Body, through.Body);
        Assert.Equal(Lines(direct), Lines(through).Where(line => !line.StartsWith("PROXY-STATUS", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_is_packed_stays_packed()
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write("{\"a\":1}"u8);
        }

        await using Upstream upstream = new(_ =>
            [.. Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {packed.Length}\r\n\r\n"), .. packed.ToArray()]);
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        WireMessage answer = (await RawClient.SendAsync(proxy.Port, Get("/api/x", "Accept-Encoding: gzip"), Cancellation))!;
        Assert.Equal(packed.ToArray(), answer.Body);
        Assert.Equal("gzip", answer.One("Content-Encoding"));
        Assert.Equal("gzip", upstream.Last.One("Accept-Encoding"));

        await RawClient.SendAsync(proxy.Port, Get("/api/x"), Cancellation);
        Assert.Null(upstream.Last.One("Accept-Encoding"));
    }

    [Fact]
    public async Task The_beginning_of_an_answer_arrives_while_its_end_is_not_made_yet()
    {
        TaskCompletionSource goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Upstream upstream = new(_ => Encoding.ASCII.GetBytes("4\r\nlast\r\n0\r\n\r\n"))
        {
            OnHead = async (_, stream) =>
            {
                await stream.WriteAsync("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n"u8.ToArray(), Cancellation);
                await goOn.Task;
            },
        };
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        using HttpClient http = new() { BaseAddress = proxy.Address };
        using HttpResponseMessage answer = await http.GetAsync(new Uri("/api/x", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Cancellation);
        Stream body = await answer.Content.ReadAsStreamAsync(Cancellation);
        byte[] first = new byte[5];
        await body.ReadExactlyAsync(first, Cancellation);
        Assert.Equal("first"u8.ToArray(), first);
        goOn.SetResult();
        using StreamReader rest = new(body);
        Assert.Equal("last", await rest.ReadToEndAsync(Cancellation));
    }

    [Fact]
    public async Task The_beginning_of_a_body_arrives_while_its_end_is_not_sent_yet()
    {
        TaskCompletionSource head = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Upstream upstream = new(request => Upstream.Answer("200 OK", request.Body.Length.ToString(CultureInfo.InvariantCulture)))
        {
            OnHead = (_, _) =>
            {
                head.SetResult();
                return Task.CompletedTask;
            },
        };
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        using HttpClient http = new();
        using SlowContent content = new(async stream =>
        {
            await stream.WriteAsync(new byte[1000], Cancellation);
            await stream.FlushAsync(Cancellation);
            await head.Task;
            await stream.WriteAsync(new byte[500_000], Cancellation);
        });
        using HttpResponseMessage answer = await http.PostAsync(new Uri(proxy.Address, "/api/x"), content, Cancellation);
        Assert.Equal("501000", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Who_asks_before_sending_a_body_is_told_to_go_on_by_the_upstream()
    {
        await using Upstream upstream = new(request => Upstream.Answer("200 OK", request.Text))
        {
            OnHead = (_, stream) => stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), Cancellation).AsTask(),
        };
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        using SocketsHttpHandler handler = new() { Expect100ContinueTimeout = TimeSpan.FromMinutes(5) };
        using HttpClient http = new(handler);
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(proxy.Address, "/api/x")) { Content = new StringContent("hello") };
        request.Headers.ExpectContinue = true;
        using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
        Assert.Equal("hello", await answer.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal("100-continue", upstream.Last.One("Expect"));
    }

    [Fact]
    public async Task Who_hangs_up_ends_the_request_at_the_upstream_too()
    {
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using Upstream upstream = new(_ => [])
        {
            OnHead = async (_, stream) =>
            {
                begun.SetResult();
                try
                {
                    await stream.ReadExactlyAsync(new byte[1], Cancellation);
                }
                catch (IOException)
                {
                    // The end of the stream is what is waited for.
                }

                ended.SetResult();
            },
        };
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        using HttpClient http = new();
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<HttpResponseMessage> call = http.GetAsync(new Uri(proxy.Address, "/api/x"), patience.Token);
        await begun.Task;
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1), Cancellation);
    }

    [Fact]
    public async Task An_answer_that_breaks_off_breaks_off_for_the_caller_too()
    {
        List<ProxyAccess> log = [];
        await using Upstream upstream = new(_ => Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 100\r\nConnection: close\r\n\r\nonly this"));
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address, options => options.AccessLog = log.Add);
        using HttpClient http = new();
        await Assert.ThrowsAsync<HttpRequestException>(() => http.GetStringAsync(new Uri(proxy.Address, "/api/x"), Cancellation));
        await Eventually.HoldsAsync(() => log.Count == 1);
        Assert.Equal((0, "upstream"), (log[0].Status, log[0].AnsweredBy));
    }

    private static string Get(string target, string headers = "") =>
        $"GET {target} HTTP/1.1\r\nHost: localhost\r\n{headers}{(headers.Length > 0 ? "\r\n" : "")}\r\n";

    private static string[] Lines(WireMessage message) =>
        [.. message.Headers.Where(h => h.Name is not "Content-Length" || h.Value != "0").Select(h => $"{h.Name.ToUpperInvariant()}: {h.Value}").Order(StringComparer.Ordinal)];

    private sealed class SlowContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
