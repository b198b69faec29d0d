using System.Globalization;
using System.IO.Compression;
using HelpLightning.Client;
using HelpLightning.Times;
using nietras.SeparatedValues;

namespace HelpLightning.Export;

/// <summary>Reads the CSV flavour of the call report, row by row: memory stays flat whatever its size.</summary>
public static class CallReportReader
{
    private static readonly string[] KnownColumns =
    [
        "id", "started_at", "ended_at", "tags", "comments", "groups", "participants", "dialer", "status", "duration", "workspace",
        "workspace_id",
    ];

    /// <summary>Reads the rows out of the zip that <see cref="ReportsClient.RunAsync"/> saves.</summary>
    /// <param name="zip">The zip; must be seekable, such as a file. Not closed.</param>
    /// <exception cref="InvalidDataException">It is not a zip, or holds no CSV.</exception>
    public static IEnumerable<CallReportRow> ReadZip(Stream zip)
    {
        ArgumentNullException.ThrowIfNull(zip);
        using ZipArchive archive = new(zip, ZipArchiveMode.Read, leaveOpen: true);
        ZipArchiveEntry entry = archive.Entries.FirstOrDefault(static e => e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            ?? throw new InvalidDataException("The zip holds no .csv file: is it the JSON flavour of the report?");
        using StreamReader text = new(entry.Open());
        foreach (CallReportRow row in Read(text))
        {
            yield return row;
        }
    }

    /// <summary>Reads the rows of a CSV text with a header row. Quoted cells may hold commas, quotes and line breaks (RFC 4180).</summary>
    /// <param name="csv">The text. Not closed.</param>
    public static IEnumerable<CallReportRow> Read(TextReader csv)
    {
        ArgumentNullException.ThrowIfNull(csv);
        using SepReader reader = Sep.New(',').Reader(options => options with { Unescape = true, DisableColCountCheck = true }).From(csv);
        Dictionary<string, int> columns = [];
        foreach (string name in reader.Header.ColNames)
        {
            columns.TryAdd(name.Trim().TrimStart('\uFEFF'), columns.Count);
        }

        List<(string Name, int Index)> others =
            [.. columns.Where(static c => !KnownColumns.Contains(c.Key)).Select(static c => (c.Key, c.Value))];
        foreach (SepReader.Row row in reader)
        {
            yield return ToRow(row, columns, others);
        }
    }

    private static CallReportRow ToRow(SepReader.Row row, Dictionary<string, int> columns, List<(string Name, int Index)> others)
    {
        Dictionary<string, string> additional = [];
        foreach ((string name, int index) in others)
        {
            additional[name] = Cell(row, index);
        }

        return new CallReportRow
        {
            Id = Cell(row, columns, "id"),
            StartedAt = ApiTime.Parse(Cell(row, columns, "started_at")),
            EndedAt = ApiTime.Parse(Cell(row, columns, "ended_at")),
            Tags = Cell(row, columns, "tags"),
            Comments = Cell(row, columns, "comments"),
            Groups = Cell(row, columns, "groups"),
            Participants = Cell(row, columns, "participants"),
            Dialer = Cell(row, columns, "dialer"),
            Status = Cell(row, columns, "status"),
            Duration = Seconds(Cell(row, columns, "duration")),
            Workspace = Cell(row, columns, "workspace"),
            WorkspaceId = Number(Cell(row, columns, "workspace_id")),
            AdditionalColumns = additional,
        };
    }

    private static string Cell(SepReader.Row row, Dictionary<string, int> columns, string name) =>
        columns.TryGetValue(name, out int index) ? Cell(row, index) : "";

    private static string Cell(SepReader.Row row, int index) => index < row.ColCount ? row[index].ToString() : "";

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>Seconds, or <c>00:01:34</c>: the report's form is not documented.</summary>
    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds) && seconds < 1e9
            ? TimeSpan.FromSeconds(seconds)
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan duration) ? duration
        : null;
}
