using System.Collections.Concurrent;

namespace HelpLightning.Proxy;

/// <summary>
/// Counts in this process: a token bucket for each site. Of one bucket, no more than burst + rate × t pass in any time t. Rates count to a
/// millionth of a request a second.
/// </summary>
public sealed class LocalRateLimiter : IProxyRateLimiter
{
    /// <summary>Sites are the operator's own; this is for whoever makes them up as requests come.</summary>
    internal const int MostSites = 1_000;

    private readonly Func<string, RateLimit?> _limitOf;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<string, TokenBucket> _buckets = new(StringComparer.Ordinal);
    private readonly TokenBucket _rest;
    private int _sites;

    /// <param name="limitOf">
    /// The limit of a site as it is now; null for none. It is asked at each request, so that it may change: what was taken stays taken, and
    /// until the next request the old rate holds. Called by many threads at once; it should return at once.
    /// </param>
    /// <param name="clock">For tests; null for the system's. Only its timestamps are used, so that setting the time changes
    /// nothing.</param>
    public LocalRateLimiter(Func<string, RateLimit?> limitOf, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(limitOf);
        _limitOf = limitOf;
        _clock = clock ?? TimeProvider.System;
        _rest = new TokenBucket(_clock);
    }

    /// <summary>
    /// Takes one request's turn, or says how long until a whole one is there: whoever comes back then, and nobody before, passes. Returns
    /// at once. The first 1,000 sites have turns of their own, those after them share one bucket.
    /// </summary>
    /// <param name="site">The name of the site that the request goes to, in this spelling.</param>
    /// <param name="cancellationToken">Not looked at, as nothing is waited for.</param>
    public ValueTask<RateDecision> TakeAsync(string site, CancellationToken cancellationToken) => ValueTask.FromResult(Take(site));

    internal RateDecision Take(string site)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (_limitOf(site) is not { } limit)
        {
            return RateDecision.Allowed;
        }

        return (_buckets.TryGetValue(site, out TokenBucket? bucket) ? bucket : Add(site)).Take(limit);
    }

    private TokenBucket Add(string site)
    {
        // Counted apart from the dictionary, whose own count takes all of its locks.
        if (Volatile.Read(ref _sites) >= MostSites)
        {
            return _rest;
        }

        TokenBucket added = new(_clock);
        TokenBucket bucket = _buckets.GetOrAdd(site, added);
        if (ReferenceEquals(bucket, added))
        {
            Interlocked.Increment(ref _sites);
        }

        return bucket;
    }
}
