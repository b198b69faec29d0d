using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Reading;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export;

/// <summary>
/// Keeps a SQLite database like the site, run by run, in the tidy tables of <c>docs/data-dictionary.md</c> and with views over them. The
/// first run brings everything, each later one what changed since: rows that changed are replaced, and who is gone is marked by a run that
/// reads everything. It can be read while a run goes on. A run that was broken off, even by a kill, goes on when it is started again.
/// </summary>
public sealed class SiteDatabase
{
    private readonly EnterpriseClient _client;
    private readonly string _path;
    private readonly SiteExportOptions _options;

    /// <param name="client">Where from; <see cref="SiteExport.ClientOptionsFrom"/> makes its options fit. Not disposed.</param>
    /// <param name="path">
    /// The database; made when it is not there. While a run goes on <c>.lock</c>, <c>-wal</c> and <c>-shm</c> lie beside it.
    /// </param>
    /// <param name="options">What to export; its format is given here. One group alone or a passphrase is refused.</param>
    /// <exception cref="ExportException">The options make no sense here.</exception>
    public SiteDatabase(EnterpriseClient client, string path, SiteExportOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        if (options.GroupId is not null)
        {
            throw new ExportException("A database that grows is of a whole site. Leave the group out, or export it into a folder.");
        }

        if (options.Passphrase is not null)
        {
            throw new ExportException("A database that grows cannot be encrypted. Keep it on a disk that is, or export into a folder.");
        }

        _client = client;
        _path = Path.GetFullPath(path);
        _options = options with { Format = ExportFormat.Sqlite, Tidy = true, AllowFormulas = false, CsvForExcel = false };
    }

    /// <summary>Brings the database up to date, or goes on with the run that was broken off in it.</summary>
    /// <param name="progress">
    /// Told now and then, and when a table is complete; from the thread that works, so be quick. Null for none.
    /// </param>
    /// <param name="cancellationToken">Ends it; the next run goes on.</param>
    /// <exception cref="ExportException">
    /// The file is something else, of a newer version or of another site, cannot be written, or another run is at it; the message says what
    /// to do. Nothing was changed in the first three cases.
    /// </exception>
    /// <exception cref="HelpLightningException">The API failed for good; the next run goes on.</exception>
    public async Task<SiteExportResult> RunAsync(
        IProgress<SiteExportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        try
        {
            ExportTables tables = ExportTables.Of(isTidy: true, ofGroup: false);
            using GrowingDatabase database = GrowingDatabase.Open(_path, tables);
            return await RunAsync(database, tables, progress, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw new ExportException(
                $"'{_path}' could not be read or written: {e.Message} If its disk has room and its folder may be written to, the file is "
                + "damaged: move it away and run again, which makes it anew.", e);
        }
    }

    private async Task<SiteExportResult> RunAsync(
        GrowingDatabase database, ExportTables tables, IProgress<SiteExportProgress>? progress, CancellationToken cancellationToken)
    {
        LastRun? last = database.LastRun;
        ExportJob? unfinished = database.Job;
        RequireSite(unfinished?.SiteId ?? last?.SiteId);

        // What was broken off is done with when everything is wanted: a run over all of it brings the same and more.
        bool goesOn = unfinished is not null && !(_options.Full && unfinished.Since is not null);
        LongRunRetry retry = new(SiteExport.Tries, _options.TimeProvider);
        ExportJob job = goesOn ? unfinished! : await BeginAsync(database, last, retry, cancellationToken).ConfigureAwait(false);
        using GrowingStore store = database.OpenStore(job);
        SiteReader reader = new(
            _client, job, tables, store, retry, progress, _options.TimeProvider,
            (add, end) => ReportedComments.ReadAsync(_client, add, end));
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        store.Complete();
        return new SiteExportResult
        {
            Path = _path,
            Since = job.Since,
            WasResumed = goesOn,
            Rows = [.. tables.All.Select(t => KeyValuePair.Create(t.Name, store.Checkpoint.RowsOf(t)))],
            GroupsGone = store.Checkpoint.GroupsGone,
            Warnings = SiteExport.WarningsOf(job, store.Checkpoint),
        };
    }

    private async Task<ExportJob> BeginAsync(
        GrowingDatabase database, LastRun? last, LongRunRetry retry, CancellationToken cancellationToken)
    {
        DateTimeOffset? serverTime =
            await retry.RunAsync(() => _client.GetServerTimeAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        ExportJob job = ExportJob.Begin("", _options, _options.Full ? null : last, serverTime) with { IsGrowing = true };
        database.Begin(job);
        return job;
    }

    private void RequireSite(long? site)
    {
        if (site is { } other && other != _options.SiteId.Value)
        {
            throw new ExportException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{_path}' is of site {other}, not {_options.SiteId}. Name a file of its own for each site. Nothing in it was changed."));
        }
    }
}
