namespace HelpLightning.Proxy.Redis;

/// <summary>A token bucket in Redis, counted in microrequests by the clock of Redis.</summary>
internal static class BucketScript
{
    public const long Micro = 1_000_000;

    /// <summary>
    /// KEYS[1] is the bucket, ARGV the rate in microrequests a second, the burst in microrequests, and what is taken: a whole request, or
    /// 0 to see whether a bucket can be written. The answer is 0 for yes, otherwise the microseconds until a whole request is there.
    /// <para>
    /// Lua's numbers are doubles. The time since is split into seconds and microseconds, and the rate into whole requests and the rest, so
    /// that no product that counts is over 2^53. A refusal writes nothing: rounding takes a microrequest at most, and only from who got a
    /// whole one. When the clock of Redis goes back, the bucket goes on from there. The key is gone when the bucket would be full.
    /// </para>
    /// </summary>
    public const string Text = """
        local rate, burst, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
        local time = redis.call('TIME')
        local second, micro = tonumber(time[1]), tonumber(time[2])
        local bucket = redis.call('HMGET', KEYS[1], 'taken', 's', 'us')
        local taken = math.min(tonumber(bucket[1] or '0'), burst)
        local seconds = second - tonumber(bucket[2] or time[1])
        local micros = micro - tonumber(bucket[3] or time[2])
        if micros < 0 then
          seconds, micros = seconds - 1, micros + 1000000
        end
        if seconds >= 0 then
          local whole = math.floor(rate / 1000000)
          local rest = rate - whole * 1000000
          taken = math.max(0, taken - seconds * rate - micros * whole - math.floor(micros * rest / 1000000))
        end
        local missing = taken + cost - burst
        if missing > 0 then
          return math.ceil(missing * 1000000 / rate)
        end
        taken = taken + cost
        redis.call('HSET', KEYS[1], 'taken', string.format('%.0f', taken), 's', time[1], 'us', time[2])
        redis.call('PEXPIRE', KEYS[1], string.format('%.0f', math.floor(taken * 1000 / rate) + 1))
        return 0
        """;
}
