using System.Globalization;
using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Proxy.Tests;

/// <summary>What the proxy does for a caller who cannot do it: another token when one is refused, or the plain reason.</summary>
public sealed class RefusedTokenTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("GET", 0, 2)]
    [InlineData("POST", 0, 2)]
    [InlineData("POST", 1, 2)]
    [InlineData("POST", 65_536, 2)]
    [InlineData("POST", 65_537, 1)]
    [InlineData("DELETE", 10, 2)]
    public async Task A_request_whose_token_was_refused_is_sent_once_more_if_its_body_is_known(string method, int length, int sendings)
    {
        await using Upstream upstream = new(_ => Upstream.Answer("401 Unauthorized", "no"));
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        using HttpClient http = new();
        byte[] body = [.. Enumerable.Range(0, length).Select(i => (byte)i)];
        foreach (bool isChunked in new[] { false, true })
        {
            int before = upstream.Seen.Length;
            using HttpRequestMessage request = new(new HttpMethod(method), new Uri(proxy.Address, "/api/x"));
            request.Content = method == "GET" ? null : isChunked ? new Chunked(body) : new ByteArrayContent(body);
            using HttpResponseMessage answer = await http.SendAsync(request, Cancellation);
            Assert.Equal((HttpStatusCode.Unauthorized, "no"), (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancellation)));
            WireMessage[] seen = upstream.Seen[before..];
            Assert.Equal(sendings, seen.Length);
            Assert.All(seen, one => Assert.Equal(body, one.Body));
        }
    }

    [Fact]
    public async Task A_token_in_use_again_that_is_refused_is_replaced_and_the_caller_notices_nothing()
    {
        string? good = null;
        await using Upstream upstream = new(request =>
        {
            string token = request.One("Authorization")!;
            good ??= token;
            return token == good ? Upstream.Answer("401 Unauthorized", "") : Upstream.Answer("200 OK", "{}");
        });
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        SteppingClock clock = new(now);
        await using ProxyServer proxy = await ProxyServer.StartAsync(
            upstream.Address, client: options => (options.TokenReuse, options.TimeProvider) = (TimeSpan.FromSeconds(30), clock));
        using HttpClient http = new();
        Assert.Equal("{}", await http.GetStringAsync(new Uri(proxy.Address, "/api/x"), Cancellation));
        Assert.Equal("{}", await http.GetStringAsync(new Uri(proxy.Address, "/api/x"), Cancellation));
        Assert.Equal(3, upstream.Seen.Length);
        Assert.Single(upstream.Seen[1..].Select(request => request.One("Authorization")).Distinct());
    }

    [Fact]
    public async Task A_key_that_does_not_sign_is_said_so_and_nothing_stale_goes_out()
    {
        FailingKey key = new(ProxyServer.Key);
        await using Upstream upstream = new();
        SteppingClock clock = new(TimeProvider.System.GetUtcNow());
        await using ProxyServer proxy = await ProxyServer.StartAsync(
            upstream.Address,
            client: options => (options.PartnerKey, options.TokenReuse, options.TokenLifetime, options.TimeProvider) = (key, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(60), clock));
        using HttpClient http = new();
        Assert.Equal("{}", await http.GetStringAsync(new Uri(proxy.Address, "/api/x"), Cancellation));
        key.IsBroken = true;
        clock.Add(TimeSpan.FromSeconds(2));
        using HttpResponseMessage answer = await http.GetAsync(new Uri(proxy.Address, "/api/x"), Cancellation);
        string text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("The partner key did not sign, so nothing was sent.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("device is gone", text, StringComparison.Ordinal);
        Assert.Equal("helplightning-proxy; error=proxy_internal_error; details=\"The partner key did not sign, so nothing was sent. The proxy's log says why.\"", answer.Headers.GetValues("Proxy-Status").Single());
        Assert.Single(upstream.Seen);
        key.IsBroken = false;
        Assert.Equal("{}", await http.GetStringAsync(new Uri(proxy.Address, "/api/x"), Cancellation));
    }

    [Theory]
    [InlineData(3600, "3600 s behind")]
    [InlineData(-3600, "3600 s ahead of")]
    [InlineData(5, null)]
    public async Task A_refusal_by_a_server_of_another_time_comes_with_the_remedy(int ahead, string? note)
    {
        await using Upstream upstream = new(_ => Upstream.Answer(
            "401 Unauthorized", "Token expired", $"Date: {TimeProvider.System.GetUtcNow().AddSeconds(ahead).ToString("R", CultureInfo.InvariantCulture)}\r\n"));
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address);
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(proxy.Address, "/api/x"), Cancellation);
        Assert.Equal("Token expired", await answer.Content.ReadAsStringAsync(Cancellation));
        string said = answer.Headers.TryGetValues("Proxy-Status", out IEnumerable<string>? values) ? values.Single() : "";
        if (note is null)
        {
            Assert.Equal("", said);
            return;
        }

        // A second may pass on the way.
        Assert.Contains(note.Split(' ', 3)[2], said, StringComparison.Ordinal);
        Assert.Contains("timedatectl", said, StringComparison.Ordinal);
        Assert.InRange(int.Parse(said.Split("machine is ")[1].Split(' ')[0], CultureInfo.InvariantCulture), 3590, 3610);
    }

    [Fact]
    public async Task An_upstream_that_is_not_there_is_said_so()
    {
        Upstream gone = new();
        Uri address = gone.Address;
        await gone.DisposeAsync();
        await using ProxyServer proxy = await ProxyServer.StartAsync(address);
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(proxy.Address, "/api/x"), Cancellation);
        Assert.Equal(HttpStatusCode.BadGateway, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Contains("error=connection_refused", answer.Headers.GetValues("Proxy-Status").Single(), StringComparison.Ordinal);
        Assert.Contains("Help Lightning takes no connection now. Nothing was sent.", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upstream_that_says_nothing_is_given_up()
    {
        TaskCompletionSource never = new();
        await using Upstream upstream = new() { OnHead = (_, _) => never.Task };
        await using ProxyServer proxy = await ProxyServer.StartAsync(upstream.Address, options => options.ActivityTimeout = TimeSpan.FromSeconds(1));
        using HttpClient http = new();
        using HttpResponseMessage answer = await http.GetAsync(new Uri(proxy.Address, "/api/x"), Cancellation);
        never.SetResult();
        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("Whether it did what was asked is not known.", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }

    private sealed class Chunked(byte[] body) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => stream.WriteAsync(body).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }

    /// <summary>A second later each time it is asked, so that no two tokens are alike.</summary>
    private sealed class SteppingClock(DateTimeOffset begin) : TimeProvider
    {
        private long _asked;
        private TimeSpan _added;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => begin.AddSeconds(Interlocked.Increment(ref _asked)) + _added;

        public override long GetTimestamp() => _added.Ticks;

        public void Add(TimeSpan time) => _added += time;
    }

    private sealed class FailingKey(PartnerKey inner) : PartnerSigningKey
    {
        public bool IsBroken { get; set; }

        public override PartnerPublicKey PublicKey => inner.PublicKey;

        public override ValueTask<ReadOnlyMemory<byte>> SignHashAsync(ReadOnlyMemory<byte> hash, CancellationToken cancellationToken = default) =>
            IsBroken ? throw new InvalidOperationException("device is gone") : inner.SignHashAsync(hash, cancellationToken);
    }
}
