using HelpLightning.Client;
using HelpLightning.Export.Reading;

namespace HelpLightning.Export;

/// <summary>An attachment to be kept in an <see cref="IAttachmentArchive"/>, and the way to its content.</summary>
public sealed class AttachmentSource
{
    private readonly EnterpriseClient _client;

    /// <param name="client">Where from. Not disposed.</param>
    /// <param name="attachment">What, as <see cref="AttachmentsClient"/> gives it.</param>
    /// <exception cref="ArgumentException">It is not known which call it belongs to.</exception>
    public AttachmentSource(EnterpriseClient client, Attachment attachment)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(attachment);
        if (attachment.CallId is not { } call)
        {
            throw new ArgumentException("The attachment does not say which call it belongs to: set its CallId.", nameof(attachment));
        }

        _client = client;
        Attachment = attachment;
        Key = new AttachmentKey(call, attachment.Id);
    }

    /// <summary>What tells it from every other one.</summary>
    public AttachmentKey Key { get; }

    /// <summary>What the API tells of it. Its name is any text; its address is a secret until it ends.</summary>
    public Attachment Attachment { get; }

    /// <summary>Its name made safe for a file; others of the call may have the same.</summary>
    public string Name => AttachmentPlace.NameOf(Attachment.Id, Attachment.Name);

    /// <summary>What tries again; the client alone does when it is null.</summary>
    internal LongRunRetry? Retry { get; init; }

    /// <summary>Told how many bytes came, and a negative number when some are thrown away.</summary>
    internal Action<long> Received { get; init; } = static _ => { };

    /// <summary>
    /// Begins to fetch the content, for a store that takes a stream. A connection that breaks is made anew behind the stream, as often as
    /// the client's options allow. The stream ends when all has come; when the rest does not come, reading it throws.
    /// </summary>
    /// <param name="cancellationToken">Ends it, also while it is being read.</param>
    /// <returns>The content, to be disposed of.</returns>
    /// <exception cref="HelpLightningNotFoundException">There is no file: not yet, or it has been deleted.</exception>
    /// <exception cref="HelpLightningException">It cannot be fetched.</exception>
    public Task<AttachmentContent> OpenAsync(CancellationToken cancellationToken = default) => AttachmentContent.OpenAsync(
        (destination, progress, cancellation) => _client.Attachments.DownloadAsync(Attachment, destination, progress, cancellation),
        Received, cancellationToken);

    /// <summary>Goes on with what is there, again and again if there is somebody who tries again.</summary>
    internal Task<long> ResumeAsync(FileStream part, AttachmentPart tracker, CancellationToken cancellationToken)
    {
        Task<long> TryAsync() => _client.Attachments.ResumeAsync(Attachment, part, tracker.Resume, tracker, cancellationToken);
        return Retry is { } retry ? retry.RunAsync(TryAsync, cancellationToken) : TryAsync();
    }
}
