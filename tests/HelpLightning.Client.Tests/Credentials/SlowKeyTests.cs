using System.Diagnostics;
using System.Net;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Client.Tests;

/// <summary>Calls that are signed by a key which answers late, fails, or is gone.</summary>
public sealed class SlowKeyTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ten_thousand_calls_at_once_wait_for_their_signatures_without_a_thread()
    {
        const int Calls = 10_000;
        TaskCompletionSource everybodyWaits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SlowKey key = new(_ => everybodyWaits.Task);
        HelpLightningOptions options = Options(key);
        (options.TokenReuse, options.TimeProvider) = (TimeSpan.Zero, new RestlessClock());
        using HelpLightningClient client = HelpLightningClient.Create(options, primaryHandler: new Answering());
        int threadsBefore = ThreadPool.ThreadCount;
        Task<User>[] calls = [.. Enumerable.Range(0, Calls).Select(_ => client.Users.GetAsync(1, Cancellation))];
        Assert.Equal(Calls, key.Asked);
        Assert.DoesNotContain(calls, call => call.IsCompleted);

        // All of them are under way, and the pool is as free as before: something else is done at once.
        long start = Stopwatch.GetTimestamp();
        await Task.Run(static () => { }, Cancellation);
        Assert.InRange(ThreadPool.ThreadCount, 0, threadsBefore + Environment.ProcessorCount + 2);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 30);
        everybodyWaits.SetResult();
        Assert.All(await Task.WhenAll(calls), user => Assert.Equal(1, user.Id));
    }

    [Fact]
    public async Task A_key_that_is_asked_over_a_network_is_asked_once_for_half_a_tokens_life()
    {
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        SlowKey key = new(_ => Task.CompletedTask);
        HelpLightningOptions options = Options(key);
        options.TimeProvider = clock;
        using HelpLightningClient client = HelpLightningClient.Create(options, primaryHandler: new Answering());
        foreach (int seconds in new[] { 0, 29, 1, 29, 1 })
        {
            clock.Advance(TimeSpan.FromSeconds(seconds));
            await client.Users.GetAsync(1, Cancellation);
        }

        Assert.Equal(3, key.Asked);
    }

    [Fact]
    public async Task A_key_that_fails_is_an_exception_that_names_it_and_nothing_is_sent()
    {
        Answering network = new();
        using HelpLightningClient client = ClientOf(new SlowKey(_ => throw new InvalidOperationException("the HSM is asleep")), network);
        PartnerSigningException e = await Assert.ThrowsAsync<PartnerSigningException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(TestClient.Key.Thumbprint, e.Thumbprint);
        Assert.Equal("the HSM is asleep", e.InnerException!.Message);
        Assert.Equal(0, network.Requests);
    }

    [Fact]
    public async Task Giving_up_while_the_key_is_waited_for_is_a_cancellation()
    {
        using CancellationTokenSource patience = new();
        Answering network = new();
        using HelpLightningClient client = ClientOf(new SlowKey(async cancellation => { await patience.CancelAsync(); await Task.Delay(-1, cancellation); }), network);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Users.GetAsync(1, patience.Token));
        Assert.Equal(0, network.Requests);
    }

    [Fact]
    public async Task A_key_that_never_answers_ends_with_the_attempts_time_limit()
    {
        HelpLightningOptions options = Options(new SlowKey(cancellation => Task.Delay(-1, cancellation)));
        (options.AttemptTimeout, options.MaxRetries) = (TimeSpan.FromMilliseconds(50), 0);
        using HelpLightningClient client = HelpLightningClient.Create(options, primaryHandler: new Answering());
        HelpLightningUnreachableException e = await Assert.ThrowsAsync<HelpLightningUnreachableException>(() => client.Users.GetAsync(1, Cancellation));
        Assert.Equal(UnreachableReason.Timeout, e.Reason);
    }

    [Fact]
    public async Task When_a_token_in_use_runs_out_one_caller_signs_and_the_others_wait_for_it()
    {
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SlowKey key = new(_ => answer.Task);
        HelpLightningOptions options = Options(key);
        options.TokenReuse = TimeSpan.FromSeconds(30);
        Answering network = new();
        using HelpLightningClient client = HelpLightningClient.Create(options, primaryHandler: network);
        using CancellationTokenSource impatient = new();
        Task<User> first = client.Users.GetAsync(1, impatient.Token);
        Task<User>[] others = [.. Enumerable.Range(0, 100).Select(_ => client.Users.GetAsync(1, Cancellation))];
        Assert.Equal(1, key.Asked);

        // That the one who began gives up takes nothing from the others.
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        answer.SetResult();
        Assert.All(await Task.WhenAll(others), user => Assert.Equal(1, user.Id));
        Assert.Equal(1, key.Asked);
        Assert.Equal(100, network.Requests);
    }

    [Fact]
    public async Task A_signature_that_fails_fails_those_who_waited_for_it_and_the_next_caller_tries_anew()
    {
        bool isWell = false;
        TaskCompletionSource answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        SlowKey key = new(async _ =>
        {
            await answer.Task;
            if (!Volatile.Read(ref isWell))
            {
                throw new PartnerSigningException("overloaded") { RetryAfter = TimeSpan.FromSeconds(1) };
            }
        });
        HelpLightningOptions options = Options(key);
        options.TokenReuse = TimeSpan.FromSeconds(30);
        using HelpLightningClient client = HelpLightningClient.Create(options, primaryHandler: new Answering());
        Task<User>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.Users.GetAsync(1, Cancellation))];
        answer.SetResult();
        foreach (Task<User> call in calls)
        {
            Assert.Equal("overloaded", (await Assert.ThrowsAsync<PartnerSigningException>(() => call)).Message);
        }

        Assert.Equal(1, key.Asked);
        Volatile.Write(ref isWell, true);
        Assert.Equal(1, (await client.Users.GetAsync(1, Cancellation)).Id);
        Assert.Equal(2, key.Asked);
    }

    [Fact]
    public async Task A_token_in_use_that_is_refused_to_many_at_once_is_signed_anew_once()
    {
        FakeTimeProvider clock = new(TimeProvider.System.GetUtcNow());
        SlowKey key = new(_ => Task.CompletedTask);
        HelpLightningOptions options = Options(key);
        (options.TokenReuse, options.TimeProvider) = (TimeSpan.FromSeconds(30), clock);
        using HelpLightningCredentials credentials = HelpLightningCredentials.Create(options);
        HttpRequestMessage[] requests = [.. Enumerable.Range(0, 50).Select(_ => new HttpRequestMessage(HttpMethod.Get, credentials.BaseAddress))];
        foreach (HttpRequestMessage request in requests)
        {
            await credentials.ApplyAsync(request, Cancellation);
        }

        Assert.Equal(1, key.Asked);
        clock.Advance(TimeSpan.FromSeconds(2));
        foreach (HttpRequestMessage request in requests)
        {
            using HttpResponseMessage refusal = new(HttpStatusCode.Unauthorized) { RequestMessage = request };
            await credentials.RefusedAsync(refusal, Cancellation);
            await credentials.ApplyAsync(request, Cancellation);
        }

        Assert.Equal(2, key.Asked);
        Assert.Single(requests.Select(request => request.Headers.GetValues("Authorization").Single()).Distinct());
    }

    private static HelpLightningOptions Options(PartnerSigningKey key)
    {
        HelpLightningOptions options = TestClient.Options("http://127.0.0.1:1");
        options.PartnerKey = key;
        return options;
    }

    private static HelpLightningClient ClientOf(PartnerSigningKey key, Answering network) => HelpLightningClient.Create(Options(key), primaryHandler: network);

    /// <summary>Another second at each look, so that no call can carry the token of another.</summary>
    private sealed class RestlessClock : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddSeconds(-(Interlocked.Increment(ref _looks) % 1000));
    }

    /// <summary>A network that answers at once, when it was asked with a good token.</summary>
    private sealed class Answering : HttpMessageHandler
    {
        private int _requests;

        public int Requests => Volatile.Read(ref _requests);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            bool isGood = TestClient.Verifier.Verify(request.Headers.GetValues("Authorization").Single()).IsValid;
            return Task.FromResult(new HttpResponseMessage(isGood ? HttpStatusCode.OK : HttpStatusCode.Unauthorized)
            {
                Content = new ByteArrayContent("""{"id":1}"""u8.ToArray()),
                RequestMessage = request,
            });
        }
    }
}
