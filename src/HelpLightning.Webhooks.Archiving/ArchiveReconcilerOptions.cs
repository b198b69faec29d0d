using HelpLightning.Export;

namespace HelpLightning.Webhooks.Archiving;

/// <summary>Which calls to look at, and how.</summary>
public sealed record ArchiveReconcilerOptions
{
    private static readonly TimeSpan LongestSpan = TimeSpan.FromDays(3660);

    /// <summary>
    /// Calls that began in the last so long are looked at: 1 minute to 3,660 days, 7 days by default. It must reach over the longest
    /// time for which events may not come, and the longest call.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan Span
    {
        get;
        init => field = value >= TimeSpan.FromMinutes(1) && value <= LongestSpan
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Span), value, "Span is from 1 minute to 3,660 days.");
    } = TimeSpan.FromDays(7);

    /// <summary>The earliest beginning of a call, in the place of <see cref="Span"/>; null for that.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest beginning of a call; null for all that began before the run gets to them.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>How many calls are looked at, and how many files fetched, at once: 1 to 32, 4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public int Parallelism
    {
        get;
        init => field = value is >= 1 and <= 32
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Parallelism), value, "Parallelism is from 1 to 32.");
    } = 4;

    /// <summary>The clock that <see cref="Span"/> counts back from, and that waits go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal AttachmentSelection Selection =>
        new() { Since = Since ?? (TimeProvider.GetUtcNow() - Span), Until = Until };
}
