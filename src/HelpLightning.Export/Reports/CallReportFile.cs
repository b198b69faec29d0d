using HelpLightning.Client;
using HelpLightning.Files;

namespace HelpLightning.Export;

/// <summary>
/// Fetches the report of all calls. The zip is read to its end and checked before anybody sees it: a file stands whole under
/// its name, or not at all. A link is followed; a pipe or device is written through.
/// </summary>
public static class CallReportFile
{
    /// <summary>Has the report made, and saves it.</summary>
    /// <param name="reports">Where from.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="options">Null for the usual.</param>
    /// <param name="progress">Told at each look and after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends it; no file is left behind.</param>
    /// <returns>The bytes of the file.</returns>
    /// <exception cref="HelpLightningReportException">The report failed, or took too long.</exception>
    /// <exception cref="HelpLightningException">The API refused, or broke off, also after retries.</exception>
    /// <exception cref="InvalidDataException">What came is no zip with one file in it, or is damaged.</exception>
    /// <exception cref="IOException">The file is there already, or cannot be written.</exception>
    public static async Task<long> SaveAsync(
        ReportsClient reports, string path, CallReportOptions? options = null, IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new CallReportOptions();

        // Begun before the report is asked for, which may take half an hour: what cannot be written is told at once.
        using FileDraft draft = FileDraft.Begin(path, new FileRule { IsNew = !options.Overwrite });
        try
        {
            long bytes = options.Extract || draft.GoesThrough
                ? await CopyAsync(reports, draft.Stream, options.Extract, options, progress, cancellationToken).ConfigureAwait(false)
                : await FetchAsync(reports, draft.Stream, options, progress, cancellationToken).ConfigureAwait(false);
            draft.Finish();
            return bytes;
        }
        catch (Exception e) when (draft.Explain(e) is { } told)
        {
            throw told;
        }
    }

    /// <summary>Has the report made, and copies what is in its zip once all of it has been checked.</summary>
    /// <param name="reports">Where from.</param>
    /// <param name="destination">Where to. Not closed.</param>
    /// <param name="options">Null for the usual; of no use here are whether to extract and to overwrite.</param>
    /// <param name="progress">Told at each look and after each piece; null for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The bytes that were copied.</returns>
    /// <exception cref="HelpLightningReportException">The report failed, or took too long.</exception>
    /// <exception cref="HelpLightningException">The API refused, or broke off, also after retries.</exception>
    /// <exception cref="InvalidDataException">What came is no zip with one file in it, or is damaged.</exception>
    public static Task<long> CopyAsync(
        ReportsClient reports, Stream destination, CallReportOptions? options = null, IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(destination);
        return CopyAsync(reports, destination, extract: true, options ?? new CallReportOptions(), progress, cancellationToken);
    }

    private static async Task<long> CopyAsync(
        ReportsClient reports, Stream destination, bool extract, CallReportOptions options, IProgress<ReportProgress>? progress, CancellationToken cancellationToken)
    {
        // A name of its own, readable for nobody else: reports have names of people. It goes when it is closed.
        string path = Path.Combine(Path.GetTempPath(), $"helplightning-{Guid.NewGuid():N}.zip");
        FileStreamOptions own = new() { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.DeleteOnClose };
        if (!OperatingSystem.IsWindows())
        {
            own.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        FileStream zip = new(path, own);
        await using (zip.ConfigureAwait(false))
        {
            long bytes = await FetchAsync(reports, zip, options, progress, cancellationToken).ConfigureAwait(false);
            if (extract)
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
    private static async Task<long> FetchAsync(
        ReportsClient reports, FileStream zip, CallReportOptions options, IProgress<ReportProgress>? progress, CancellationToken cancellationToken)
    {
        await reports.RunAsync(options.Format, zip, options.Run, progress, cancellationToken).ConfigureAwait(false);
        await ReportArchive.CheckAsync(zip, cancellationToken).ConfigureAwait(false);
        return zip.Length;
    }
}
