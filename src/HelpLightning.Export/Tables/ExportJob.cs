using System.Globalization;

namespace HelpLightning.Export;

/// <summary>What a run is: fixed when it begins, kept while it is not finished, so that the run that goes on makes the same files.</summary>
/// <param name="Name">What the result is called.</param>
/// <param name="Started">When it began: the next run asks for what changed since.</param>
/// <param name="Since">What changed since then; null for everything.</param>
/// <param name="SiteId">The site or workspace.</param>
/// <param name="GroupId">The only group; null for the whole site.</param>
/// <param name="Format">What is written.</param>
/// <param name="AllowFormulas">Texts stay as they are.</param>
/// <param name="PageSize">Positions count in pages of this size.</param>
internal sealed record ExportJob(
    string Name, DateTimeOffset Started, DateTimeOffset? Since, long SiteId, long? GroupId, ExportFormat Format, bool AllowFormulas, int PageSize)
{
    /// <summary>
    /// Clocks differ and a change may be written down a little later than it happened, so a bit of the time before is asked
    /// for again.
    /// </summary>
    private static readonly TimeSpan ChangesOverlap = TimeSpan.FromMinutes(5);

    /// <summary>The API tells calls by when they began; one that was going on at the last run has ended since.</summary>
    private static readonly TimeSpan CallsOverlap = TimeSpan.FromDays(1);

    public DateTimeOffset? ChangedSince => Since - ChangesOverlap;

    public DateTimeOffset? CallsSince => Since - CallsOverlap;

    public static ExportJob Begin(SiteExportOptions options, DateTimeOffset? lastRun)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        DateTimeOffset? since = options.Full ? null : lastRun;
        string stem = string.Create(CultureInfo.InvariantCulture, $"hl_export_{(since is null ? "full" : "partial")}_{now.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}");
        string name = stem;
        for (int number = 2; IsTaken(options.Folder, name); number++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}_{number}");
        }

        return new ExportJob(name, now, since, options.SiteId, options.GroupId, options.Format, options.AllowFormulas, options.PageSize);
    }

    /// <summary>A run that was broken off is finished as it was begun, or not at all.</summary>
    /// <exception cref="ExportException">These options are for another export.</exception>
    public void RequireSame(SiteExportOptions options)
    {
        string? difference =
            SiteId != options.SiteId ? string.Create(CultureInfo.InvariantCulture, $"is of site {SiteId}, not {options.SiteId}")
            : GroupId != options.GroupId ? GroupId is null ? "is of the whole site" : string.Create(CultureInfo.InvariantCulture, $"is of group {GroupId}")
            : Format != options.Format ? $"writes {Format.ToString().ToUpperInvariant()}"
            : AllowFormulas != options.AllowFormulas ? AllowFormulas ? "leaves formulas as they are" : "makes formulas harmless"
            : options.Full && Since is not null ? "is of what changed"
            : null;
        if (difference is not null)
        {
            string work = Path.Combine(options.Folder, WorkFolder.Name);
            throw new ExportException($"An unfinished export in '{work}' {difference}. Repeat its options to go on with it, or delete that folder to begin anew.");
        }
    }

    private static bool IsTaken(string folder, string name) =>
        Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder, name + "*").Any(path =>
            Path.GetFileName(path) == name || Path.GetFileName(path).StartsWith(name + ".", StringComparison.Ordinal));
}
