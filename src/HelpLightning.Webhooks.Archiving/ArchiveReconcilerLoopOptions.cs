namespace HelpLightning.Webhooks.Archiving;

/// <summary>How often to look for missed attachments.</summary>
public sealed record ArchiveReconcilerLoopOptions
{
    /// <summary>
    /// From the beginning of a round to the next: 1 minute to 7 days, 1 hour by default. A round that takes longer is not cut off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan Interval
    {
        get;
        init => field = value >= TimeSpan.FromMinutes(1) && value <= TimeSpan.FromDays(7)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Interval), value, "Interval is from 1 minute to 7 days.");
    } = TimeSpan.FromHours(1);

    /// <summary>The clock that the interval goes by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
