using System.Diagnostics;
using HelpLightning.Proxy.Redis;
using Eventually = HelpLightning.Tests.Eventually;

namespace HelpLightning.Proxy.Tests.Redis;

/// <summary>Redis goes, in each of the ways it has, and comes back by itself.</summary>
public sealed class RedisGoneTests
{
    private const string Secret = "wrong-horse-battery";

    private readonly LogLines _log = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_limiter_starts_without_Redis_and_finds_it_later()
    {
        await using RedisServer server = RedisServer.NotStarted();
        await using RedisRateLimiter limiter = Create(server, new RateLimit(0.01, 2));
        Assert.False(limiter.IsCounting);
        AssertNobodyWaits(limiter);
        await Eventually.HoldsAsync(() => _log.Ids.Length == 1);
        Assert.Contains("There is no connection to Redis", limiter.Problem, StringComparison.Ordinal);
        await server.StartAsync();
        await Eventually.HoldsAsync(() => limiter.IsCounting);
        Assert.Equal([1, 2], _log.Ids);
    }

    [Fact]
    public async Task Each_replica_counts_for_itself_while_Redis_is_gone()
    {
        await using RedisServer server = await RedisServer.StartNewAsync();
        await using RedisRateLimiter limiter = await CreateAsync(server, new RateLimit(0.01, 2));
        await server.KillAsync();
        await Eventually.HoldsAsync(() => { _ = limiter.TakeAsync("other", Stop).AsTask(); return !limiter.IsCounting; });
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.Equal([2, 1], _log.Ids);
        Assert.Contains("this replica counts for itself", _log.Text, StringComparison.Ordinal);

        await server.StartAsync();
        await Eventually.HoldsAsync(() => limiter.IsCounting);
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.Equal([2, 1, 2], _log.Ids);
        Assert.Null(limiter.Problem);
    }

    [Theory]
    [InlineData(WhenRedisIsGone.Allow, true)]
    [InlineData(WhenRedisIsGone.Refuse, false)]
    public async Task All_pass_or_none_when_that_is_wanted(WhenRedisIsGone whenGone, bool isAllowed)
    {
        await using RedisServer server = RedisServer.NotStarted();
        await using RedisRateLimiter limiter = Create(server, new RateLimit(0.01), o => o with { WhenRedisIsGone = whenGone });
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(new RateDecision(isAllowed, isAllowed ? TimeSpan.Zero : TimeSpan.FromSeconds(1)), await limiter.TakeAsync("north", Stop));
        }
    }

    [Fact]
    public async Task Nobody_waits_for_a_Redis_that_hangs()
    {
        await using RedisServer server = await RedisServer.StartNewAsync();
        await using RedisRateLimiter limiter = await CreateAsync(server, new RateLimit(100_000), static o => o with { Timeout = TimeSpan.FromMilliseconds(200) });
        server.Hang();

        // Those that are under way when it begins wait for as long as they are told to, all at the same time, and pass.
        long start = Stopwatch.GetTimestamp();
        RateDecision[] decisions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => limiter.TakeAsync("north", Stop).AsTask()));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(190), TimeSpan.FromSeconds(2));
        Assert.All(decisions, static d => Assert.True(d.IsAllowed));
        Assert.Equal("Redis did not answer within 200 ms.", limiter.Problem);

        // From then on nobody waits, for as long as it hangs, also when the connection has been given up meanwhile.
        while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(6))
        {
            AssertNobodyWaits(limiter);
            await Task.Delay(50, Stop);
        }

        Assert.Equal([2, 1], _log.Ids);
        server.Wake();
        await Eventually.HoldsAsync(() => limiter.IsCounting);
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        Assert.Equal([2, 1, 2], _log.Ids);
    }

    [Fact]
    public async Task A_limiter_leaves_a_Redis_that_hangs_at_once()
    {
        await using RedisServer server = await RedisServer.StartNewAsync();
        RedisRateLimiter limiter = await CreateAsync(server, new RateLimit(0.01));
        server.Hang();
        _ = await limiter.TakeAsync("north", Stop);
        long start = Stopwatch.GetTimestamp();
        await limiter.DisposeAsync();
        await limiter.DisposeAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.False(limiter.IsCounting);
        Assert.False((await limiter.TakeAsync("north", Stop)).IsAllowed);
    }

    [Fact]
    public async Task Redis_that_may_not_be_written_does_not_count()
    {
        await using RedisServer server = await RedisServer.StartNewAsync();
        await using RedisRateLimiter limiter = await CreateAsync(server, new RateLimit(10));
        await server.RunAsync("CONFIG", "SET", "min-replicas-to-write", "3");
        Assert.True((await limiter.TakeAsync("north", Stop)).IsAllowed);
        await Task.Delay(1_500, Stop);
        Assert.Equal([2, 1], _log.Ids);
        Assert.Contains("NOREPLICAS", limiter.Problem, StringComparison.Ordinal);
        await server.RunAsync("CONFIG", "SET", "min-replicas-to-write", "0");
        await Eventually.HoldsAsync(() => limiter.IsCounting);
    }

    [Fact]
    public async Task A_password_is_used_and_never_shown()
    {
        await using RedisServer server = await RedisServer.StartNewAsync("--requirepass", "right");
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, Secret + "\n", Stop);
            await using (RedisRateLimiter wrong = Create(server, new RateLimit(10), o => o with { PasswordFile = file }))
            {
                await Eventually.HoldsAsync(() => _log.Ids.Length == 1);
                await Task.Delay(1_500, Stop);
                Assert.Equal([1], _log.Ids);
                Assert.Contains("Redis refused the user or the password", wrong.Problem, StringComparison.Ordinal);
                Assert.DoesNotContain(Secret, _log.Text + wrong.Problem, StringComparison.Ordinal);
                AssertNobodyWaits(wrong);
            }

            await File.WriteAllTextAsync(file, "right\r\n", Stop);
            await using RedisRateLimiter right = await CreateAsync(server, new RateLimit(10), o => o with { PasswordFile = file });
            Assert.True((await right.TakeAsync("north", Stop)).IsAllowed);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private async Task<RedisRateLimiter> CreateAsync(
        RedisServer server, RateLimit limit, Func<RedisRateLimiterOptions, RedisRateLimiterOptions>? with = null)
    {
        RedisRateLimiter limiter = Create(server, limit, with);
        await Eventually.HoldsAsync(() => limiter.IsCounting);
        return limiter;
    }

    private RedisRateLimiter Create(
        RedisServer server, RateLimit limit, Func<RedisRateLimiterOptions, RedisRateLimiterOptions>? with = null)
    {
        // Longer than the default: a machine that is busy with other tests takes its time.
        RedisRateLimiterOptions options = new() { Servers = server.Address, Timeout = TimeSpan.FromSeconds(1) };
        return RedisRateLimiter.Create(with is null ? options : with(options), _ => limit, _log);
    }

    /// <summary>Not by a stopwatch: it is decided before the call returns.</summary>
    private static void AssertNobodyWaits(RedisRateLimiter limiter) =>
        Assert.True(limiter.TakeAsync("somewhere", Stop).AsTask().IsCompletedSuccessfully);
}
