namespace HelpLightning.Export;

/// <summary>What is known of an attachment.</summary>
/// <param name="CallId">The call.</param>
/// <param name="AttachmentId">The attachment; unique within its call at least.</param>
/// <param name="Name">As the server has it: any text.</param>
/// <param name="State">What became of it.</param>
/// <param name="At">When.</param>
internal sealed record AttachmentEntry(string CallId, long AttachmentId, string Name, AttachmentState State, DateTimeOffset At)
{
    /// <summary>Where it lies, relative to the folder, with <c>/</c>; null when it does not.</summary>
    public string? File { get; init; }

    public long? Bytes { get; init; }

    /// <summary>Lower-case hex.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The server's name for the version that was begun.</summary>
    public string? EntityTag { get; init; }

    /// <summary>
    /// So many bytes of the part have reached the disk. After a power cut the part may be longer, with bytes that were never
    /// received.
    /// </summary>
    public long? SafeBytes { get; init; }

    /// <summary>The next run trusts so many bytes of the part; of a version without a name, none.</summary>
    public long TrustedBytes => EntityTag is null ? 0 : SafeBytes ?? Bytes ?? 0;

    /// <summary>Why not.</summary>
    public string? Reason { get; init; }
}
