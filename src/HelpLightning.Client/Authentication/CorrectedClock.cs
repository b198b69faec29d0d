namespace HelpLightning.Client;

/// <summary>
/// The clock that tokens are signed by: this machine's, moved by what a server's <c>Date</c> header showed it to be off.
/// </summary>
/// <param name="inner">This machine's.</param>
/// <param name="most">
/// More is not believed: who can answer for the server would have tokens signed that live as much longer.
/// </param>
internal sealed class CorrectedClock(TimeProvider inner, TimeSpan most) : TimeProvider
{
    /// <summary>Less is within what rounding (the header has whole seconds) and the network explain.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    private long _ticks;

    /// <summary>What is added to this machine's time.</summary>
    public TimeSpan Correction => new(Volatile.Read(ref _ticks));

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Correction;

    public override long GetTimestamp() => inner.GetTimestamp();

    /// <param name="offset">How far the server is ahead of this machine's own clock.</param>
    public ClockFinding Correct(TimeSpan offset)
    {
        TimeSpan wanted = offset.Duration() < Least ? TimeSpan.Zero : offset;
        if (wanted.Duration() > most)
        {
            return ClockFinding.BeyondLimit;
        }

        if ((wanted - Correction).Duration() < Least)
        {
            return ClockFinding.Unchanged;
        }

        Volatile.Write(ref _ticks, wanted.Ticks);
        return ClockFinding.Corrected;
    }
}
