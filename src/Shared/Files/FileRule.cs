namespace HelpLightning.Files;

/// <summary>What holds for a whole file.</summary>
internal sealed record FileRule
{
    /// <summary>
    /// Only its owner can read it, from its first moment on. Otherwise a new file is as open as the user's files are, and a replaced one as
    /// before.
    /// </summary>
    public bool IsPrivate { get; init; }

    /// <summary>What has the name already, and be it a link to nothing, stays as it is, and that is an error.</summary>
    public bool IsNew { get; init; }

    /// <summary>It will be read again, so that a pipe or device is refused. Otherwise that is written through.</summary>
    public bool IsStored { get; init; }

    /// <summary>
    /// Whoever writes holds a lock, so that nobody else writes this file at the same time: what is not finished then has a fixed name
    /// (<see cref="DurableFile.PartOf"/>), and what a kill left of it is replaced by the next run.
    /// </summary>
    public bool IsUnderLock { get; init; }
}
