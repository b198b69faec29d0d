namespace HelpLightning.Export;

/// <summary>How a folder of attachments is kept.</summary>
public sealed record AttachmentArchiveOptions
{
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(1);

    /// <summary>
    /// How soon after a change <c>manifest.csv</c> and <c>SHA256SUMS</c> are written anew: 0 to 1 day, 2 s by default, longer where writing
    /// them takes long; <see cref="Timeout.InfiniteTimeSpan"/> for only at the end.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public TimeSpan ManifestDelay
    {
        get;
        init => field = value == Timeout.InfiniteTimeSpan || (value >= TimeSpan.Zero && value <= LongestDelay)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(ManifestDelay), value, "ManifestDelay is from 0 to 1 day, or infinite.");
    } = TimeSpan.FromSeconds(2);

    /// <summary>The clock that the manifest's times come from, and that the delay goes by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
