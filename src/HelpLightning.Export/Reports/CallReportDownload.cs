using HelpLightning.Client;
using HelpLightning.Files;

namespace HelpLightning.Export;

/// <summary>
/// Fetches the report of all calls. The zip is read to its end and checked before anybody sees it: a file stands whole under
/// its name, or not at all. A link is followed; a pipe or device is written through.
/// </summary>
public sealed class CallReportDownload
{
    private readonly EnterpriseClient _client;
    private readonly string? _path;
    private readonly Stream? _destination;
    private readonly CallReportDownloadOptions _options;

    /// <summary>Into a file.</summary>
    /// <param name="client">Where from. Not disposed.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Which report, and how to keep it.</param>
    public CallReportDownload(EnterpriseClient client, string path, CallReportDownloadOptions options)
        : this(client, options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        _path = path;
    }

    /// <summary>Into a stream, which gets nothing before all has been checked.</summary>
    /// <param name="client">Where from. Not disposed.</param>
    /// <param name="destination">Where to; written from its present position on. Not closed.</param>
    /// <param name="options">Which report, and how to keep it; of no use here is whether to overwrite.</param>
    public CallReportDownload(EnterpriseClient client, Stream destination, CallReportDownloadOptions options)
        : this(client, options)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _destination = destination;
    }

    private CallReportDownload(EnterpriseClient client, CallReportDownloadOptions options)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(options);
        _client = client;
        _options = options;
    }

    /// <summary>Has the report made, waits for it, and saves it.</summary>
    /// <param name="progress">Told at each look and after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends it; no file is left behind.</param>
    /// <exception cref="HelpLightningReportException">The report failed, or took too long.</exception>
    /// <exception cref="HelpLightningException">The API refused, or broke off, also after retries.</exception>
    /// <exception cref="InvalidDataException">What came is no zip with one file in it, or is damaged.</exception>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public async Task<CallReportDownloadResult> RunAsync(
        IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default) => new()
        {
            Path = _path,
            Bytes = _path is null
                ? await CopyAsync(_destination!, progress, cancellationToken).ConfigureAwait(false)
                : await SaveAsync(_path, progress, cancellationToken).ConfigureAwait(false),
        };

    private async Task<long> SaveAsync(string path, IProgress<ReportProgress>? progress, CancellationToken cancellationToken)
    {
        // Begun before the report is asked for, which may take half an hour: what cannot be written is told at once.
        using FileDraft draft = FileDraft.Begin(path, new FileRule { IsNew = !_options.Overwrite });
        try
        {
            long bytes = _options.Extract || draft.GoesThrough
                ? await CopyAsync(draft.Stream, progress, cancellationToken).ConfigureAwait(false)
                : await FetchAsync(draft.Stream, progress, cancellationToken).ConfigureAwait(false);
            draft.Finish();
            return bytes;
        }
        catch (Exception e) when (draft.Explain(e) is { } told)
        {
            throw told;
        }
    }

    /// <summary>
    /// Has the report made, and reads its rows once all of it has come and been checked, instead of saving it: the destination is not
    /// written to, so <see cref="Stream.Null"/> will do, and the format is CSV.
    /// </summary>
    /// <param name="add">Called for each row, in their order. What it throws ends the reading.</param>
    /// <param name="progress">Told what the server says and how much has come.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HelpLightningReportException">The report failed, or was not ready in time.</exception>
    /// <exception cref="InvalidDataException">What came is no report.</exception>
    public async Task ReadAsync(
        Action<CallReportRow> add, IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        FileStream zip = OpenTemporary();
        await using (zip.ConfigureAwait(false))
        {
            await FetchAsync(zip, progress, cancellationToken).ConfigureAwait(false);
            foreach (CallReportRow row in CallReportReader.ReadZip(zip))
            {
                cancellationToken.ThrowIfCancellationRequested();
                add(row);
            }
        }
    }

    private static FileStream OpenTemporary()
    {
        // A name of its own, readable for nobody else: reports have names of people. It goes when it is closed.
        string path = Path.Combine(Path.GetTempPath(), $"helplightning-{Guid.NewGuid():N}.zip");
        FileStreamOptions own = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, own);
    }

    private async Task<long> CopyAsync(Stream destination, IProgress<ReportProgress>? progress, CancellationToken cancellationToken)
    {
        FileStream zip = OpenTemporary();
        await using (zip.ConfigureAwait(false))
        {
            long bytes = await FetchAsync(zip, progress, cancellationToken).ConfigureAwait(false);
            if (_options.Extract)
            {
                return await ReportArchive.CopyAsync(zip, destination, cancellationToken).ConfigureAwait(false);
            }

            zip.Position = 0;
            await zip.CopyToAsync(destination, cancellationToken).ConfigureAwait(false);
            return bytes;
        }
    }

    /// <summary>The zip, whole.</summary>
    /// <returns>Its bytes.</returns>
    private async Task<long> FetchAsync(FileStream zip, IProgress<ReportProgress>? progress, CancellationToken cancellationToken)
    {
        await _client.Reports.RunAsync(_options.Format, zip, _options.Run, progress, cancellationToken).ConfigureAwait(false);
        await ReportArchive.CheckAsync(zip, cancellationToken).ConfigureAwait(false);
        return zip.Length;
    }
}
