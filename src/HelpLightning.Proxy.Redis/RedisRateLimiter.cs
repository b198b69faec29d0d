using Microsoft.Extensions.Logging;

namespace HelpLightning.Proxy.Redis;

/// <summary>
/// Counts in Redis, so that several replicas share a limit: a token bucket for each site, by the clock of Redis, so that the clocks of the
/// replicas do not matter. While Redis is gone, what <see cref="RedisRateLimiterOptions.WhenRedisIsGone"/> says happens, and no request
/// waits: only those that were under way when it went, for <see cref="RedisRateLimiterOptions.Timeout"/> at most.
/// </summary>
public sealed class RedisRateLimiter : IProxyRateLimiter, IAsyncDisposable
{
    private static readonly RateDecision Refused = new(false, TimeSpan.FromSeconds(1));

    private readonly Func<string, RateLimit?> _limitOf;
    private readonly LocalRateLimiter _here;
    private readonly WhenRedisIsGone _whenGone;
    private readonly RedisLink _link;

    private RedisRateLimiter(Func<string, RateLimit?> limitOf, WhenRedisIsGone whenGone, TimeProvider clock, RedisLink link)
    {
        _limitOf = limitOf;
        _whenGone = whenGone;
        _here = new LocalRateLimiter(limitOf, clock);
        _link = link;
    }

    /// <summary>True while Redis counts; false while it is gone, and at first, until it has been reached.</summary>
    public bool IsCounting => _link.Problem is null;

    /// <summary>Why Redis does not count now; null while it does. Holds no secret.</summary>
    public string? Problem => _link.Problem;

    /// <summary>Returns at once, and connects in the background: Redis may be away. To be disposed of.</summary>
    /// <param name="options">Where Redis is. Its files are read now.</param>
    /// <param name="limitOf">
    /// The limit of a site as it is now; null for none. It is asked at each request, so that it may change. Replicas with different limits
    /// share what was taken, and each holds to its own. Called by many threads at once; it should return at once.
    /// </param>
    /// <param name="logger">Gets a line when Redis goes, and one when it counts.</param>
    /// <param name="clock">For tests; null for the system's. It measures how long Redis takes, and counts while Redis is gone.</param>
    /// <exception cref="ArgumentException">An option is wrong; the message says which one.</exception>
    /// <exception cref="InvalidDataException">A file holds not what it should; the message says what.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static RedisRateLimiter Create(
        RedisRateLimiterOptions options, Func<string, RateLimit?> limitOf, ILogger<RedisRateLimiter> logger, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(limitOf);
        ArgumentNullException.ThrowIfNull(logger);
        clock ??= TimeProvider.System;
        RedisLink link = new(RedisSettings.From(options), options, logger, clock);
        link.Start();
        return new RedisRateLimiter(limitOf, options.WhenRedisIsGone, clock, link);
    }

    /// <summary>
    /// Takes one request's turn, or says how long until one is there: whoever comes back then, and nobody before, passes.
    /// </summary>
    /// <param name="site">The name of the site that the request goes to, in this spelling.</param>
    /// <param name="cancellationToken">Ends the wait for Redis; the turn may be taken all the same.</param>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public ValueTask<RateDecision> TakeAsync(string site, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(site);
        if (_limitOf(site) is not { } limit)
        {
            return ValueTask.FromResult(RateDecision.Allowed);
        }

        return _link.Problem is null ? AskAsync(site, limit, cancellationToken) : DecideHere(site);
    }

    /// <summary>Leaves Redis. Requests that come later are decided as while it is gone.</summary>
    public ValueTask DisposeAsync() => _link.DisposeAsync();

    private async ValueTask<RateDecision> AskAsync(string site, RateLimit limit, CancellationToken cancellationToken)
    {
        return await _link.AskAsync(site, limit, cancellationToken).ConfigureAwait(false) switch
        {
            null => await DecideHere(site).ConfigureAwait(false),
            0 => RateDecision.Allowed,
            { } micros => new RateDecision(false, TimeSpan.FromMicroseconds(micros)),
        };
    }

    private ValueTask<RateDecision> DecideHere(string site) => _whenGone switch
    {
        WhenRedisIsGone.Allow => ValueTask.FromResult(RateDecision.Allowed),
        WhenRedisIsGone.Refuse => ValueTask.FromResult(Refused),
        _ => _here.TakeAsync(site, CancellationToken.None),
    };
}
