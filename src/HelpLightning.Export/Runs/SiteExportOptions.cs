using System.Globalization;
using System.Text.Json.Serialization;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Export;

/// <summary>What to export, and how.</summary>
public sealed record SiteExportOptions
{
    /// <summary>The number of the site or workspace: who is of another one counts as external in a call.</summary>
    public required SiteId SiteId { get; init; }

    /// <summary>CSV by default.</summary>
    public ExportFormat Format { get; init; }

    /// <summary>True for everything; false (the default) for what changed since the last run, or everything when there was none.</summary>
    public bool Full { get; init; }

    /// <summary>Only this group, its people, and the calls that any of them took part in; null for the whole site.</summary>
    public long? GroupId { get; init; }

    /// <summary>Leave texts in CSV as they are even where a spreadsheet would run them as formulas; false by default.</summary>
    public bool AllowFormulas { get; init; }

    /// <summary>
    /// One shape for everything, as <c>docs/data-dictionary.md</c> describes it: times, numbers and lengths of time as such, and the lists
    /// of a call as tables. False (the default) for the tables of the vendor's own sample.
    /// </summary>
    public bool Tidy { get; init; }

    /// <summary>
    /// CSV that a spreadsheet set to commas in numbers opens by a double click: with a byte order mark, semicolons between the cells, and
    /// times as <c>2026-11-25 10:15:00</c> in UTC. False by default; of no use for other formats.
    /// </summary>
    public bool CsvForExcel { get; init; }

    /// <summary>Makes one encrypted archive instead of a folder of files. Null or absent for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWriting)]
    public string? Passphrase { get; init; }

    /// <summary>Rows asked for in one request: 1 to 10,000, 500 by default. A server may allow fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in that range.</exception>
    public int PageSize
    {
        get;
        init => field = value is > 0 and <= 10_000
            ? value
            : throw new ArgumentOutOfRangeException(nameof(PageSize), value, "PageSize is 1 to 10,000.");
    }
    = 500;

    /// <summary>
    /// The clock that waits go by. An export is dated by the server's; by this one only when the server does not tell its time.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>What an export is of, and how it is written; never the passphrase.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{nameof(SiteExportOptions)} {{ SiteId = {SiteId}, GroupId = {GroupId}, Format = {Format}, Tidy = {Tidy}, Full = {Full} }}");
}
