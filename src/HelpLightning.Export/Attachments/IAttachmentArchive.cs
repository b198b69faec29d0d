using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// Where attachments are kept: a folder is <see cref="AttachmentArchive"/>; a store of objects is one of these of your own. Safe for many
/// threads.
/// </summary>
public interface IAttachmentArchive
{
    /// <summary>Is it there, whole?</summary>
    /// <param name="key">Which.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<bool> ContainsAsync(AttachmentKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// Fetches it and keeps it. What is not whole must not be there: an exception while the content is read, or a cancellation, means
    /// that the rest does not come. Told twice to keep the same one, it keeps it once.
    /// </summary>
    /// <param name="source">What to keep, and where to get it from.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HelpLightningException">It cannot be fetched; of a run the others go on.</exception>
    /// <exception cref="ExportException">
    /// This one cannot be kept; of a run the others go on. Anything else that is thrown ends a run.
    /// </exception>
    Task<StoredAttachment> StoreAsync(AttachmentSource source, CancellationToken cancellationToken = default);
}
