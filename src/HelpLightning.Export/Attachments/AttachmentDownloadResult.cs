using HelpLightning.Equality;

namespace HelpLightning.Export;

/// <summary>What a download of attachments did.</summary>
public sealed record AttachmentDownloadResult
{
    /// <summary>So many files were fetched.</summary>
    public int Fetched { get; init; }

    /// <summary>So many bytes they have.</summary>
    public long FetchedBytes { get; init; }

    /// <summary>So many were there already, from an earlier run.</summary>
    public int Skipped { get; init; }

    /// <summary>So many are not on the server, which says so (404, 410) or gives no address: not yet, or deleted.</summary>
    public int Gone { get; init; }

    /// <summary>What could not be fetched; run again to try it again.</summary>
    public IReadOnlyList<AttachmentDownloadFailure> Failures
    {
        get;
        init => field = EqualList<AttachmentDownloadFailure>.Of(value);
    } = EqualList<AttachmentDownloadFailure>.Empty;
}
