using System.IO.Compression;
using System.Net;
using System.Text;

namespace HelpLightning.Client.Tests;

/// <summary>Answers that break off, stall, are too large, or are packed in ways that do not hold. None may leave a connection behind.</summary>
public sealed class ReplyFaultTests
{
    private const string JsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: app")]
    [InlineData(JsonHead + "Content-Length: 100\r\n\r\n{\"id\":")]
    [InlineData(JsonHead + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n")]
    public async Task A_reset_ends_after_the_retries_and_leaves_no_connection(string sent)
    {
        await using ScriptedServer server = new(Reply.Raw(sent, thenReset: true));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.BrokenOff, e.Reason);
        Assert.Equal(4, e.Attempts);
        Assert.Equal("GET /api/v1r1/enterprise/users/1", e.RequestLine);
        if (sent.Length > 0)
        {
            // Without a byte of an answer the platform's handler sends a request without a body again by itself.
            Assert.Equal(4, server.Seen().Length);
        }

        await server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: app")]
    [InlineData(JsonHead + "Content-Length: 100\r\n\r\n{\"id\":")]
    [InlineData(JsonHead + "Content-Length: 100000\r\n\r\n{\"id\":")]
    [InlineData(JsonHead + "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"id\"\r\n")]
    public async Task Each_attempt_that_stalls_ends_at_its_limit_and_the_next_may_succeed(string sent)
    {
        await using ScriptedServer server = new(Reply.Raw(sent, thenHang: true), Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);

        // On a busy machine an answered attempt may be too slow for the limit as well: then a later one is not.
        (options.AttemptTimeout, options.MaxRetries) = (TimeSpan.FromSeconds(1), 10);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.InRange(server.Seen().Length, 2, 11);
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task A_body_that_drips_ends_at_the_limit_of_the_whole_call()
    {
        await using ScriptedServer server = new(new Reply(
            Encoding.ASCII.GetBytes(JsonHead + "Content-Length: 1000000\r\n\r\n"),
            Write: static async (stream, stop) =>
            {
                while (true)
                {
                    await stream.WriteAsync(" "u8.ToArray(), stop);
                    await Task.Delay(20, stop);
                }
            }));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.Timeout = TimeSpan.FromMilliseconds(400);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.True(e.IsTimeout);
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task Right_JSON_under_a_wrong_content_type_is_read()
    {
        await using ScriptedServer server = new(Reply.Of(200, """{"id":8}""", "Content-Type: text/html; charset=ebcdic\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(8, (await client.Users.GetAsync(8, Cancellation)).Id);
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task A_gigabyte_announced_is_not_fetched()
    {
        await using ScriptedServer server = new(Reply.Raw(JsonHead + "Content-Length: 1073741824\r\n\r\n{", thenHang: true));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("64 MiB", e.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen());
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task A_gigabyte_in_chunks_is_given_up_at_the_cap()
    {
        long sent = 0;
        await using ScriptedServer server = new(new Reply(
            Encoding.ASCII.GetBytes(JsonHead + "Transfer-Encoding: chunked\r\n\r\n"),
            Write: async (stream, stop) =>
            {
                byte[] chunk = [.. "100000\r\n"u8, .. Enumerable.Repeat((byte)' ', 0x100000), .. "\r\n"u8];
                for (; sent < 1L << 30; sent += 0x100000)
                {
                    await stream.WriteAsync(chunk, stop);
                }
            }));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("64 MiB", e.Message, StringComparison.Ordinal);
        await server.NoConnectionIsLeftAsync();
        Assert.InRange(sent, 1 << 26, 1 << 27);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task A_packed_answer_is_read(string coding)
    {
        await using ScriptedServer server = new(Packed("""{"id":7,"name":"Ann"}"""u8.ToArray(), coding));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal("Ann", (await client.Users.GetAsync(7, Cancellation)).Name);
        await server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    public async Task An_answer_that_does_not_unpack_is_malformed(string coding)
    {
        await using ScriptedServer server = new(Reply.Bytes200("this was never packed at all, whatever the header says"u8.ToArray(), $"Content-Encoding: {coding}\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("does not unpack", e.Message, StringComparison.Ordinal);
        Assert.Equal("GET /api/v1r1/enterprise/users/1", e.RequestLine);
        await server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    public async Task What_a_small_packed_answer_may_grow_to_is_capped(string coding)
    {
        Reply bomb = Packed(new byte[80 * 1024 * 1024], coding);
        Assert.True(bomb.Bytes.Length < 1024 * 1024);
        await using ScriptedServer server = new(bomb);
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Contains("64 MiB", e.Message, StringComparison.Ordinal);
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task The_answer_to_HEAD_has_a_length_and_no_body()
    {
        await using ScriptedServer server = new(
            Reply.Raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1234\r\n\r\n"),
            Reply.Raw("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1073741824\r\n\r\n"));
        using HelpLightningClient client = TestClient.For(server);
        foreach (long length in new[] { 1234, 1073741824L })
        {
            HelpLightningResponse response = await client.SendAsync(HttpMethod.Head, "/v1/info", cancellationToken: Cancellation);
            Assert.Equal(HttpStatusCode.OK, response.Status);
            Assert.Equal(length, response.ContentHeaders.ContentLength);
            Assert.True(response.Body.IsEmpty);
        }
    }

    [Fact]
    public async Task A_hundred_calls_one_after_the_other_use_one_connection()
    {
        await using ScriptedServer server = new(Reply.Kept("""{"id":1}"""));
        using (HelpLightningClient client = TestClient.For(server))
        {
            for (int i = 0; i < 100; i++)
            {
                await client.Users.GetAsync(1, Cancellation);
            }
        }

        Assert.Equal(1, server.Accepted);
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task Errors_hand_their_connection_back_to_the_pool()
    {
        await using ScriptedServer server = new(Reply.Kept("""{"code":402}""", 400), Reply.Kept("<html>", 200), Reply.Kept("{}", 404), Reply.Kept("""{"id":1}"""));
        using HelpLightningClient client = TestClient.For(server);
        await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => client.Users.GetAsync(1, Cancellation));
        await Assert.ThrowsAsync<HelpLightningNotFoundException>(() => client.Users.GetAsync(1, Cancellation));
        await client.Users.GetAsync(1, Cancellation);
        Assert.Equal(1, server.Accepted);
    }

    private static Reply Packed(byte[] body, string coding)
    {
        using MemoryStream packed = new();
        using (Stream packer = coding switch
        {
            "gzip" => new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true),
        })
        {
            packer.Write(body);
        }

        return Reply.Bytes200(packed.ToArray(), $"Content-Encoding: {coding}\r\n");
    }
}
