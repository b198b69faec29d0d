using System.Globalization;

namespace HelpLightning.Export.Runs;

/// <summary>
/// What a run is: fixed when it begins, kept while it is not finished, so that the run that goes on makes the same files.
/// </summary>
/// <param name="Name">What the result is called.</param>
/// <param name="Started">When it began: the next run asks for what changed since.</param>
/// <param name="Since">What changed since then; null for everything.</param>
/// <param name="SiteId">The site or workspace.</param>
/// <param name="GroupId">The only group; null for the whole site.</param>
/// <param name="Format">What is written.</param>
/// <param name="AllowFormulas">Texts stay as they are.</param>
/// <param name="PageSize">Positions count in pages of this size.</param>
/// <param name="IsByServersClock">The server told when it began.</param>
/// <param name="IsSinceForeign">Of what changed: since when was told by the clock of some machine.</param>
/// <param name="Tidy">One shape for everything, rather than the vendor's.</param>
/// <param name="CsvForExcel">CSV as a spreadsheet opens it by a double click.</param>
/// <param name="IsGrowing">Into a database that runs add to: members are read anew, for nothing says when they changed.</param>
/// <param name="Warnings">What is to be said about it at the end.</param>
internal sealed record ExportJob(
    string Name,
    DateTimeOffset Started,
    DateTimeOffset? Since,
    long SiteId,
    long? GroupId,
    ExportFormat Format,
    bool AllowFormulas,
    int PageSize,
    bool IsByServersClock = false,
    bool IsSinceForeign = false,
    bool Tidy = false,
    bool CsvForExcel = false,
    bool IsGrowing = false,
    IReadOnlyList<ExportWarning>? Warnings = null)
{
    /// <summary>
    /// A server has many machines, whose clocks differ a little, and a change may be written down a little later than it happened, so a
    /// bit of the time before is asked for again.
    /// </summary>
    private static readonly TimeSpan ChangesOverlap = TimeSpan.FromMinutes(5);

    /// <summary>Of a time by some machine's clock: nobody knows how far it was ahead of the server's.</summary>
    private static readonly TimeSpan ForeignOverlap = TimeSpan.FromDays(1);

    /// <summary>The API tells calls by when they began; one that was going on at the last run has ended since.</summary>
    private static readonly TimeSpan CallsOverlap = TimeSpan.FromDays(1);

    public DateTimeOffset? ChangedSince => Since - (IsSinceForeign ? ForeignOverlap : ChangesOverlap);

    public DateTimeOffset? CallsSince => Since - CallsOverlap;

    /// <param name="folder">Where to.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="last">The last run; null when there was none, or when it does not matter.</param>
    /// <param name="serverTime">
    /// Before anything was read. A time to go on from must be the server's: were it a machine's that is ahead, what changes until the
    /// server's clock gets there would never come.
    /// </param>
    public static ExportJob Begin(string folder, SiteExportOptions options, LastRun? last, DateTimeOffset? serverTime)
    {
        DateTimeOffset now = serverTime ?? options.TimeProvider.GetUtcNow();
        ExportWarning[] warnings = [.. Warn(options, last, now, serverTime is not null)];
        bool isFull = warnings.Any(static w => w.Kind is ExportWarningKind.LastRunInFuture or ExportWarningKind.FormChanged);
        LastRun? from = isFull ? null : last;
        string extent = from is null ? "full" : "partial";
        string stem = string.Create(CultureInfo.InvariantCulture, $"hl_export_{extent}_{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        string name = stem;
        for (int number = 2; IsTaken(folder, name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
        }

        return new ExportJob(
            name, now, from?.Time, options.SiteId.Value, options.GroupId, options.Format, options.AllowFormulas, options.PageSize,
            serverTime is not null, from is { IsByServersClock: false }, options.Tidy, options.CsvForExcel, Warnings: warnings);
    }

    /// <summary>A run that was broken off is finished as it was begun, or not at all.</summary>
    /// <exception cref="ExportException">These options are for another export.</exception>
    public void RequireSame(string folder, SiteExportOptions options)
    {
        string? difference =
            SiteId != options.SiteId.Value ? string.Create(CultureInfo.InvariantCulture, $"is of site {SiteId}, not {options.SiteId}")
            : GroupId != options.GroupId
                ? GroupId is null ? "is of the whole site" : string.Create(CultureInfo.InvariantCulture, $"is of group {GroupId}")
            : Format != options.Format ? $"writes {Format.ToString().ToUpperInvariant()}"
            : Tidy != options.Tidy ? Tidy ? "is tidy" : "has the vendor's tables"
            : CsvForExcel != options.CsvForExcel ? CsvForExcel ? "is for Excel" : "is not for Excel"
            : AllowFormulas != options.AllowFormulas ? AllowFormulas ? "leaves formulas as they are" : "makes formulas harmless"
            : options.Full && Since is not null ? "is of what changed"
            : null;
        if (difference is not null)
        {
            string work = Path.Combine(folder, WorkFolder.Name);
            throw new ExportException(
                $"An unfinished export in '{work}' {difference}. Repeat its options to go on with it, "
                + "or delete that folder to begin anew.");
        }
    }

    private static IEnumerable<ExportWarning> Warn(SiteExportOptions options, LastRun? last, DateTimeOffset now, bool isByServersClock)
    {
        if (last is not null && last.Time > now + ChangesOverlap)
        {
            yield return new ExportWarning(ExportWarningKind.LastRunInFuture, string.Create(
                CultureInfo.InvariantCulture,
                $"{LastRun.FileName} says that the last run began at {last.Time:yyyy-MM-dd HH:mm:ss} UTC, and at the server it is "
                + $"{now:yyyy-MM-dd HH:mm:ss} UTC: the clock that dated it was ahead. "
                + $"Everything was exported, so that nothing is missed."));
        }
        else if (last is not null && !last.HasFormOf(options))
        {
            yield return new ExportWarning(
                ExportWarningKind.FormChanged,
                "The last run into this folder wrote its tables in another form. Everything was exported in the new one, because a part "
                + "would not fit to it.");
        }

        if (!isByServersClock)
        {
            yield return new ExportWarning(
                ExportWarningKind.NoServerTime,
                "The server does not tell its time, so the next run goes by this machine's clock, and asks for a day more to be safe.");
        }
    }

    private static bool IsTaken(string folder, string name) =>
        Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, name + "*").Any(path =>
            Path.GetFileName(path) == name || Path.GetFileName(path).StartsWith(name + ".", StringComparison.Ordinal));
}
