using System.Diagnostics;

namespace HelpLightning.Client;

/// <summary>The report of all calls. Methods are virtual so that tests can replace them; safe for many threads.</summary>
public class ReportsClient
{
    private static readonly Endpoint CreateCsvEndpoint = Endpoint.Post("/api/v1r1/enterprise/reports/calls", TokenKind.Enterprise);
    private static readonly Endpoint CreateJsonEndpoint = Endpoint.Post("/api/v1r1/enterprise/reports/calls.json", TokenKind.Enterprise);
    private static readonly Endpoint GetEndpoint = Endpoint.Get("/api/v1r1/enterprise/reports/calls/{uuid}", TokenKind.Enterprise);

    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);

    private readonly ApiCaller _api;

    internal ReportsClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected ReportsClient() => _api = null!;

    /// <summary>Asks for a report. It is made in the background: look at it with <see cref="GetAsync"/>.</summary>
    /// <param name="format">CSV or JSON.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(CreateCsvEndpoint))]
    [Calls(nameof(CreateJsonEndpoint))]
    public virtual Task<Report> CreateAsync(ReportFormat format = ReportFormat.Csv, CancellationToken cancellationToken = default)
    {
        Endpoint endpoint = format == ReportFormat.Json ? CreateJsonEndpoint : CreateCsvEndpoint;
        return _api.ReadAsync(endpoint.Request().EmptyJson(), ApiJson.Default.Report, cancellationToken);
    }

    /// <summary>Looks at a report.</summary>
    /// <param name="id">Its <see cref="Report.Id"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningNotFoundException">There is no such report.</exception>
    [Calls(nameof(GetEndpoint))]
    public virtual async Task<Report> GetAsync(string id, CancellationToken cancellationToken = default)
    {
        Report report = await _api.ReadAsync(GetEndpoint.Request(id), ApiJson.Default.Report, cancellationToken).ConfigureAwait(false);
        return report with { Id = report.Id ?? id };
    }

    /// <summary>Copies the zip of a complete report into a stream, going on where it was when the connection breaks off.</summary>
    /// <param name="report">A complete one.</param>
    /// <param name="destination">Where to. Not closed.</param>
    /// <param name="progress">Told after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>How many bytes were written.</returns>
    public virtual Task<long> DownloadAsync(
        Report report, Stream destination, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(destination);
        Uri address = report.Url ?? throw new ArgumentException("The report has no address: it is not complete.", nameof(report));
        Func<CancellationToken, Task<Uri?>>? renew = report.Id is { } id
            ? async cancellation => (await GetAsync(id, cancellation).ConfigureAwait(false)).Url
            : null;
        return _api.Core.Downloads.CopyAsync(
            new Download("the report", address, renew), destination, resume: null, progress, cancellationToken);
    }

    /// <summary>Asks for a report, waits until it is complete, and copies its zip into a stream. Each look has a fresh token.</summary>
    /// <param name="format">CSV or JSON.</param>
    /// <param name="destination">Where to. Not closed.</param>
    /// <param name="options">How patiently; null for the usual.</param>
    /// <param name="progress">Told at each look and after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends the wait; the report goes on being made.</param>
    /// <exception cref="HelpLightningReportException">It failed, or took longer than the time limit.</exception>
    public virtual async Task<Report> RunAsync(
        ReportFormat format, Stream destination, ReportRunOptions? options = null,
        IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        long start = Stopwatch.GetTimestamp();
        Report complete = await WaitAsync(
            format, options ?? new ReportRunOptions(), start, progress, cancellationToken).ConfigureAwait(false);
        IProgress<DownloadProgress>? download = progress is null
            ? null
            : new Relay(part => progress.Report(new ReportProgress("downloading", Stopwatch.GetElapsedTime(start), part)));
        await DownloadAsync(complete, destination, download, cancellationToken).ConfigureAwait(false);
        return complete;
    }

    private async Task<Report> WaitAsync(
        ReportFormat format, ReportRunOptions options, long start, IProgress<ReportProgress>? progress, CancellationToken cancellationToken)
    {
        Report created = await CreateAsync(format, cancellationToken).ConfigureAwait(false);
        string id = created.Id is { Length: > 0 } known
            ? known
            : throw new HelpLightningReportException("The report was asked for, but the answer does not say its id (uuid).", created);
        for (TimeSpan wait = FirstWait; ; wait *= 2)
        {
            wait = wait < options.PollInterval ? wait : options.PollInterval;
            Report report = await GetAsync(id, cancellationToken).ConfigureAwait(false);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            progress?.Report(new ReportProgress(report.Status, elapsed, null));
            if (report is { IsComplete: true, Url: not null })
            {
                return report;
            }

            if (report.HasFailed || report.IsComplete)
            {
                throw report.HasFailed
                    ? new HelpLightningReportException(
                        $"Help Lightning could not make the report {id}.", report)
                    {
                        Remedy = "Ask for it again.",
                    }
                    : new HelpLightningReportException($"The report {id} is complete, but has no address to download from.", report);
            }

            if (elapsed + wait > options.TimeLimit)
            {
                throw new HelpLightningReportException(
                    $"The report {id} was not complete within {options.TimeLimit}. It goes on being made.", report)
                {
                    Remedy = $"Look again later with {nameof(GetAsync)}, or raise {nameof(ReportRunOptions.TimeLimit)}.",
                };
            }

            await Task.Delay(wait, _api.Core.Connections.Value.Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Passes on at once, unlike <see cref="Progress{T}"/>, which posts and may overtake itself.</summary>
    private sealed class Relay(Action<DownloadProgress> pass) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => pass(value);
    }
}
