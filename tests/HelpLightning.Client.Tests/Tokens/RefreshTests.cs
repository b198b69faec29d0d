using System.Text.Json;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Refresh tokens rotate: one that was used is spent, and a new one that is lost signs the person out.</summary>
public sealed class RefreshTests
{
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private readonly List<string> _sent = [];
    private readonly List<string?> _told = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private UserTokens Expired => new(new AccessToken(Jwt.Until(_clock.GetUtcNow().AddMinutes(-1))), "refresh-0");

    [Fact]
    public async Task A_hundred_callers_cause_one_refresh_and_no_refresh_token_is_sent_twice()
    {
        await using ScriptedServer server = new(Answer);
        using HelpLightningClient client = ClientOf(server);
        UserClient user = client.AsUser(Expired, pair => _told.Add(pair.RefreshToken));
        for (int round = 1; round <= 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => user.Me.GetAsync(Cancellation)));
            Assert.Equal(round, _sent.Count);
            _clock.Advance(TimeSpan.FromMinutes(11));
        }

        Assert.Equal(["refresh-0", "refresh-1", "refresh-2"], _sent);
        Assert.Equal(["refresh-1", "refresh-2", "refresh-3"], _told);
        Assert.All(server.Seen().Where(IsRefresh), request => Assert.Empty(request.Headers("Authorization")));
    }

    [Fact]
    public async Task A_refused_access_token_is_refreshed_once()
    {
        string good = Jwt.Until(_clock.GetUtcNow().AddDays(1));
        await using ScriptedServer server = new(request => !IsRefresh(request) && request.Headers("Authorization")[0] == good
            ? Reply.Of(401, "Token expired")
            : Answer(request));
        using HelpLightningClient client = ClientOf(server);
        UserClient user = client.AsUser(new UserTokens(new AccessToken(good), "refresh-0"));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => user.Me.GetAsync(Cancellation)));
        Assert.Equal(["refresh-0"], _sent);
    }

    [Fact]
    public async Task A_caller_who_gives_up_leaves_at_once_and_the_new_pair_to_the_next()
    {
        TaskCompletionSource gate = new();
        await using ScriptedServer server = new(async request =>
        {
            if (IsRefresh(request))
            {
                await gate.Task;
            }

            return Answer(request);
        });
        using HelpLightningClient client = ClientOf(server);
        UserClient user = client.AsUser(Expired, pair => _told.Add(pair.RefreshToken));
        using CancellationTokenSource impatient = new();
        Task<User> given = user.Me.GetAsync(impatient.Token);
        await Eventually.HoldsAsync(() => server.Seen().Length == 1, "no refresh was sent");
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Eventually.Patience, Cancellation));

        Task<User> next = user.Me.GetAsync(Cancellation);
        gate.SetResult();
        Assert.Equal(1, (await next).Id);
        Assert.Equal(["refresh-0"], _sent);
        Assert.Equal(["refresh-1"], _told);
    }

    [Fact]
    public async Task A_refresh_that_is_refused_is_an_authentication_error_and_nothing_is_sent_as_the_person()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1042}""", 401));
        using HelpLightningClient client = ClientOf(server);
        HelpLightningAuthenticationException e = await Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => client.AsUser(Expired).Me.GetAsync(Cancellation));
        Assert.Equal("POST /api/v1/auth/refresh", e.RequestLine);
        Assert.True(IsRefresh(Assert.Single(server.Seen())));
    }

    [Fact]
    public async Task A_refresh_token_that_was_refused_is_not_sent_again()
    {
        await using ScriptedServer server = new(Reply.Json("""{"code":1042}""", 401));
        using HelpLightningClient client = ClientOf(server);
        UserClient user = client.AsUser(Expired);
        for (int round = 1; round <= 3; round++)
        {
            await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Assert.ThrowsAsync<HelpLightningAuthenticationException>(() => user.Me.GetAsync(Cancellation))));
        }

        Assert.True(IsRefresh(Assert.Single(server.Seen())));
    }

    [Fact]
    public async Task A_refresh_whose_answer_was_lost_is_not_repeated_by_itself()
    {
        await using ScriptedServer server = new(Reply.Raw("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{", thenReset: true));
        using HelpLightningClient client = ClientOf(server);
        await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.AsUser(Expired).Me.GetAsync(Cancellation));
        Assert.Single(server.Seen());
    }

    private static bool IsRefresh(WireRequest request) => request.Target == "/api/v1/auth/refresh";

    private HelpLightningClient ClientOf(ScriptedServer server)
    {
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.TimeProvider = _clock;
        return HelpLightningClient.Create(options);
    }

    private Reply Answer(WireRequest request)
    {
        if (!IsRefresh(request))
        {
            return Reply.Json("""{"id":1}""");
        }

        lock (_sent)
        {
            using JsonDocument body = JsonDocument.Parse(request.Body);
            _sent.Add(body.RootElement.GetProperty("refresh_token").GetString()!);
            return Reply.Json($$"""{"token":"{{Jwt.Until(_clock.GetUtcNow().AddMinutes(10))}}","refresh":"refresh-{{_sent.Count}}"}""");
        }
    }
}
