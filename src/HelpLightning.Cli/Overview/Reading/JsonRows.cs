using System.Text.Json;
using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Overview.Counting;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>A folder with a JSON file for each table, in which each row is a line.</summary>
internal sealed class JsonRows(string folder) : ExportRows
{
    public const string Extension = ".json";

    public override IEnumerable<OverviewCall> Calls() => Read("calls", static row => Call(i => Text(row, CallColumns[i])));

    public override IEnumerable<(string Call, long? User)>? Members() => File.Exists(PathOf("calls_users"))
        ? Read("calls_users", static row =>
            (Text(row, "call_id") ?? "", Flag(Text(row, "isAnonymous")) ? null : Id(Text(row, "user_id"))))
        : null;

    public override IEnumerable<ExportedGroup> Groups() => Optional("pods", static row => new ExportedGroup(
        Id(Text(row, "id")) ?? -1, Text(row, "name") ?? "", Flag(Text(row, "default"))));

    public override IEnumerable<(long Group, long User)> GroupMembers() =>
        Optional("pods_users", static row => (Id(Text(row, "pod_id")) ?? -1, Id(Text(row, "user_id")) ?? -1));

    private string PathOf(string table) => Path.Combine(folder, table + Extension);

    private IEnumerable<T> Optional<T>(string table, Func<JsonElement, T> convert) =>
        File.Exists(PathOf(table)) ? Read(table, convert) : [];

    private IEnumerable<T> Read<T>(string table, Func<JsonElement, T> convert)
    {
        foreach (string line in File.ReadLines(PathOf(table)))
        {
            string text = line.Trim().TrimEnd(',');
            if (text is not ("" or "[" or "]" or "[]"))
            {
                yield return Convert(text, table, convert);
            }
        }
    }

    private T Convert<T>(string text, string table, Func<JsonElement, T> convert)
    {
        try
        {
            using JsonDocument row = JsonDocument.Parse(text);
            if (row.RootElement.ValueKind == JsonValueKind.Object)
            {
                return convert(row.RootElement);
            }
        }
        catch (JsonException)
        {
            // Said below, as for what is JSON and no row.
        }

        throw CommandException.Configuration(
            $"'{PathOf(table)}' is not as hl export writes it, with a row on each line. Name the folder that hl export printed.");
    }

    private static string? Text(JsonElement row, string name) =>
        !row.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null ? null : value.ToString();
}
