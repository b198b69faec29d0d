using System.Runtime.CompilerServices;
using HelpLightning.Client;
using HelpLightning.Export;

namespace HelpLightning.Webhooks.Archiving;

/// <summary>
/// Finds attachments that no event told of, because an event was lost, refused or never sent, and archives them: Help Lightning promises
/// no second delivery. It goes through the calls of a span of time, a page of them after the other, and asks for the attachments of each
/// call that has some.
/// <para>
/// It shares its archive with an <see cref="AttachmentArchiver"/> in the same process, also while both are at work. To run it again costs
/// the questions, and fetches nothing twice.
/// </para>
/// </summary>
public sealed class ArchiveReconciler
{
    private readonly EnterpriseClient _client;
    private readonly IAttachmentArchive _archive;
    private readonly ArchiveReconcilerOptions _options;

    /// <param name="client">Whom to ask: a site, or a workspace. Not disposed.</param>
    /// <param name="archive">Where to keep them, such as an <see cref="AttachmentArchive"/>. Not disposed.</param>
    /// <param name="options">Which calls, and how.</param>
    public ArchiveReconciler(EnterpriseClient client, IAttachmentArchive archive, ArchiveReconcilerOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(archive);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _archive = archive;
        _options = options;
    }

    /// <summary>Looks once.</summary>
    /// <param name="progress">Told often, from many threads, one at a time; null for none.</param>
    /// <param name="cancellationToken">Ends it. What is there stays.</param>
    /// <exception cref="HelpLightningException">The API lets nobody in, or cannot be reached, or the list of calls failed.</exception>
    /// <exception cref="IOException">The archive cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The archive may not be written.</exception>
    public async Task<ArchiveReconcilerResult> RunAsync(
        IProgress<AttachmentDownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        AttachmentSelection selection = _options.Selection;
        int calls = 0;
        AttachmentDownload download = new(
            _client, _archive,
            new AttachmentDownloadOptions { Parallelism = _options.Parallelism, TimeProvider = _options.TimeProvider });
        AttachmentDownloadResult result = await download.RunAsync(CountedAsync(CancellationToken.None), progress, cancellationToken)
            .ConfigureAwait(false);
        return new ArchiveReconcilerResult
        {
            Since = selection.Since!.Value,
            Calls = calls,
            Found = result.Fetched + result.Skipped + result.Gone + result.Failures.Count(static f => f.AttachmentId is not null),
            Fetched = result.Fetched,
            FetchedBytes = result.FetchedBytes,
            AlreadyThere = result.Skipped,
            NotThereYet = result.Gone,
            Failures = result.Failures,
        };

        async IAsyncEnumerable<CallId> CountedAsync([EnumeratorCancellation] CancellationToken cancellation)
        {
            await foreach (CallId call in selection.FindAsync(_client, cancellation).ConfigureAwait(false))
            {
                calls++;
                yield return call;
            }
        }
    }
}
