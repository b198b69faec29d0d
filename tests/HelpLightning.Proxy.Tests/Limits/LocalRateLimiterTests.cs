using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Proxy.Tests.Limits;

public sealed class LocalRateLimiterTests
{
    /// <summary>Rates of whole microrequests, which is what a limiter counts by; steps in ticks of 100 ns.</summary>
    private static readonly Gen<(double Rate, int Burst, long[] Steps)> Histories =
        from micro in Gen.OneOf(Gen.Long[1_000, 10_000_000], Gen.Long[1_000, 100_000_000_000])
        from burst in Gen.OneOf(Gen.Int[1, 5], Gen.Int[1, 200])
        from steps in Gen.OneOf(Gen.Const(0L), Gen.Long[0, 100], Gen.Long[0, 20_000_000], Gen.Long[0, 200_000_000_000]).Array[1, 200]
        select (micro / 1e6, burst, steps);

    [Fact]
    public void No_window_lets_more_pass_than_burst_and_rate_allow() => Histories.Sample(
        static history =>
        {
            FakeTimeProvider clock = new();
            RateLimit limit = new(history.Rate, history.Burst);
            LocalRateLimiter limiter = new(_ => limit, clock);
            List<long> passed = [];
            foreach (long step in history.Steps)
            {
                clock.Advance(TimeSpan.FromTicks(step));
                if (limiter.Take("north").IsAllowed)
                {
                    passed.Add(clock.GetTimestamp());
                }
            }

            long micro = (long)Math.Round(history.Rate * 1e6);
            for (int first = 0; first < passed.Count; first++)
            {
                for (int last = first; last < passed.Count; last++)
                {
                    Int128 most = ((Int128)history.Burst * 10_000_000 * 1_000_000) + ((Int128)(passed[last] - passed[first]) * micro);
                    Assert.True((Int128)(last - first + 1) * 10_000_000 * 1_000_000 <= most);
                }
            }
        },
        iter: 2_000);

    [Fact]
    public void Who_comes_back_when_told_passes_and_nobody_does_before() => Histories.Sample(
        static history =>
        {
            FakeTimeProvider clock = new();
            RateLimit limit = new(history.Rate, history.Burst);
            LocalRateLimiter limiter = new(_ => limit, clock);
            foreach (long step in history.Steps)
            {
                clock.Advance(TimeSpan.FromTicks(step));
                RateDecision decision = limiter.Take("north");
                if (decision.IsAllowed)
                {
                    Assert.Equal(TimeSpan.Zero, decision.RetryAfter);
                    continue;
                }

                Assert.True(decision.RetryAfter > TimeSpan.Zero);
                clock.Advance(decision.RetryAfter - TimeSpan.FromTicks(1));
                Assert.Equal(new RateDecision(false, TimeSpan.FromTicks(1)), limiter.Take("north"));
                clock.Advance(TimeSpan.FromTicks(1));
                Assert.True(limiter.Take("north").IsAllowed);
            }
        },
        iter: 2_000);

    [Fact]
    public async Task A_third_of_a_second_is_not_rounded_away()
    {
        FakeTimeProvider clock = new();
        LocalRateLimiter limiter = new(static _ => new RateLimit(3, 1), clock);
        int passed = 0;
        for (int i = 0; i < 30_000; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(1));
            passed += (await limiter.TakeAsync("north", TestContext.Current.CancellationToken)).IsAllowed ? 1 : 0;
        }

        // The first at once, then one each 334 ms, as it is asked each millisecond only: never two for the time of one.
        Assert.InRange(passed, 89, 91);
    }

    [Fact]
    public void Sites_do_not_take_turns_from_each_other()
    {
        LocalRateLimiter limiter = new(static _ => new RateLimit(1), new FakeTimeProvider());
        Assert.True(limiter.Take("north").IsAllowed);
        Assert.True(limiter.Take("south").IsAllowed);
        Assert.Equal(new RateDecision(false, TimeSpan.FromSeconds(1)), limiter.Take("north"));
    }

    [Fact]
    public void What_was_taken_stays_taken_when_the_limit_changes()
    {
        FakeTimeProvider clock = new();
        RateLimit? limit = new(1, 10);
        LocalRateLimiter limiter = new(_ => limit, clock);
        Take(limiter, 10);
        limit = new RateLimit(2, 10);
        Assert.Equal(new RateDecision(false, TimeSpan.FromSeconds(0.5)), limiter.Take("north"));
        limit = new RateLimit(2, 13);
        Take(limiter, 3);
        Assert.Equal(new RateDecision(false, TimeSpan.FromSeconds(0.5)), limiter.Take("north"));

        // A bucket is never emptier than empty: the smaller one asks nobody to wait for more than one turn.
        limit = new RateLimit(1, 1);
        Assert.Equal(new RateDecision(false, TimeSpan.FromSeconds(1)), limiter.Take("north"));
    }

    [Fact]
    public void No_limit_lets_everything_pass_and_forgets_nothing()
    {
        FakeTimeProvider clock = new();
        RateLimit? limit = new(1, 2);
        LocalRateLimiter limiter = new(_ => limit, clock);
        Take(limiter, 2);
        limit = null;
        Take(limiter, 100);
        limit = new RateLimit(1, 2);
        Assert.Equal(new RateDecision(false, TimeSpan.FromSeconds(1)), limiter.Take("north"));
    }

    [Fact]
    public void Invented_sites_share_a_bucket_once_there_are_many()
    {
        LocalRateLimiter limiter = new(static _ => new RateLimit(1), new FakeTimeProvider());
        for (int i = 0; i < LocalRateLimiter.MostSites; i++)
        {
            Assert.True(limiter.Take($"site {i}").IsAllowed);
        }

        Assert.True(limiter.Take("one more").IsAllowed);
        Assert.False(limiter.Take("and one").IsAllowed);
        Assert.False(limiter.Take("site 7").IsAllowed);
    }

    [Fact]
    public async Task A_turn_costs_no_memory()
    {
        RateLimit limit = new(100_000, 10);
        LocalRateLimiter limiter = new(_ => limit);
        Take(limiter, 1);
        CancellationToken stop = TestContext.Current.CancellationToken;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10_000; i++)
        {
            await limiter.TakeAsync("north", stop);
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    [Fact]
    public async Task Many_threads_get_no_more_than_one_would()
    {
        LocalRateLimiter limiter = new(static _ => new RateLimit(0.001, 5_000), new FakeTimeProvider());
        int passed = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (int i = 0; i < 2_000; i++)
            {
                if (limiter.Take("north").IsAllowed)
                {
                    Interlocked.Increment(ref passed);
                }
            }
        })));
        Assert.Equal(5_000, passed);
    }

    private static void Take(LocalRateLimiter limiter, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Assert.True(limiter.Take("north").IsAllowed);
        }
    }
}
