namespace HelpLightning.Export;

/// <summary>How to download attachments.</summary>
public sealed record AttachmentDownloadOptions
{
    /// <summary>How many files are fetched at once: 1 to 32, 4 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is out of that range.</exception>
    public int Parallelism
    {
        get;
        init => field = value is >= 1 and <= 32
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Parallelism), value, "Parallelism is from 1 to 32.");
    } = 4;

    /// <summary>The clock that the manifest's times come from, and that waits go by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
