using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using HelpLightning.Export.Files;
using HelpLightning.Export.Tables;
using HelpLightning.Files;

namespace HelpLightning.Export.Runs;

/// <summary>
/// <c>last_run.json</c>: when the last export began. The vendor's sample keeps the same file, so either goes on where the
/// other was; the rest is ours, and says what was exported.
/// </summary>
/// <param name="Timestamp">UTC, with microseconds.</param>
/// <param name="SiteId">The site or workspace; null when the vendor's sample wrote it.</param>
/// <param name="GroupId">The only group; null for the whole site.</param>
/// <param name="Clock">
/// <c>server</c> when the time is the server's own; null for the clock of some machine, as the vendor's sample has it.
/// </param>
/// <param name="Format">What was written; null for CSV, as the vendor's sample does.</param>
/// <param name="AllowFormulas">Texts were left as they are; null for no.</param>
/// <param name="Tidy">The tables were tidy; null for no.</param>
/// <param name="CsvForExcel">The CSV was for Excel; null for no.</param>
internal sealed record LastRun(
    string Timestamp, long? SiteId = null, long? GroupId = null, string? Clock = null, string? Format = null, bool? AllowFormulas = null,
    bool? Tidy = null, bool? CsvForExcel = null)
{
    public const string FileName = "last_run.json";

    private const string ServersClock = "server";

    /// <summary>Null when the text is no time.</summary>
    [JsonIgnore]
    public DateTimeOffset? Time => DateTimeOffset.TryParse(
        Timestamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time
        : null;

    [JsonIgnore]
    public bool IsByServersClock => Clock == ServersClock;

    /// <exception cref="ExportException">It cannot be understood, or is of another export.</exception>
    public static LastRun? Read(string folder, SiteExportOptions options)
    {
        string path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        if (Parse(path) is not { Time: not null } state)
        {
            throw new ExportException(
                $"'{path}' is not the state of an export: it holds no timestamp. Export everything (--full) to have it written anew.");
        }

        string? other =
            state.SiteId is { } site && site != options.SiteId.Value ? string.Create(CultureInfo.InvariantCulture, $"site {site}")
            : state.GroupId != options.GroupId ? "another group or the whole site"
            : null;
        return other is null
            ? state
            : throw new ExportException(
                $"'{path}' is of {other}. Use a folder of its own for each, or export everything (--full).");
    }

    public static void Write(string folder, ExportJob job)
    {
        byte[] state = JsonSerializer.SerializeToUtf8Bytes(Of(job), ExportJson.Default.LastRun);
        DurableFile.Write(Path.Combine(folder, FileName), state, ExportRules.State);
    }

    /// <summary>Was this job the last to be finished?</summary>
    public static bool IsOf(string folder, ExportJob job)
    {
        string path = Path.Combine(folder, FileName);
        return File.Exists(path) && Parse(path) == Of(job);
    }

    /// <summary>Would a part in this form fit to what the last run wrote?</summary>
    public bool HasFormOf(SiteExportOptions options) =>
        (Format ?? NameOf(ExportFormat.Csv)) == NameOf(options.Format)
        && (Tidy ?? false) == options.Tidy
        && (options.Format != ExportFormat.Csv
            || ((AllowFormulas ?? false) == options.AllowFormulas && (CsvForExcel ?? false) == options.CsvForExcel));

    public static LastRun Of(ExportJob job) => new(
        Cell.TimeText(job.Started), job.SiteId, job.GroupId, job.IsByServersClock ? ServersClock : null, NameOf(job.Format),
        job.AllowFormulas ? true : null, job.Tidy ? true : null, job.CsvForExcel ? true : null);

    private static string NameOf(ExportFormat format) => format switch
    {
        ExportFormat.Csv => "csv",
        ExportFormat.Json => "json",
        ExportFormat.Parquet => "parquet",
        _ => "sqlite",
    };

    private static LastRun? Parse(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(Utf8Mark.Strip(File.ReadAllBytes(path)), ExportJson.Default.LastRun);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
