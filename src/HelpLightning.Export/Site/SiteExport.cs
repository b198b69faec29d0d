using HelpLightning.Client;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Reading;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export;

/// <summary>
/// Brings users, groups and calls of a site home as tables. A run that was broken off, even by a kill, goes on where it was
/// when it is started again, and makes the files that it would have made undisturbed. Nothing stands under its final name
/// before it is whole, and the state for the next run is written last.
/// </summary>
public sealed class SiteExport
{
    /// <summary>For each page and each group: one that fails for good ends the export.</summary>
    internal const int Tries = 10;

    private readonly EnterpriseClient _client;
    private readonly string _folder;
    private readonly SiteExportOptions _options;

    /// <param name="client">Where from; <see cref="ClientOptionsFrom"/> makes its options fit. Not disposed.</param>
    /// <param name="folder">
    /// Where to; made when it is not there. It also holds <c>last_run.json</c>, which the next run begins at, and while a run goes on
    /// <c>.hl-export</c> with what is not finished yet.
    /// </param>
    /// <param name="options">What to export, and how.</param>
    /// <exception cref="ExportException">The options make no sense together.</exception>
    public SiteExport(EnterpriseClient client, string folder, SiteExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Passphrase is { } passphrase && string.IsNullOrWhiteSpace(passphrase))
        {
            throw new ExportException("The passphrase is empty. Give one, or export without encryption.");
        }

        _client = client;
        _folder = folder;
        _options = options;
    }

    /// <summary>
    /// What suits thousands of reads in a row: quicker and more retries with a server that fails now and then, and more time.
    /// </summary>
    /// <param name="options">Whom to call, and as whom; not changed.</param>
    /// <returns>The same with patience for an export.</returns>
    public static HelpLightningOptions ClientOptionsFrom(HelpLightningOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        HelpLightningOptions patient = options.Clone();
        patient.MaxRetries = 5;
        patient.RetryDelay = TimeSpan.FromSeconds(0.1);
        patient.MaxRetryDelay = TimeSpan.FromMinutes(1);
        patient.Timeout = TimeSpan.FromMinutes(10);
        patient.AttemptTimeout = TimeSpan.FromMinutes(2);
        return patient;
    }

    /// <summary>Runs the export, or goes on with the one that was broken off in this folder.</summary>
    /// <param name="progress">
    /// Told now and then, and when a table is complete; from the thread that works, so be quick. Null for none.
    /// </param>
    /// <param name="cancellationToken">Ends it; the next run goes on.</param>
    /// <exception cref="ExportException">Another export is in the way; the message says what to do.</exception>
    /// <exception cref="HelpLightningException">The API failed for good; the next run goes on.</exception>
    public async Task<SiteExportResult> RunAsync(
        IProgress<SiteExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        using WorkFolder folder = WorkFolder.Open(_folder);
        ExportJob? unfinished = FindUnfinished(folder);
        unfinished?.RequireSame(_folder, _options);
        try
        {
            return await RunAsync(folder, unfinished, progress, cancellationToken).ConfigureAwait(false);
        }
        catch when (!HasSomething(folder))
        {
            // A run that wrote nothing has nothing to go on with, and must not bind the next one to its options.
            folder.TryRemove();
            throw;
        }
    }

    private async Task<SiteExportResult> RunAsync(
        WorkFolder folder, ExportJob? unfinished, IProgress<SiteExportProgress>? progress, CancellationToken cancellationToken)
    {
        LongRunRetry retry = new(Tries, _options.TimeProvider);
        ExportJob job = unfinished ?? await BeginAsync(folder, retry, cancellationToken).ConfigureAwait(false);
        ExportTables tables = ExportTables.Of(job.Tidy, job.GroupId is not null);
        ExportPackage package = new(folder, job, _options.Passphrase);

        // Once the result has its name, the files have gone there, and only the state is missing.
        Checkpoint end = package.Exists
            ? ExportStore.EndOf(folder, job)
            : await ReadAsync(folder, tables, job, retry, progress, cancellationToken).ConfigureAwait(false);
        package.Finish(cancellationToken);
        LastRun.Write(folder.Target, job);
        folder.Remove();
        return new SiteExportResult
        {
            Path = package.Path,
            Since = job.Since,
            WasResumed = unfinished is not null,
            Rows = [.. tables.All.Select(t => KeyValuePair.Create(t.Name, end.RowsOf(t)))],
            GroupsGone = end.GroupsGone,
            Warnings = WarningsOf(job, end),
        };
    }

    internal static IReadOnlyList<ExportWarning> WarningsOf(ExportJob job, Checkpoint end)
    {
        List<ExportWarning> warnings =
            [.. job.Warnings ?? [], .. end.Missing.Select(static missing => MissingRows(missing.Key, missing.Value))];
        if (end.NoComments is { } reason)
        {
            warnings.Add(new ExportWarning(
                ExportWarningKind.CommentsMissing,
                $"The call report, which alone tells comments, did not come: {reason} The rest is whole; the next run asks for it again."));
        }

        return warnings;
    }

    private static ExportWarning MissingRows(string table, long rows) => new(
        ExportWarningKind.RowsMissing,
        $"{rows:N0} rows of {table} fewer came than Help Lightning had announced. They may have been deleted meanwhile; "
        + "a full export again tells.");

    private async Task<ExportJob> BeginAsync(WorkFolder folder, LongRunRetry retry, CancellationToken cancellationToken)
    {
        LastRun? last = _options.Full ? null : LastRun.Read(_folder, _options);
        DateTimeOffset? serverTime =
            await retry.RunAsync(() => _client.GetServerTimeAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        ExportJob job = ExportJob.Begin(_folder, _options, last, serverTime);
        folder.Begin(job);
        return job;
    }

    /// <summary>
    /// One of which only the tidying up is left is done, and one that wrote nothing never began: that comes when the next begins.
    /// </summary>
    private static ExportJob? FindUnfinished(WorkFolder folder) =>
        folder.FindJob() is { } job && HasSomething(folder, job) && !(IsPacked(folder, job) && LastRun.IsOf(folder.Target, job))
            ? job
            : null;

    private static bool HasSomething(WorkFolder folder) => folder.FindJob() is { } job && HasSomething(folder, job);

    private static bool HasSomething(WorkFolder folder, ExportJob job) =>
        IsPacked(folder, job) || ExportStore.EndOf(folder, job).HasRows;

    private static bool IsPacked(WorkFolder folder, ExportJob job) => new ExportPackage(folder, job, passphrase: null).Exists;

    private async Task<Checkpoint> ReadAsync(
        WorkFolder folder, ExportTables tables, ExportJob job, LongRunRetry retry, IProgress<SiteExportProgress>? progress,
        CancellationToken cancellationToken)
    {
        using ExportStore store = ExportStore.Of(folder, tables, job);
        SiteReader reader = new(
            _client, job, tables, store, retry, progress, _options.TimeProvider,
            (add, end) => ReportedComments.ReadAsync(_client, add, end));
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        store.Complete();
        return store.Checkpoint;
    }
}
