using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// Fetches the report of all calls. The zip is read to its end and checked before anybody sees it: a file stands whole under
/// its name, or not at all.
/// </summary>
public static class CallReportFile
{
    private const string Part = ".part";

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
        string full = Path.GetFullPath(path);
        RequireFree(full, options.Overwrite);
        string zipPath = options.Extract ? full + ".zip" + Part : full + Part;
        try
        {
            FileStream zip = Create(zipPath);
            await using (zip.ConfigureAwait(false))
            {
                await FetchAsync(reports, zip, options, progress, cancellationToken).ConfigureAwait(false);
                if (options.Extract)
                {
                    FileStream table = Create(full + Part);
                    await using (table.ConfigureAwait(false))
                    {
                        await ReportArchive.CopyAsync(zip, table, cancellationToken).ConfigureAwait(false);
                        table.Flush(flushToDisk: true);
                    }
                }
                else
                {
                    await ReportArchive.CheckAsync(zip, cancellationToken).ConfigureAwait(false);
                    zip.Flush(flushToDisk: true);
                }
            }

            return Finish(full, options.Overwrite);
        }
        finally
        {
            File.Delete(zipPath);
            File.Delete(full + Part);
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
    public static async Task<long> CopyAsync(
        ReportsClient reports, Stream destination, CallReportOptions? options = null, IProgress<ReportProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reports);
        ArgumentNullException.ThrowIfNull(destination);

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
            await FetchAsync(reports, zip, options ?? new CallReportOptions(), progress, cancellationToken).ConfigureAwait(false);
            await ReportArchive.CheckAsync(zip, cancellationToken).ConfigureAwait(false);
            return await ReportArchive.CopyAsync(zip, destination, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task<Report> FetchAsync(
        ReportsClient reports, Stream zip, CallReportOptions options, IProgress<ReportProgress>? progress, CancellationToken cancellationToken) =>
        reports.RunAsync(options.Format, zip, options.Run, progress, cancellationToken);

    /// <summary>Before the report is asked for, because it may take half an hour.</summary>
    private static void RequireFree(string path, bool overwrite)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"'{path}' is a directory. Name a file in it.");
        }

        if (File.Exists(path) && !overwrite)
        {
            throw Taken(path);
        }

        if (Path.GetDirectoryName(path) is { } folder && !Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"There is no directory '{folder}'. Make it, or name another one.");
        }
    }

    private static FileStream Create(string path) => new(path, FileMode.Create, FileAccess.ReadWrite, FileShare.None);

    private static long Finish(string path, bool overwrite)
    {
        try
        {
            File.Move(path + Part, path, overwrite);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            // Somebody else wrote it meanwhile.
            throw Taken(path);
        }

        DurableFile.FlushFolder(Path.GetDirectoryName(path)!);
        return new FileInfo(path).Length;
    }

    private static IOException Taken(string path) => new($"'{path}' is there already. Name another file, or overwrite it.");
}
