using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Whatever a call waits for, the caller's cancellation ends it at once, and with the caller's own token.</summary>
public sealed class CancellationTests : IDisposable
{
    private const string JsonHead = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    private readonly CancellationTokenSource _source = new();

    public void Dispose() => _source.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-")]
    [InlineData(JsonHead + "Content-Length: 100\r\n\r\n{")]
    [InlineData(JsonHead + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")]
    public async Task Waiting_for_header_and_body(string sent)
    {
        await using ScriptedServer server = new(Reply.Raw(sent, thenHang: true));
        using HelpLightningClient client = TestClient.For(server);
        Task call = client.Users.GetAsync(1, _source.Token);
        await Eventually.HoldsAsync(() => server.Seen().Length == 1, "nothing was sent");
        await EndsAsync(call);
        await server.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task Before_anything_was_sent()
    {
        await using ScriptedServer server = new(Reply.Json("{}"));
        using HelpLightningClient client = TestClient.For(server);
        await _source.CancelAsync();
        await EndsAsync(client.Users.GetAsync(1, _source.Token));
        Assert.Empty(server.Seen());
    }

    [Fact]
    public async Task Waiting_to_try_again()
    {
        await using ScriptedServer server = new(Reply.Of(503, "", "Retry-After: 15\r\n"));
        LogRecorder log = new();
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using HelpLightningClient client = HelpLightningClient.Create(options, log);
        Task call = client.Users.GetAsync(1, _source.Token);
        await Eventually.HoldsAsync(() => log.Count(1) == 1, "no retry was announced");
        await EndsAsync(call);
        Assert.Single(server.Seen());
    }

    [Fact]
    public async Task Waiting_for_the_rate_limit()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.RequestsPerSecond = 0.001;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        await client.Users.GetAsync(1, TestContext.Current.CancellationToken);
        Task call = client.Users.GetAsync(1, _source.Token);
        Assert.False(call.IsCompleted);
        await EndsAsync(call);
        Assert.Single(server.Seen());
    }

    [Fact]
    public async Task Waiting_for_a_users_token()
    {
        await using ScriptedServer server = new(Reply.Raw("", thenHang: true));
        using HelpLightningClient client = TestClient.For(server);
        Task call = client.AsUser(1).Me.GetAsync(_source.Token);
        await Eventually.HoldsAsync(() => server.Seen().Length == 1, "nothing was sent");
        await EndsAsync(call);
    }

    [Fact]
    public async Task Waiting_for_a_users_token_that_another_caller_is_getting()
    {
        TaskCompletionSource<Reply> answer = new();
        await using ScriptedServer server = new(request => request.Number == 0 ? answer.Task : Task.FromResult(Reply.Json("""{"id":1}""")));
        using HelpLightningClient client = TestClient.For(server);
        Task<User> first = client.AsUser(1).Me.GetAsync(TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync(() => server.Seen().Length == 1, "nothing was sent");
        await EndsAsync(client.AsUser(1).Me.GetAsync(_source.Token));
        answer.SetResult(Reply.Json($$"""{"id":1,"token":"{{Jwt.Until(DateTimeOffset.MaxValue)}}"}"""));
        Assert.Equal(1, (await first).Id);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Waiting_for_the_next_page(bool prefetch)
    {
        await using ScriptedServer server = new(Reply.Json(TestClient.Page(1, 3, 1, 2)), Reply.Raw("", thenHang: true));
        using HelpLightningClient client = TestClient.For(server);
        int rows = 0;
        async Task WalkAsync()
        {
            await foreach (User _ in client.Users.ListAsync(options: new ListOptions { Prefetch = prefetch, PageSize = 2 }).WithCancellation(_source.Token))
            {
                rows++;
            }
        }

        Task walk = WalkAsync();
        await Eventually.HoldsAsync(() => server.Seen().Length == 2, "the second page was not asked for");
        await EndsAsync(walk);
        Assert.Equal(2, rows);
        await server.NoConnectionIsLeftAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc")]
    public async Task Downloading(string sent)
    {
        await using ScriptedServer files = new(Reply.Raw(sent, thenHang: true));
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options("https://api.helplightning.net"));
        using MemoryStream destination = new();
        Task download = client.Attachments.DownloadAsync(new Attachment { SignedUrl = new Uri($"{files.Address}/f?sig=1") }, destination, cancellationToken: _source.Token);
        await Eventually.HoldsAsync(() => files.Seen().Length == 1 && destination.Length == (sent.Length > 0 ? 3 : 0), "nothing came");
        await EndsAsync(download);
        await files.NoConnectionIsLeftAsync();
    }

    [Fact]
    public async Task Waiting_to_go_on_downloading()
    {
        await using ScriptedServer files = new(Reply.Of(503, ""));
        HelpLightningOptions options = TestClient.Options("https://api.helplightning.net");
        (options.RetryDelay, options.TimeProvider) = (TimeSpan.FromSeconds(30), new FakeTimeProvider());
        using HelpLightningClient client = HelpLightningClient.Create(options);
        Task download = client.Attachments.DownloadAsync(new Attachment { SignedUrl = new Uri($"{files.Address}/f") }, Stream.Null, cancellationToken: _source.Token);
        await Eventually.HoldsAsync(() => files.Seen().Length == 1, "nothing came");
        await files.NoConnectionIsLeftAsync();
        await EndsAsync(download);
        Assert.Single(files.Seen());
    }

    [Fact]
    public async Task Waiting_for_a_report()
    {
        await using ScriptedServer server = new(Reply.Json("""{"uuid":"r1"}"""), Reply.Json("""{"uuid":"r1","status":"pending"}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        using HelpLightningClient client = HelpLightningClient.Create(options);
        Task report = client.Reports.RunAsync(ReportFormat.Csv, Stream.Null, cancellationToken: _source.Token);
        await Eventually.HoldsAsync(() => server.Seen().Length == 2, "the report was not looked at");
        await server.NoConnectionIsLeftAsync();
        await EndsAsync(report);
        Assert.Equal(2, server.Seen().Length);
    }

    [Fact]
    public async Task A_time_limit_that_runs_out_at_the_same_places_is_a_timeout_instead()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.RequestsPerSecond, options.Timeout) = (0.001, TimeSpan.FromMilliseconds(300));
        using HelpLightningClient client = HelpLightningClient.Create(options);
        Task<User>[] calls = [.. Enumerable.Range(0, 5).Select(_ => client.Users.GetAsync(1, TestContext.Current.CancellationToken))];
        await Task.WhenAll(calls).ContinueWith(static _ => { }, TaskScheduler.Default);

        // One has the only turn, whether or not it is answered in time.
        HelpLightningUnreachableException[] waited =
            [.. calls.Select(call => call.Exception?.InnerException).OfType<HelpLightningUnreachableException>().Where(e => e.Attempts == 0)];
        Assert.InRange(waited.Length, 4, 5);
        Assert.All(waited, e => Assert.True(e.IsTimeout));
        Assert.InRange(server.Seen().Length, 0, 1);
    }

    private async Task EndsAsync(Task call)
    {
        await _source.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => call.WaitAsync(Eventually.Patience, TestContext.Current.CancellationToken));
        Assert.Equal(_source.Token, e.CancellationToken);
    }
}
