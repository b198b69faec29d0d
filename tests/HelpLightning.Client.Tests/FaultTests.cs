using System.Net;
using System.Net.Sockets;

namespace HelpLightning.Client.Tests;

/// <summary>Servers and networks that misbehave, on real sockets.</summary>
public sealed class FaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Connection_refused_says_that_nothing_listens()
    {
        // Taken, so that no other test gets the port, but not listening.
        using Socket reserved = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        reserved.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options($"http://127.0.0.1:{((IPEndPoint)reserved.LocalEndPoint!).Port}"));
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.Refused, e.Reason);
        Assert.Contains("nothing listens there", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_says_so()
    {
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options("https://no-such-host.invalid"));
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("no-such-host.invalid", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: app")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n")]
    [InlineData("SMTP ready\r\n\r\n")]
    public async Task A_connection_that_breaks_off_is_unreachable(string sent)
    {
        await using ScriptedServer server = new(Reply.Raw(sent, thenReset: sent.Length > 0));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("broke off", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"id\":")]
    public async Task A_stalled_answer_ends_at_the_time_limit(string sent)
    {
        await using ScriptedServer server = new(Reply.Raw(sent, thenHang: true));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.Timeout = TimeSpan.FromMilliseconds(300);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.True(e.IsTimeout);
        Assert.Contains("within 0.3 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_callers_cancellation_stays_one()
    {
        using CancellationTokenSource source = new();
        await using ScriptedServer server = new(_ =>
        {
            source.Cancel();
            return Reply.Raw("", thenHang: true);
        });
        using HelpLightningClient client = TestClient.For(server);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Users.GetAsync(1, source.Token));
    }

    [Theory]
    [InlineData("<!doctype html><p>Welcome", "a web page")]
    [InlineData("{\"id\":1", "not the expected JSON")]
    [InlineData("", "nothing")]
    [InlineData("[]", "not the expected JSON")]
    [InlineData("null", "not the expected JSON")]
    [InlineData("{\"id\":\"abc\"}", "not the expected JSON")]
    public async Task A_success_that_is_not_JSON_is_malformed(string body, string says)
    {
        await using ScriptedServer server = new(Reply.Of(200, body, "Content-Type: text/html\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_answer_is_given_up()
    {
        string head = "HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n";
        await using ScriptedServer server = new(Reply.Raw(head + new string(' ', 70 * 1024 * 1024), thenHang: true));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("64 MiB", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_compressed_answer_is_read()
    {
        using MemoryStream compressed = new();
        await using (System.IO.Compression.GZipStream gzip = new(compressed, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
        {
            await gzip.WriteAsync("""{"id":7,"name":"Ann"}"""u8.ToArray(), Cancellation);
        }

        byte[] head = System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\nContent-Length: {compressed.Length}\r\n\r\n");
        await using ScriptedServer server = new(new Reply([.. head, .. compressed.ToArray()]));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal("Ann", (await client.Users.GetAsync(7, Cancellation)).Name);
        Assert.Contains("gzip", Assert.Single(server.Requests[0].Headers("Accept-Encoding")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(404, typeof(HelpLightningNotFoundException))]
    [InlineData(429, typeof(HelpLightningRateLimitedException))]
    [InlineData(400, typeof(HelpLightningApiException))]
    [InlineData(403, typeof(HelpLightningPermissionException))]
    [InlineData(409, typeof(HelpLightningConflictException))]
    [InlineData(503, typeof(HelpLightningApiException))]
    public async Task Each_status_has_its_type(int status, Type type)
    {
        await using ScriptedServer server = new(Reply.Of(status, "<html>oops", "Retry-After: 45\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = (HelpLightningApiException)await Assert.ThrowsAsync(type, () => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(status, (int)e.Status);
        Assert.Null(e.VendorMessage);
        Assert.Equal(TimeSpan.FromSeconds(45), e.RetryAfter);
        if (e is HelpLightningRateLimitedException)
        {
            Assert.Contains("Try again in 45 s", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_vendor_message_is_one_short_line()
    {
        await using ScriptedServer server = new(Reply.Json("{\"code\":402,\"message\":\"a\\r\\nb\\u001b[31m" + new string('c', 5000) + "\"}", 400));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.StartsWith("a  b [31mccc", e.VendorMessage, StringComparison.Ordinal);
        Assert.InRange(e.VendorMessage!.Length, 200, 301);
    }
}
