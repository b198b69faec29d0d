using System.Diagnostics;
using HelpLightning.Proxy.Redis;
using Microsoft.Extensions.Time.Testing;
using StackExchange.Redis;
using Eventually = HelpLightning.Tests.Eventually;

namespace HelpLightning.Proxy.Tests.Redis;

/// <summary>What Redis counts. A real one, as the counting is a script that runs in it.</summary>
public sealed class RedisRateLimiterTests : IAsyncLifetime
{
    /// <summary>Of a machine that is busy with other tests.</summary>
    private static readonly TimeSpan Patient = TimeSpan.FromSeconds(5);

    private readonly LogLines _log = new();
    private RedisServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RedisServer.StartNewAsync();

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_replicas_share_a_limit()
    {
        RateLimit limit = new(40, 20);
        await using RedisRateLimiter one = await CreateAsync(limit);
        await using RedisRateLimiter other = await CreateAsync(limit);
        long start = Stopwatch.GetTimestamp();
        Task<int>[] replicas = [HammerAsync(one, start), HammerAsync(other, start)];
        int passed = (await Task.WhenAll(replicas)).Sum();
        double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;

        // Both are asked all the time, so that hardly a turn is lost; a busy machine loses some.
        Assert.InRange(passed, (20 + (40 * 5)) * 0.8, 20 + (40 * elapsed));
        Assert.Equal([2], _log.Ids.Distinct());
    }

    [Fact]
    public async Task Sites_do_not_take_turns_from_each_other()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(0.01));
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.True((await limiter.TakeAsync("south", Stop)).IsAllowed);
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
    }

    [Fact]
    public async Task Who_comes_back_when_told_passes()
    {
        // More than one at once: the key of a bucket for one is gone by itself when its turn is there.
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(7, 4));
        for (int i = 0; i < 5; i++)
        {
            RateDecision decision;
            do
            {
                decision = await limiter.TakeAsync("north", Stop);
            }
            while (decision.IsAllowed);

            Assert.InRange(decision.RetryAfter, TimeSpan.FromMicroseconds(1), TimeSpan.FromSeconds(1.0 / 7) + TimeSpan.FromMicroseconds(1));

            // Timers count in steps of some milliseconds, and fire early by as much. A millisecond more, as two clocks are compared.
            long told = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(told) < decision.RetryAfter + TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(1, Stop);
            }

            Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        }
    }

    [Theory]
    [InlineData(0.001, 1, 1_000)]
    [InlineData(0.001, 1_000_000, 1_000)]
    [InlineData(3, 2, 1.0 / 3)]
    public async Task The_largest_and_the_smallest_limits_are_exact(double rate, int burst, double longest)
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(rate, burst));
        await EmptyAsync(limiter, burst);
        RateDecision decision = await limiter.TakeAsync("north", Stop);
        Assert.False(decision.IsAllowed);
        Assert.InRange(decision.RetryAfter.TotalSeconds, longest - Math.Min(longest / 2, 30), longest + 0.000001);
    }

    [Theory]
    [InlineData(0.05, 10, 100)]
    [InlineData(3.141593, 1_000, 100)]
    [InlineData(99_999.999999, 1_000_000, 8)]
    public async Task As_much_comes_back_over_a_long_time_as_the_rate_says(double rate, int burst, int seconds)
    {
        // The time before is made longer in Redis: nobody waits for it here.
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(rate, burst));
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        await using ConnectionMultiplexer redis = await _server.ConnectAsync();
        const string Key = "help-lightning-proxy:site:north";
        await redis.GetDatabase().KeyPersistAsync(Key);
        long full = burst * 1_000_000L;
        long now = await NowAsync(redis);
        long before = now - (seconds * 1_000_000L) - 500_000;
        await redis.GetDatabase().HashSetAsync(Key, [new("taken", full), new("s", before / 1_000_000), new("us", before % 1_000_000)]);
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        long taken = (long)await redis.GetDatabase().HashGetAsync(Key, "taken");

        // To the microrequest, but for the time that the test itself took.
        long back = (long)Math.Round(rate * 1_000_000) * ((2 * seconds) + 1) / 2;
        long longest = await NowAsync(redis) - now;
        Assert.InRange(taken, full + 1_000_000 - back - (long)Math.Ceiling(rate * longest) - 1, full + 1_000_000 - back);
    }

    [Fact]
    public async Task A_bucket_that_is_full_again_leaves_no_key()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(10, 5));
        for (int i = 0; i < 5; i++)
        {
            Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        }

        await using ConnectionMultiplexer redis = await _server.ConnectAsync();
        TimeSpan? left = await redis.GetDatabase().KeyTimeToLiveAsync("help-lightning-proxy:site:north");
        Assert.InRange(left!.Value, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(501));
        await Task.Delay(600, Stop);
        Assert.Empty(redis.GetServers()[0].Keys(pattern: "*"));
    }

    [Fact]
    public async Task A_refusal_writes_nothing()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(0.01));
        await limiter.TakeAsync("north", Stop);
        RedisResult before = await _server.RunAsync("HGETALL", "help-lightning-proxy:site:north");
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
        RedisResult after = await _server.RunAsync("HGETALL", "help-lightning-proxy:site:north");
        Assert.Equal((string[]?)before, (string[]?)after);
    }

    [Fact]
    public async Task The_clock_of_this_machine_does_not_matter()
    {
        RateLimit limit = new(0.01);
        await using RedisRateLimiter here = await CreateAsync(limit);

        // Its clock stands still in another century, and says nothing to what Redis counts.
        FakeTimeProvider clock = new(new DateTimeOffset(2150, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await using RedisRateLimiter there = RedisRateLimiter.Create(Options(), _ => limit, _log, clock);
        await Eventually.HoldsAsync(() => there.IsCounting);
        Assert.True((await there.TakeAsync("north", Stop)).IsAllowed);
        Assert.InRange((await here.TakeAsync("north", Stop)).RetryAfter, TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(100));
        clock.Advance(TimeSpan.FromDays(1));
        Assert.False((await there.TakeAsync("north", Stop)).IsAllowed);
    }

    [Fact]
    public async Task A_clock_of_Redis_that_went_back_stops_nobody()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(10, 1));
        await limiter.TakeAsync("north", Stop);
        await _server.RunAsync("HSET", "help-lightning-proxy:site:north", "s", $"{DateTimeOffset.UnixEpoch.AddYears(200).ToUnixTimeSeconds()}");
        await _server.RunAsync("PERSIST", "help-lightning-proxy:site:north");
        RateDecision decision = await limiter.TakeAsync("north", Stop);
        Assert.InRange(decision.RetryAfter, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task What_was_taken_stays_taken_when_the_limit_changes()
    {
        RateLimit? limit = new(0.01, 3);
        await using RedisRateLimiter limiter = RedisRateLimiter.Create(Options(), _ => limit, _log);
        await Eventually.HoldsAsync(() => limiter.IsCounting);
        await EmptyAsync(limiter, 3);
        limit = new RateLimit(0.02, 3);
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
        limit = new RateLimit(0.02, 4);
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        limit = null;
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        limit = new RateLimit(0.02, 1);
        Assert.InRange((await limiter.TakeAsync("north", Stop)).RetryAfter, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(50));
    }

    [Fact]
    public async Task Redis_that_forgot_all_goes_on_with_full_buckets()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(0.01));
        await limiter.TakeAsync("north", Stop);
        await _server.RunAsync("FLUSHALL");
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.True(limiter.IsCounting);
    }

    [Fact]
    public async Task Redis_that_forgot_the_script_gets_it_again()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(0.01));
        await limiter.TakeAsync("north", Stop);
        await _server.RunAsync("SCRIPT", "FLUSH");
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.True((await limiter.TakeAsync("south", Stop)).IsAllowed);
        Assert.Equal([2], _log.Ids);
    }

    [Fact]
    public async Task The_wait_for_Redis_ends_with_its_request()
    {
        await using RedisRateLimiter limiter = await CreateAsync(new RateLimit(10));
        _server.Hang();
        try
        {
            using CancellationTokenSource gone = new(TimeSpan.FromMilliseconds(50));
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await limiter.TakeAsync("north", gone.Token));
            Assert.True(limiter.IsCounting);
        }
        finally
        {
            _server.Wake();
        }
    }

    private async Task<RedisRateLimiter> CreateAsync(RateLimit limit)
    {
        RedisRateLimiter limiter = RedisRateLimiter.Create(Options(), _ => limit, _log);
        await Eventually.HoldsAsync(() => limiter.IsCounting);
        return limiter;
    }

    private RedisRateLimiterOptions Options() => new() { Servers = _server.Address, Timeout = Patient };

    /// <summary>Asked from several sides at a time; a large bucket is emptied in Redis itself.</summary>
    private async Task EmptyAsync(RedisRateLimiter limiter, int burst)
    {
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        if (burst > 1_000)
        {
            await _server.RunAsync("HSET", "help-lightning-proxy:site:north", "taken", $"{burst}000000");
            return;
        }

        for (int i = 1; i < burst; i++)
        {
            Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        }
    }

    /// <summary>The clock of Redis, in microseconds.</summary>
    private static async Task<long> NowAsync(ConnectionMultiplexer redis)
    {
        RedisResult[] time = (RedisResult[])(await redis.GetDatabase().ExecuteAsync("TIME"))!;
        return ((long)time[0] * 1_000_000) + (long)time[1];
    }

    private static async Task<int> HammerAsync(RedisRateLimiter limiter, long start)
    {
        int passed = 0;
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(5))
        {
            passed += (await limiter.TakeAsync("north", Stop)).IsAllowed ? 1 : 0;
            await Task.Delay(2, Stop);
        }

        return passed;
    }
}
