namespace HelpLightning.Client;

/// <summary>
/// Recordings, screen captures and files of calls. Methods are virtual so that tests can replace them; safe for many threads.
/// </summary>
public class AttachmentsClient
{
    private static readonly Endpoint ListEndpoint = Endpoint.Get("/api/v1r1/enterprise/calls/{call_id}/attachments", TokenKind.Enterprise);
    private static readonly Endpoint GetEndpoint = Endpoint.Get(
        "/api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}", TokenKind.Enterprise);

    private readonly ApiCaller _api;

    internal AttachmentsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected AttachmentsClient() => _api = null!;

    /// <summary>
    /// Lists what a call left behind. Several may have the same name (the copies of a picture, say), and not all were made in the
    /// call itself: <see cref="Attachment.Type"/>.
    /// </summary>
    /// <param name="callId">The call id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(ListEndpoint))]
    public virtual async Task<IReadOnlyList<Attachment>> ListAsync(CallId callId, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<Attachment> found = await _api.ReadArrayAsync(
            ListEndpoint.Request(callId), ApiJson.Default.AttachmentPage, cancellationToken).ConfigureAwait(false);
        return [.. found.Select(attachment => attachment with { CallId = callId })];
    }

    /// <summary>Reads one of them, with an address that was signed just now.</summary>
    /// <param name="callId">The call id.</param>
    /// <param name="id">The attachment id.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such call or attachment.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual async Task<Attachment> GetAsync(CallId callId, long id, CancellationToken cancellationToken = default) =>
        await _api.ReadAsync(GetEndpoint.Request(callId, id), ApiJson.Default.Attachment, wrapper: "attachment", cancellationToken)
            .ConfigureAwait(false) with
        {
            CallId = callId,
        };

    /// <summary>
    /// Copies a file into a stream. No credentials go along. A download that breaks off goes on where it was; an address
    /// that has expired is asked for anew when <see cref="Attachment.CallId"/> is known.
    /// </summary>
    /// <param name="attachment">Which.</param>
    /// <param name="destination">Where to; written from its present position on. Not closed.</param>
    /// <param name="progress">Told after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>How many bytes were written.</returns>
    /// <exception cref="HelpLightningNotFoundException">There is no file: not yet, or it has been deleted.</exception>
    /// <exception cref="HelpLightningUnreachableException">It broke off, also after retries; what was written stays written.</exception>
    public virtual Task<long> DownloadAsync(
        Attachment attachment, Stream destination, IProgress<DownloadProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        CopyAsync(attachment, destination, resume: null, progress, cancellationToken);

    /// <summary>
    /// Goes on with a file that an earlier run began: what is in the stream already is its beginning, if it is still the
    /// same file; otherwise it is fetched anew. Else as <see cref="DownloadAsync"/>.
    /// </summary>
    /// <param name="attachment">Which.</param>
    /// <param name="destination">What is there; written from its end on, or emptied. Must be seekable. Not closed.</param>
    /// <param name="resume">What the earlier run knew; null to begin anew.</param>
    /// <param name="progress">Told after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>How many bytes the file has.</returns>
    /// <exception cref="HelpLightningNotFoundException">There is no file: not yet, or it has been deleted.</exception>
    /// <exception cref="HelpLightningUnreachableException">It broke off, also after retries; what was written stays written.</exception>
    public virtual Task<long> ResumeAsync(
        Attachment attachment, Stream destination, DownloadResume? resume,
        IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        if (!destination.CanSeek)
        {
            throw new ArgumentException("What goes on must be seekable, such as a file.", nameof(destination));
        }

        if (resume is null)
        {
            destination.SetLength(0);
        }

        destination.Seek(0, SeekOrigin.End);
        return CopyAsync(attachment, destination, resume, progress, cancellationToken);
    }

    private async Task<long> CopyAsync(
        Attachment attachment, Stream destination, DownloadResume? resume,
        IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        ArgumentNullException.ThrowIfNull(destination);
        Task<Uri?> RenewAsync(CancellationToken cancellation) => FindAddressAsync(attachment, cancellation);
        Uri address = attachment.SignedUrl ?? await RenewAsync(cancellationToken).ConfigureAwait(false)
            ?? throw Downloader.Gone($"attachment {attachment.Id}");
        Download download = new($"attachment {attachment.Id}", address, attachment.CallId is null ? null : RenewAsync)
        {
            MimeType = attachment.MimeType,
        };
        return await _api.Core.Downloads.CopyAsync(download, destination, resume, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Saves a file into a folder, under its own name made safe; never over another file. Until it is whole it has a name
    /// that ends in <c>.part</c>.
    /// </summary>
    /// <param name="attachment">Which.</param>
    /// <param name="folder">Where to; made when it is not there.</param>
    /// <param name="progress">Told after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>The full name of the file.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public virtual async Task<string> SaveAsync(
        Attachment attachment, string folder, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(attachment);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        string name = SafeFileName.From(attachment.Name, $"attachment-{attachment.Id}");
        using PartFile part = new(folder);
        await DownloadAsync(attachment, part.Stream, progress, cancellationToken).ConfigureAwait(false);
        return part.FinishAs(name);
    }

    private async Task<Uri?> FindAddressAsync(Attachment attachment, CancellationToken cancellationToken)
    {
        if (attachment.CallId is not { } call)
        {
            return null;
        }

        try
        {
            if (await GetAsync(call, attachment.Id, cancellationToken).ConfigureAwait(false) is { SignedUrl: { } address } found
                && found.Id == attachment.Id)
            {
                return address;
            }
        }
        catch (HelpLightningException e) when (e is HelpLightningNotFoundException or HelpLightningMalformedReplyException)
        {
            // There is no such attachment any more, or no such route: the list knows which.
        }

        return (await ListAsync(call, cancellationToken).ConfigureAwait(false))
            .FirstOrDefault(other => other.Id == attachment.Id)?.SignedUrl;
    }
}
