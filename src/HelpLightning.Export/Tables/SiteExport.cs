using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// Brings users, groups and calls of a site home as tables. A run that was broken off, even by a kill, goes on where it was
/// when it is started again, and makes the files that it would have made undisturbed. Nothing stands under its final name
/// before it is whole, and the state for the next run is written last.
/// </summary>
public sealed class SiteExport
{
    private readonly HelpLightningClient _client;
    private readonly SiteExportOptions _options;

    /// <param name="client">What reads; <see cref="Prepare"/> makes its options fit.</param>
    /// <param name="options">What to export, and to where.</param>
    /// <exception cref="ExportException">The options make no sense together.</exception>
    public SiteExport(HelpLightningClient client, SiteExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentException.ThrowIfNullOrWhiteSpace(options.Folder, nameof(options));
        if (options.Passphrase is { } passphrase && string.IsNullOrWhiteSpace(passphrase))
        {
            throw new ExportException("The passphrase is empty. Give one, or export without encryption.");
        }

        _client = client;
        _options = options;
    }

    /// <summary>
    /// Sets what suits thousands of reads in a row: quicker and more retries with a server that fails now and then, and a token that
    /// serves for half its life instead of one request, which spares both sides a signature for each.
    /// </summary>
    public static void Prepare(HelpLightningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.MaxRetries = 5;
        options.RetryDelay = TimeSpan.FromSeconds(0.1);
        options.MaxRetryDelay = TimeSpan.FromMinutes(1);
        options.Timeout = TimeSpan.FromMinutes(10);
        options.AttemptTimeout = TimeSpan.FromMinutes(2);
        options.TokenReuse = options.TokenLifetime / 2;
    }

    /// <summary>Runs the export, or goes on with the one that was broken off in this folder.</summary>
    /// <param name="progress">Told now and then, and when a table is complete; from the thread that works, so be quick.</param>
    /// <param name="cancellationToken">Breaks it off; the same call later goes on.</param>
    /// <exception cref="ExportException">Another export is in the way; the message says what to do.</exception>
    /// <exception cref="HelpLightningException">The API failed for good; the same call later goes on.</exception>
    public async Task<ExportResult> RunAsync(IProgress<ExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using WorkFolder folder = WorkFolder.Open(_options.Folder);
        ExportJob? unfinished = FindUnfinished(folder);
        unfinished?.RequireSame(_options);
        ExportJob job = unfinished ?? ExportJob.Begin(_options, _options.Full ? null : LastRun.Read(_options));
        if (unfinished is null)
        {
            folder.Begin(job);
        }

        ExportTables tables = new(job.GroupId is not null);
        ExportPackage package = new(folder, job, _options.Passphrase);

        // Once the result has its name, the files have gone there, and only the state is missing.
        Checkpoint end = package.Exists
            ? ExportStore.EndOf(folder, tables, job)
            : await ReadAsync(folder, tables, job, progress, cancellationToken).ConfigureAwait(false);
        package.Finish(cancellationToken);
        LastRun.Write(folder.Target, job);
        folder.Remove();
        return new ExportResult(
            package.Path, job.Since is null, job.Since, unfinished is not null,
            [.. tables.All.Select(t => KeyValuePair.Create(t.Name, end.RowsOf(t)))], end.GroupsGone);
    }

    /// <summary>One of which only the tidying up is left is done: that comes when the next begins.</summary>
    private static ExportJob? FindUnfinished(WorkFolder folder) =>
        folder.FindJob() is { } job && !(new ExportPackage(folder, job, passphrase: null).Exists && LastRun.IsOf(folder.Target, job)) ? job : null;

    private async Task<Checkpoint> ReadAsync(
        WorkFolder folder, ExportTables tables, ExportJob job, IProgress<ExportProgress>? progress, CancellationToken cancellationToken)
    {
        using ExportStore store = ExportStore.Of(folder, tables, job);
        await new ExportRun(_client, job, tables, store, progress, _options.TimeProvider).RunAsync(cancellationToken).ConfigureAwait(false);
        store.Complete();
        return store.Checkpoint;
    }
}
