using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>What is sent again, how often and after how long. Waits are on a clock of the test's.</summary>
public sealed class RetryTests
{
    private static readonly DateTimeOffset Start = new(2026, 5, 4, 3, 2, 1, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_wait_is_as_long_as_the_server_says_in_seconds(int status) =>
        await WaitsExactlyAsync(status, "Retry-After: 20\r\n", TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    [InlineData(-3600)]
    public async Task The_wait_until_a_date_is_judged_by_the_servers_own_clock(int serverIsAhead)
    {
        DateTimeOffset server = Start.AddSeconds(serverIsAhead);
        await WaitsExactlyAsync(429, $"Date: {Http(server)}\r\nRetry-After: {Http(server.AddSeconds(20))}\r\n", TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_date_from_a_server_that_does_not_tell_its_time_is_judged_by_ours() =>
        await WaitsExactlyAsync(429, $"Retry-After: {Http(Start.AddSeconds(20))}\r\n", TimeSpan.FromSeconds(20));

    [Theory]
    [InlineData("0")]
    [InlineData("1.5")]
    [InlineData("the past")]
    public async Task A_server_that_asks_for_less_than_the_usual_wait_gets_the_usual_wait(string asked)
    {
        string value = asked == "the past" ? Http(Start.AddSeconds(-5)) : asked;
        await WaitsExactlyAsync(429, $"Date: {Http(Start)}\r\nRetry-After: {value}\r\n", TimeSpan.FromSeconds(2), retryDelay: TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task All_tries_at_a_server_that_says_at_once_take_as_long_as_the_doubled_waits()
    {
        FakeTimeProvider clock = new(Start);
        LogRecorder log = new();
        await using ScriptedServer server = new(Reply.Json("{}", 503, "Retry-After: 0\r\n"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.TimeProvider, options.RetryDelay, options.Timeout) = (clock, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10));
        using HelpLightningClient client = HelpLightningClient.Create(options, log);
        Task<User> call = client.Users.GetAsync(1, Cancellation);
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(250));
                return call.IsCompleted;
            },
            "the call never ended");
        await Assert.ThrowsAsync<HelpLightningApiException>(() => call);
        Assert.Equal(["in 1 s", "in 2 s", "in 4 s"], log.Lines.Where(line => line.Id == 1).Select(line => line.Text[(line.Text.IndexOf("again in ", StringComparison.Ordinal) + 6)..].Split(" after")[0]));
    }

    [Theory]
    [InlineData("1.5", 1.5)]
    [InlineData("0.25", 0.25)]
    [InlineData("20", 20.0)]
    [InlineData("20, 3", null)]
    [InlineData("3000000000", 315_360_000.0)]
    [InlineData("99999999999999999999999999999999999999999999", 315_360_000.0)]
    [InlineData("-5", null)]
    [InlineData("soon", null)]
    [InlineData("1e3", null)]
    [InlineData("", null)]
    public async Task What_the_server_asks_for_is_read_as_what_it_is(string value, double? seconds)
    {
        await using ScriptedServer server = new(Reply.Json("{}", 429, $"Retry-After: {value}\r\n"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.MaxRetries = 0;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningRateLimitedException e = await Assert.ThrowsAsync<HelpLightningRateLimitedException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(seconds, e.RetryAfter?.TotalSeconds);
    }

    [Fact]
    public async Task Of_two_waits_the_longer_suits_both_who_asked()
    {
        await using ScriptedServer server = new(Reply.Json("{}", 429, "Retry-After: 3\r\nRetry-After: 7\r\n"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.MaxRetries = 0;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        Assert.Equal(7, (await Assert.ThrowsAsync<HelpLightningRateLimitedException>(() => client.Users.GetAsync(1, Cancellation))).RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task A_wait_longer_than_we_are_willing_to_take_is_told_instead(int status)
    {
        await using ScriptedServer server = new(Reply.Json("{}", status, "Retry-After: 31\r\n"), Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.Timeout = TimeSpan.FromMinutes(5);
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningApiException e = await Assert.ThrowsAnyAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Single(server.Seen());
        Assert.Contains("in 31 s", e.Message, StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromSeconds(31), e.RetryAfter);
    }

    [Fact]
    public async Task A_wait_longer_than_the_call_may_take_is_not_begun()
    {
        await using ScriptedServer server = new(Reply.Json("{}", 429, "Retry-After: 125\r\n"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.Timeout, options.MaxRetryDelay) = (TimeSpan.FromSeconds(120), TimeSpan.FromMinutes(10));
        using HelpLightningClient client = HelpLightningClient.Create(options);
        await Assert.ThrowsAsync<HelpLightningRateLimitedException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Single(server.Seen());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    [InlineData(408)]
    [InlineData(429)]
    public async Task A_storm_that_passes_is_not_noticed(int status)
    {
        await using ScriptedServer server = new(request => request.Number < 3 ? Reply.Of(status, "busy") : Reply.Json("""{"id":1}"""));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        string[] tokens = [.. server.Seen().Select(request => Assert.Single(request.Headers("Authorization")))];
        Assert.Equal(4, tokens.Length);
        Assert.All(tokens, token => Assert.True(TestClient.Verifier.Verify(token).IsValid));
        await server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(10)]
    public async Task A_storm_that_does_not_pass_ends_after_so_many_retries_as_set(int retries)
    {
        await using ScriptedServer server = new(Reply.Of(503, "busy"));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.MaxRetries, options.MaxRetryDelay) = (retries, TimeSpan.FromMilliseconds(5));
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, e.Status);
        Assert.Equal(retries + 1, e.Attempts);
        Assert.Equal(retries + 1, server.Seen().Length);
    }

    [Theory]
    [InlineData(501)]
    [InlineData(505)]
    [InlineData(404)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task What_will_be_the_same_next_time_is_not_sent_again(int status)
    {
        await using ScriptedServer server = new(Reply.Of(status, "no"));
        using HelpLightningClient client = TestClient.For(server);
        await Assert.ThrowsAnyAsync<HelpLightningApiException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Single(server.Seen());
    }

    public static TheoryData<string> Broken => new("HTTP/1.1 503 X\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{");

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_POST_that_changes_something_is_sent_once(string answer)
    {
        await using ScriptedServer server = new(Reply.Raw(answer, thenReset: true));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningException e = await Assert.ThrowsAnyAsync<HelpLightningException>(
            () => client.Users.InviteAsync(new UserInvitation { Name = "Ann", Email = "ann@example.com" }, Cancellation));
        Assert.Equal(1, e.Attempts);
        Assert.Single(server.Seen());
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    public async Task Not_even_the_platform_sends_a_change_without_a_body_again(string method)
    {
        await using ScriptedServer server = new(Reply.Raw("", thenReset: true));
        using HelpLightningClient client = TestClient.For(server);
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.SendAsync(new HttpMethod(method), "/v1r1/workbox/close", cancellationToken: Cancellation));
        Assert.Single(server.Seen());
    }

    [Fact]
    public async Task A_POST_on_a_connection_that_the_server_ends_is_sent_once_too()
    {
        await using ScriptedServer server = new(Reply.Kept("""{"id":1}"""), Reply.Raw(""), Reply.Kept("""{"id":2}"""));
        using HelpLightningClient client = TestClient.For(server);
        await client.Users.GetAsync(1, Cancellation);
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.InviteAsync(new UserInvitation { Name = "Ann", Email = "ann@example.com" }, Cancellation));
        Assert.Equal(2, server.Seen().Length);
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_POST_whose_token_is_refused_is_sent_once_more_with_its_body()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1003}""", 400), Reply.Json("""{"id":9}"""));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(9, (await client.Users.InviteAsync(new UserInvitation { Name = "Ann", Email = "ann@example.com" }, Cancellation)).Id);
        WireRequest[] requests = server.Seen();
        Assert.Equal(2, requests.Length);
        Assert.Equal("""{"name":"Ann","email":"ann@example.com"}""", requests[0].Body);
        Assert.Equal(requests[0].Body, requests[1].Body);
        Assert.All(requests, request => Assert.Equal("application/json", Assert.Single(request.Headers("Content-Type"))));
    }

    [Fact]
    public async Task A_body_too_large_to_keep_is_sent_once_even_when_the_token_is_refused()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1003}""", 400));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningResponse response = await client.SendAsync(
            HttpMethod.Put, "/v1/info", new StringContent(new string('x', (1024 * 1024) + 1), Encoding.UTF8, "text/plain"), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, response.Status);
        Assert.Single(server.Seen());
    }

    private static async Task WaitsExactlyAsync(int status, string headers, TimeSpan wait, TimeSpan? retryDelay = null)
    {
        FakeTimeProvider clock = new(Start);
        LogRecorder log = new();
        await using ScriptedServer server = new(Reply.Json("{}", status, headers), Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.TimeProvider, options.Timeout, options.RetryDelay) = (clock, TimeSpan.FromMinutes(10), retryDelay ?? options.RetryDelay);
        using HelpLightningClient client = HelpLightningClient.Create(options, log);
        Task<User> call = client.Users.GetAsync(1, Cancellation);

        // The wait is logged just before it begins; it has begun when the clock moves it.
        await Eventually.HoldsAsync(() => log.Count(1) == 1, "no retry was announced");
        Assert.Contains($"in {wait.TotalSeconds} s", log.Lines.Single(line => line.Id == 1).Text, StringComparison.Ordinal);
        clock.Advance(wait - TimeSpan.FromSeconds(1));
        Assert.Single(server.Seen());
        await Eventually.HoldsAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                return call.IsCompleted;
            },
            "the retry never came");
        Assert.Equal(1, (await call).Id);
    }

    private static string Http(DateTimeOffset time) => time.ToString("R", CultureInfo.InvariantCulture);
}
