namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>
/// Counts what anybody on the network can make happen as often as they like, so that it fills no log: it is told at once, and then no
/// more than every ten seconds.
/// </summary>
internal sealed class Tally(TimeProvider clock)
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long? _toldAt;
    private int _untold;

    /// <returns>How many to tell of now; 0 for later.</returns>
    public int Count()
    {
        lock (_lock)
        {
            _untold++;
            if (_toldAt is { } at && clock.GetElapsedTime(at) < Interval)
            {
                return 0;
            }

            int count = _untold;
            _untold = 0;
            _toldAt = clock.GetTimestamp();
            return count;
        }
    }
}
