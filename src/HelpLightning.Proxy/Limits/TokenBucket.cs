namespace HelpLightning.Proxy;

/// <summary>
/// What was taken and has not come back. Counted in whole units, of which a tick of the clock brings as many as the rate has microrequests
/// a second, so that nothing is rounded, however often it is asked.
/// </summary>
/// <param name="clock">For its timestamps.</param>
internal sealed class TokenBucket(TimeProvider clock)
{
    private const long Micro = 1_000_000;

    private readonly Int128 _one = (Int128)clock.TimestampFrequency * Micro;
    private readonly Lock _lock = new();
    private Int128 _taken;
    private long _rate;
    private long _asOf = clock.GetTimestamp();

    /// <summary>A request's turn, or the time until one is there, to the next tick of the clock.</summary>
    public RateDecision Take(RateLimit limit)
    {
        long rate = (long)Math.Round(limit.RequestsPerSecond * Micro);
        Int128 room = limit.Burst * _one;
        Int128 missing;

        // Held for some nanoseconds: the two numbers that it guards are too large for one exchange.
        lock (_lock)
        {
            long now = clock.GetTimestamp();
            _taken = Int128.Clamp(_taken - ((Int128)Math.Max(0, now - _asOf) * _rate), 0, room);
            _asOf = Math.Max(now, _asOf);
            _rate = rate;
            missing = _taken + _one - room;
            if (missing <= 0)
            {
                _taken += _one;
                return RateDecision.Allowed;
            }
        }

        Int128 ticks = DivideUp(missing, rate);
        return new RateDecision(false, TimeSpan.FromTicks((long)DivideUp(ticks * TimeSpan.TicksPerSecond, clock.TimestampFrequency)));
    }

    private static Int128 DivideUp(Int128 value, long by) => (value + by - 1) / by;
}
