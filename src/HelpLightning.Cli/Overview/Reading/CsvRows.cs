using HelpLightning.Cli.Exit;
using HelpLightning.Cli.Overview.Counting;
using HelpLightning.Export;
using nietras.SeparatedValues;

namespace HelpLightning.Cli.Overview.Reading;

/// <summary>A folder with a CSV file for each table.</summary>
internal sealed class CsvRows(string folder) : ExportRows
{
    public const string Extension = ".csv";

    public override IEnumerable<OverviewCall> Calls()
    {
        string?[] cells = new string?[CallColumns.Count];
        foreach (string?[] row in Read("calls", CallColumns, cells))
        {
            yield return Call(i => row[i]);
        }
    }

    public override IEnumerable<(string Call, long? User)>? Members() => File.Exists(PathOf("calls_users"))
        ? Read("calls_users", ["call_id", "user_id", "isAnonymous"], new string?[3])
            .Select(static row => (row[0]!, Flag(row[2]) ? null : Id(row[1])))
        : null;

    public override IEnumerable<ExportedGroup> Groups() => Optional("pods", ["id", "name", "default"])
        .Where(static row => Id(row[0]) is not null).Select(static row => new ExportedGroup(Id(row[0])!.Value, row[1]!, Flag(row[2])));

    public override IEnumerable<(long Group, long User)> GroupMembers() => Optional("pods_users", ["pod_id", "user_id"])
        .Where(static row => Id(row[0]) is not null && Id(row[1]) is not null)
        .Select(static row => (Id(row[0])!.Value, Id(row[1])!.Value));

    private string PathOf(string table) => Path.Combine(folder, table + Extension);

    private IEnumerable<string?[]> Optional(string table, IReadOnlyList<string> columns) =>
        File.Exists(PathOf(table)) ? Read(table, columns, new string?[columns.Count]) : [];

    /// <summary>Each row is read into the same cells.</summary>
    private IEnumerable<string?[]> Read(string table, IReadOnlyList<string> columns, string?[] cells)
    {
        using SepReader reader = Open(table);
        int[] indexes = [.. columns.Select(name => reader.Header.TryIndexOf(name, out int index) ? index : -1)];
        if (Array.IndexOf(indexes, -1) is >= 0 and int missing)
        {
            throw CommandException.Configuration(
                $"'{PathOf(table)}' has no column {columns[missing]}, so it is no table of hl export. "
                + "Name the folder that hl export printed.");
        }

        while (MoveNext(reader, table))
        {
            for (int i = 0; i < indexes.Length; i++)
            {
                cells[i] = SpreadsheetText.Restore(reader.Current[indexes[i]].ToString());
            }

            yield return cells;
        }
    }

    private SepReader Open(string table)
    {
        try
        {
            return Sep.New(',').Reader(static options => options with { Unescape = true }).FromFile(PathOf(table));
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw Damaged(table);
        }
    }

    private bool MoveNext(SepReader reader, string table)
    {
        try
        {
            return reader.MoveNext();
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentException)
        {
            throw Damaged(table);
        }
    }

    private CommandException Damaged(string table) => CommandException.Configuration(
        $"'{PathOf(table)}' is no whole CSV table. sha256sum -c SHA256SUMS in its folder tells whether it is as hl export wrote it.");
}
