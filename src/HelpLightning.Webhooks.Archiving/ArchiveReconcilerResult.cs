using HelpLightning.Equality;
using HelpLightning.Export;

namespace HelpLightning.Webhooks.Archiving;

/// <summary>What a look for missed attachments found.</summary>
public sealed record ArchiveReconcilerResult
{
    /// <summary>The earliest beginning of the calls that were looked at.</summary>
    public DateTimeOffset Since { get; init; }

    /// <summary>So many calls were looked at: those that have attachments.</summary>
    public int Calls { get; init; }

    /// <summary>
    /// So many attachments they have: <see cref="Fetched"/>, <see cref="AlreadyThere"/>, <see cref="NotThereYet"/>, and those of
    /// <see cref="Failures"/> that name an attachment.
    /// </summary>
    public int Found { get; init; }

    /// <summary>So many no event had brought. They are in the archive now.</summary>
    public int Fetched { get; init; }

    /// <summary>So many bytes these have.</summary>
    public long FetchedBytes { get; init; }

    /// <summary>So many were in the archive.</summary>
    public int AlreadyThere { get; init; }

    /// <summary>So many have no file on the server: not yet, or deleted.</summary>
    public int NotThereYet { get; init; }

    /// <summary>What could not be fetched, or whose list could not; the next run tries again.</summary>
    public IReadOnlyList<AttachmentDownloadFailure> Failures
    {
        get;
        init => field = EqualList<AttachmentDownloadFailure>.Of(value);
    } = EqualList<AttachmentDownloadFailure>.Empty;
}
