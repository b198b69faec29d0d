using System.Threading.Channels;
using HelpLightning.Client;
using HelpLightning.Export.Reading;

namespace HelpLightning.Export;

/// <summary>
/// Downloads what calls left behind into a folder: several files at once, each whole under its name or not at all, and
/// those that are there already not again. A run that was ended, even by <c>kill -9</c>, is gone on with by the next one.
/// <para>
/// In a folder, files lie at <c>CALL_ID/ATTACHMENT_ID/NAME</c>. <c>manifest.csv</c> tells what became of each, <c>SHA256SUMS</c> is for
/// <c>sha256sum -c</c>.
/// </para>
/// </summary>
public sealed class AttachmentDownload
{
    /// <summary>Addresses end after a while, so few of them wait.</summary>
    private const int MostWaiting = 64;

    /// <summary>For each file and each list: what fails for good is told, and the rest goes on.</summary>
    private const int Tries = 5;

    private readonly EnterpriseClient _client;
    private readonly string? _folder;
    private readonly IAttachmentArchive? _archive;
    private readonly AttachmentDownloadOptions _options;

    /// <param name="client">Where from. Not disposed.</param>
    /// <param name="folder">Where to; made when it is not there.</param>
    /// <param name="options">How.</param>
    public AttachmentDownload(EnterpriseClient client, string folder, AttachmentDownloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _folder = Path.GetFullPath(folder);
        _options = options;
    }

    /// <param name="client">Where from. Not disposed.</param>
    /// <param name="archive">Where to. Not disposed, so that others can fetch into it as well.</param>
    /// <param name="options">How.</param>
    public AttachmentDownload(EnterpriseClient client, IAttachmentArchive archive, AttachmentDownloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _archive = archive;
        _options = options;
    }

    /// <summary>Downloads the attachments of calls.</summary>
    /// <param name="calls">Which calls, such as <see cref="AttachmentSelection.FindAsync"/> finds; each once.</param>
    /// <param name="progress">Told often, from many threads, one at a time; null for none.</param>
    /// <param name="cancellationToken">Ends it; the next run goes on.</param>
    /// <exception cref="HelpLightningException">The API lets nobody in, or cannot be reached. What is there stays.</exception>
    /// <exception cref="IOException">The folder cannot be written, or another download into it is running.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public async Task<AttachmentDownloadResult> RunAsync(
        IAsyncEnumerable<CallId> calls, IProgress<AttachmentDownloadProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(calls);
        AttachmentTally tally = new(progress);
        LongRunRetry retry = new(Tries, _options.TimeProvider);
        if (_archive is not null)
        {
            await FetchAllAsync(calls, _archive, retry, tally, cancellationToken).ConfigureAwait(false);
            return tally.Result;
        }

        using AttachmentArchive folder = new(
            _folder!, new AttachmentArchiveOptions { TimeProvider = _options.TimeProvider, ManifestDelay = Timeout.InfiniteTimeSpan });
        folder.Open();
        await FetchAllAsync(calls, folder, retry, tally, cancellationToken).ConfigureAwait(false);
        folder.Finish();
        return tally.Result;
    }

    /// <summary>One side looks through the calls, the other fetches what was found; when one fails, both end.</summary>
    private async Task FetchAllAsync(
        IAsyncEnumerable<CallId> calls, IAttachmentArchive archive, LongRunRetry retry, AttachmentTally tally,
        CancellationToken cancellationToken)
    {
        Channel<Attachment> found = Channel.CreateBounded<Attachment>(MostWaiting);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        ParallelOptions parallel = new() { MaxDegreeOfParallelism = _options.Parallelism, CancellationToken = either.Token };
        Task looking = Task.Run(
            async () =>
            {
                try
                {
                    await Parallel.ForEachAsync(
                        calls, parallel, (call, cancellation) => LookAsync(call, retry, found.Writer, tally, cancellation))
                        .ConfigureAwait(false);
                    found.Writer.Complete();
                }
                catch (Exception e)
                {
                    found.Writer.Complete(e);
                    throw;
                }
            }, CancellationToken.None);
        try
        {
            await Parallel.ForEachAsync(
                found.Reader.ReadAllAsync(either.Token), parallel,
                (attachment, cancellation) => FetchAsync(attachment, archive, retry, tally, cancellation)).ConfigureAwait(false);
        }
        catch (Exception)
        {
            await either.CancelAsync().ConfigureAwait(false);
            await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            throw;
        }

        await looking.ConfigureAwait(false);
    }

    private async ValueTask FetchAsync(
        Attachment attachment, IAttachmentArchive archive, LongRunRetry retry, AttachmentTally tally, CancellationToken cancellationToken)
    {
        AttachmentSource source = new(_client, attachment) { Retry = retry, Received = tally.Receive };
        try
        {
            bool isThere = await archive.ContainsAsync(source.Key, cancellationToken).ConfigureAwait(false);
            tally.Add(isThere ? default : await archive.StoreAsync(source, cancellationToken).ConfigureAwait(false));
        }
        catch (HelpLightningNotFoundException)
        {
            tally.Miss();
        }
        catch (Exception e) when (e is HelpLightningException or ExportException)
        {
            tally.Fail(source.Key, e);
        }
    }

    private async ValueTask LookAsync(
        CallId call, LongRunRetry retry, ChannelWriter<Attachment> found, AttachmentTally tally, CancellationToken cancellationToken)
    {
        IReadOnlyList<Attachment> attachments;
        try
        {
            attachments =
                await retry.RunAsync(() => _client.Attachments.ListAsync(call, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (HelpLightningException e) when (!EndsAll(e))
        {
            tally.Fail(call, e);
            return;
        }

        foreach (Attachment attachment in attachments.DistinctBy(static a => a.Id))
        {
            tally.Find();
            await found.WriteAsync(attachment, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What no other call would be answered better.</summary>
    private static bool EndsAll(HelpLightningException error) => error is
        HelpLightningAuthenticationException or HelpLightningPermissionException or HelpLightningConfigurationException
        or HelpLightningOriginException or HelpLightningRateLimitedException or HelpLightningUnreachableException;
}
