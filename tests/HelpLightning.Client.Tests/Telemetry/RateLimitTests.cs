namespace HelpLightning.Client.Tests;

public sealed class RateLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_fifty_callers_on_many_threads_only_as_many_get_through_as_the_rate_allows()
    {
        await using ScriptedServer server = new(Reply.Json("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.RequestsPerSecond, options.Timeout) = (0.001, TimeSpan.FromHours(1));
        using HelpLightningClient client = HelpLightningClient.Create(options);
        using CancellationTokenSource source = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<User>[] calls = [.. Enumerable.Range(0, 50).Select(_ => Task.Run(() => client.Users.GetAsync(1, source.Token), Cancellation))];
        Assert.Equal(1, (await await Task.WhenAny(calls)).Id);
        Assert.Single(server.Seen());
        await source.CancelAsync();
        int cancelled = 0;
        foreach (Task<User> call in calls.Where(call => !call.IsCompletedSuccessfully))
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
            cancelled++;
        }

        Assert.Equal(49, cancelled);
        Assert.Single(server.Seen());
    }

    [Fact]
    public async Task Everybody_gets_a_turn()
    {
        await using ScriptedServer server = new(Reply.Kept("""{"id":1}"""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        options.RequestsPerSecond = 500;
        using HelpLightningClient client = HelpLightningClient.Create(options);
        User[] users = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => client.Users.GetAsync(1, Cancellation)));
        Assert.All(users, user => Assert.Equal(1, user.Id));
        Assert.Equal(200, server.Seen().Length);
    }

    [Fact]
    public async Task Retries_and_replaced_tokens_count_too()
    {
        await using ScriptedServer server = new(Reply.Of(503, ""));
        HelpLightningOptions options = TestClient.Options(server.Address);
        (options.RequestsPerSecond, options.Timeout) = (0.001, TimeSpan.FromSeconds(2));
        using HelpLightningClient client = HelpLightningClient.Create(options);
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.True(e.IsTimeout);

        // None when the machine is so busy that the time is over before the first one comes.
        Assert.InRange(server.Seen().Length, 0, 1);
    }
}
