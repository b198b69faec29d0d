namespace HelpLightning.Client;

/// <summary>
/// The clock that tokens are signed by: this machine's, moved by what a server's <c>Date</c> header showed it to be off.
/// </summary>
internal sealed class CorrectedClock(TimeProvider inner) : TimeProvider
{
    /// <summary>Less is within what rounding (the header has whole seconds) and the network explain.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(5);

    /// <summary>More is not believed: it would let a server have tokens signed that live for years.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromHours(24);

    private long _ticks;

    /// <summary>What is added to this machine's time.</summary>
    public TimeSpan Correction => new(Volatile.Read(ref _ticks));

    public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Correction;

    public override long TimestampFrequency => inner.TimestampFrequency;

    public override long GetTimestamp() => inner.GetTimestamp();

    /// <param name="offset">How far the server is ahead of this machine's own clock.</param>
    /// <returns>True when the correction changed by something worth trying again for.</returns>
    public bool TryCorrect(TimeSpan offset)
    {
        TimeSpan wanted = offset.Duration() < Least ? TimeSpan.Zero : offset;
        if (wanted.Duration() > Most || (wanted - Correction).Duration() < Least)
        {
            return false;
        }

        Volatile.Write(ref _ticks, wanted.Ticks);
        return true;
    }
}
