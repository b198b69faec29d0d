using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Tests;

/// <summary>The tidy form, held against the sandbox's own database.</summary>
public sealed class TidyTests
{
    [Fact]
    public async Task Csv_json_and_sqlite_hold_the_rows_of_the_database()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        site.Sandbox.Calls.Tag(site.Query("SELECT call_id FROM calls WHERE site_id = 54344 ORDER BY seq LIMIT 1")[0], "=1+1;\"x\"");
        string csv = (await site.ExportAsync("csv", site.Options(tidy: true))).Path;
        string json = (await site.ExportAsync("json", site.Options(ExportFormat.Json, tidy: true))).Path;
        string sqlite = (await site.ExportAsync("sqlite", site.Options(ExportFormat.Sqlite, tidy: true))).Path;
        using SqliteConnection database = Open(sqlite);
        Assert.Equal(TidySite.Tables.Keys.Select(t => t + ".csv").Append("SHA256SUMS").Order(StringComparer.Ordinal), Directory.GetFiles(csv).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));
        foreach ((string table, (string columns, string _)) in TidySite.Tables)
        {
            List<string> expected = site.Expected(table);
            Assert.NotEmpty(expected);
            Assert.Equal(expected, TidySite.Sorted(TableRows.Csv(Path.Combine(csv, table + ".csv"), columns.Split(',')).Select(row => SpreadsheetText.Restore(row)!.Replace("|'=", "|=", StringComparison.Ordinal))));
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(json, table + ".json")));
            Assert.Equal(expected, TidySite.Sorted(document.RootElement.EnumerateArray().Select(row => string.Join('|', columns.Split(',').Select(c => TextOf(row.GetProperty(c)))))));
            Assert.Equal(Numeric(expected), TidySite.Sorted(database.Rows($"SELECT {columns} FROM {table}")));
        }
    }

    [Fact]
    public async Task Lengths_of_time_and_times_are_numbers_and_times_to_sqlite()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        using SqliteConnection database = Open((await site.ExportAsync("out", site.Options(ExportFormat.Sqlite, tidy: true))).Path);
        Assert.Equal(["integer|text|integer"], database.Rows("SELECT DISTINCT typeof(duration), typeof(started_at), typeof(dialer_id) FROM calls"));
        Assert.Equal(["0"], database.Rows("SELECT count(*) FROM calls WHERE abs((julianday(ended_at) - julianday(started_at)) * 86400 - duration) > 0.6"));
    }

    [Fact]
    public async Task The_views_count_what_the_database_counts()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        using SqliteConnection database = Open((await site.ExportAsync("out", site.Options(ExportFormat.Sqlite, tidy: true))).Path);
        const string Counts = "count(*), sum(reason = 'Call Ended'), sum(reason NOT IN ('', 'Call Ended')), round(sum((ended_at - started_at + 500) / 1000) / 3600.0, 2)";
        List<string> weeks = site.Query($"SELECT date(started_at / 1000 - ((started_at / 86400000 + 3) % 7) * 86400, 'unixepoch') AS week, {Counts} FROM calls WHERE site_id = 54344 GROUP BY week ORDER BY week");
        Assert.InRange(weeks.Count, 2, 300);
        Assert.Equal(weeks, database.Rows("SELECT * FROM calls_by_week"));
        Assert.Equal(
            TidySite.Sorted(site.Query($"SELECT receiver_id, u.name, u.email, {Counts} FROM calls c JOIN users u ON u.id = receiver_id WHERE c.site_id = 54344 AND u.site_id = 54344 GROUP BY receiver_id")),
            TidySite.Sorted(database.Rows("SELECT user_id, name, email, calls, answered, unanswered, hours FROM calls_by_expert WHERE email IS NOT NULL")));
        Assert.Equal(
            TidySite.Sorted(site.Query($"SELECT g.name, {Counts} FROM calls c JOIN group_members m ON m.user_id = c.dialer_id JOIN groups g ON g.id = m.group_id WHERE c.site_id = 54344 GROUP BY g.name")),
            TidySite.Sorted(database.Rows("SELECT * FROM calls_by_group")));
        Assert.Equal(
            TidySite.Sorted(site.Query($"SELECT p.user_id, {Counts} FROM calls c JOIN call_participants p ON p.call_id = c.id WHERE c.site_id = 54344 GROUP BY p.user_id")),
            TidySite.Sorted(database.Rows("SELECT user_id, calls, answered, unanswered, hours FROM hours_by_person")));
        Assert.Equal(site.Query("SELECT call_id FROM calls WHERE site_id = 54344 AND reason NOT IN ('', 'Call Ended') ORDER BY started_at DESC"), database.Rows("SELECT id FROM unanswered_calls"));
    }

    [Fact]
    public async Task A_report_that_fails_costs_the_comments_alone()
    {
        await using ExportSite site = await ExportSite.StartAsync("report=failed");
        SiteExportResult result = await site.ExportAsync("out", site.Options(tidy: true));
        Assert.Equal(ExportWarningKind.CommentsMissing, Assert.Single(result.Warnings).Kind);
        Assert.Equal(0, result.Rows.Single(r => r.Key == "calls_comments").Value);
        Assert.Equal(300, result.Rows.Single(r => r.Key == "calls").Value);
    }

    [Fact]
    public async Task One_group_has_no_comments()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        long group = long.Parse(site.Query("SELECT id FROM groups WHERE site_id = 54344 AND NOT is_default ORDER BY id LIMIT 1")[0], System.Globalization.CultureInfo.InvariantCulture);
        SiteExportResult result = await site.ExportAsync("out", site.Options(group: group, tidy: true));
        Assert.Equal(TidySite.Tables.Keys.Where(t => t != "calls_comments"), result.Rows.Select(r => r.Key));
        Assert.InRange(result.Rows.Single(r => r.Key == "calls").Value, 1, 299);
    }

    [Fact]
    public async Task Csv_for_Excel_has_a_mark_semicolons_and_times_that_are_times_there()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string path = (await site.ExportAsync("out", site.Options(tidy: true, forExcel: true))).Path;
        byte[] bytes = File.ReadAllBytes(Path.Combine(path, "calls.csv"));
        Assert.Equal(Encoding.UTF8.GetPreamble(), bytes[..3]);
        Assert.Equal(-1, bytes.AsSpan(3).IndexOf(Encoding.UTF8.GetPreamble()));
        string[] lines = File.ReadAllLines(Path.Combine(path, "calls.csv"));
        Assert.StartsWith("id;started_at;ended_at;dialer;", lines[0], StringComparison.Ordinal);
        Assert.Matches(@"\Acall_[^;]+;\d{4}-\d\d-\d\d \d\d:\d\d:\d\d;\d{4}-\d\d-\d\d \d\d:\d\d:\d\d;", lines[1]);
        Assert.Equal(301, lines.Length);
    }

    [Fact]
    public async Task Another_form_than_the_last_run_had_is_a_full_export()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await site.ExportAsync("out", site.Options());
        SiteExportResult tidy = await site.ExportAsync("out", site.Options(tidy: true));
        Assert.Equal(ExportWarningKind.FormChanged, Assert.Single(tidy.Warnings).Kind);
        Assert.True(tidy.IsFull);
        Assert.False((await site.ExportAsync("out", site.Options(tidy: true))).IsFull);
        Assert.True((await site.ExportAsync("out", site.Options(tidy: true, forExcel: true))).IsFull);
    }

    internal static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };

    internal static List<string> Numeric(IEnumerable<string> rows) => TidySite.Sorted(
        rows.Select(row => row.Replace("true", "1", StringComparison.Ordinal).Replace("false", "0", StringComparison.Ordinal)));

    private static SqliteConnection Open(string folder)
    {
        SqliteConnection database = new($"Data Source={Path.Combine(folder, "helplightning.sqlite")};Mode=ReadOnly;Pooling=False");
        database.Open();
        return database;
    }
}
