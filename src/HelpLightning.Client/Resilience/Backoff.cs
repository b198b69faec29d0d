namespace HelpLightning.Client;

/// <summary>How long to wait before the next attempt.</summary>
internal static class Backoff
{
    /// <summary>
    /// The larger of what the server asks for and of the wait that doubles: a server that says "at once", or names a moment that is
    /// over by our clock, must not use up all attempts within milliseconds.
    /// </summary>
    /// <param name="asked">What the server asks for; null for nothing.</param>
    /// <param name="options">The first wait and the longest.</param>
    /// <param name="attempt">Of the attempt that failed, from 0.</param>
    /// <returns>Null to wait as the retry strategy does by itself, which doubles with jitter.</returns>
    public static TimeSpan? AtLeast(TimeSpan? asked, HelpLightningOptions options, int attempt)
    {
        if (asked is not { } wait)
        {
            return null;
        }

        TimeSpan doubled = Doubled(options, attempt);
        return wait > doubled ? wait : doubled;
    }

    /// <summary>The first wait, doubled for each further attempt, up to the longest.</summary>
    public static TimeSpan Doubled(HelpLightningOptions options, int attempt) =>
        TimeSpan.FromTicks(Math.Min(options.MaxRetryDelay.Ticks, options.RetryDelay.Ticks << Math.Min(attempt, 10)));
}
