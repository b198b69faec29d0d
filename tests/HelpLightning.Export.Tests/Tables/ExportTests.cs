using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Tests;

/// <summary>What an export writes, held against the sandbox's own database.</summary>
public sealed class ExportTests
{
    private const string UsersHeader =
        "id,active,available,confirmation_sent_at,confirmed_at,created_at,email,email_confirmed,enterprise_id,first_call_at,invitation_sent_at,is_confirmed,"
        + "is_first_login,last_used_at,license,location,manage,name,provider,provider_uid,role_id,role_name,status,status_message,title,"
        + "unavailable_expires_at,updated_at,username";

    private static readonly string[] Names = ["calls", "calls_users", "pods", "pods_admins", "pods_on_call_pods", "pods_pods", "pods_users", "users"];

    /// <summary>The sandbox allows 1,000 rows in a page; what the vendor allows is not known.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_size_that_the_server_refuses_or_lowers_is_lowered(bool isRefused)
    {
        await using ExportSite site = await ExportSite.StartAsync(strictPaging: isRefused);
        SiteExportResult small = await site.ExportAsync("small", site.Options());
        SiteExportResult large = await site.ExportAsync("large", site.Options(pageSize: 5_000));
        Assert.Equal(small.Rows, large.Rows);
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(small.Path, "SHA256SUMS"), TestContext.Current.CancellationToken), await File.ReadAllTextAsync(Path.Combine(large.Path, "SHA256SUMS"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_tables_hold_the_rows_of_the_database()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        Assert.Equal(site.PathTo("out/hl_export_full_20261125T101500Z"), result.Path);
        Assert.True(result.IsFull);
        string Of(string table) => Path.Combine(result.Path, table + ".csv");
        Assert.Equal([.. Names.Select(n => n + ".csv").Prepend("SHA256SUMS")], Directory.GetFiles(result.Path).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal));

        Assert.Equal(
            site.Query("SELECT id, name, email, coalesce(title, ''), created_at, updated_at, last_used_at, iif(active, 'true', 'false') FROM users WHERE site_id = 54344 ORDER BY seq"),
            TableRows.Csv(Of("users"), "id", "name", "email", "title", "created_at", "updated_at", "last_used_at", "active"));
        Assert.Equal(
            site.Query("SELECT id, name, iif(is_default, 'true', 'false'), iif(is_expert, 'true', 'false') FROM groups WHERE site_id = 54344 ORDER BY id"),
            TableRows.Csv(Of("pods"), "id", "name", "default", "expert"));
        Assert.Equal(
            site.Query(
                """
                SELECT g.id || '_' || u.id, g.id, u.id FROM groups g JOIN users u ON u.site_id = g.site_id
                WHERE g.site_id = 54344 AND (g.is_default OR EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = u.id)) ORDER BY g.id, u.id
                """),
            TableRows.Csv(Of("pods_users"), "id", "pod_id", "user_id"));
        Assert.Equal(
            site.Query("SELECT group_id || '_' || user_id, group_id, user_id FROM group_admins JOIN groups g ON g.id = group_id WHERE g.site_id = 54344 ORDER BY 2, 3"),
            TableRows.Csv(Of("pods_admins"), "id", "pod_id", "user_id"));
        Assert.Equal(
            site.Query("SELECT group_id || '_' || included_id, group_id, included_id FROM subgroups JOIN groups g ON g.id = group_id WHERE g.site_id = 54344"),
            TableRows.Csv(Of("pods_pods"), "id", "pod_id", "included_pod_id"));
        Assert.Equal(
            site.Query("SELECT group_id || '_' || on_call_id, group_id, on_call_id FROM on_call_groups JOIN groups g ON g.id = group_id WHERE g.site_id = 54344"),
            TableRows.Csv(Of("pods_on_call_pods"), "id", "pod_id", "on_call_pod_id"));
        Assert.Equal(
            site.Query(
                """
                SELECT call_id, dialer_id, receiver_id, (started_at / 1000) || '.' || printf('%03d', started_at % 1000), (ended_at / 1000) || '.' || printf('%03d', ended_at % 1000),
                  (ended_at - started_at + 500) / 1000, reason, iif(is_internal, 'true', 'false') FROM calls WHERE site_id = 54344 ORDER BY seq
                """),
            TableRows.Csv(Of("calls"), "id", "dialer_id", "receiver_id", "time_call_started", "time_call_ended", "call_duration", "reason_call_ended", "intra_enterprise_call"));
        Assert.Equal(
            site.Query(
                """
                SELECT c.call_id || '_' || u.id, c.call_id, u.id, u.name, iif(u.site_id = 0, 'true', 'false'), iif(u.site_id <> 54344, 'true', 'false')
                FROM calls c JOIN call_participants p ON p.call_id = c.id JOIN users u ON u.id = p.user_id WHERE c.site_id = 54344 ORDER BY c.seq, p.position
                """),
            TableRows.Csv(Of("calls_users"), "id", "call_id", "user_id", "name", "isAnonymous", "isExternal"));
    }

    [Fact]
    public async Task The_columns_are_those_of_the_vendors_sample()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        string Header(string table) => File.ReadLines(Path.Combine(result.Path, table + ".csv")).First();
        Assert.Equal(UsersHeader, Header("users"));
        Assert.Equal("id,admin_count,default,description,email,expert,manage,name,user_count", Header("pods"));
        Assert.Equal("id,pod_id,user_id", Header("pods_users"));
        Assert.Equal("id,pod_id,user_id", Header("pods_admins"));
        Assert.Equal("id,pod_id,included_pod_id", Header("pods_pods"));
        Assert.Equal("id,pod_id,on_call_pod_id", Header("pods_on_call_pods"));
        Assert.Equal(
            "id,has_attachments,call_duration,dialer_id,dialer_name,intra_enterprise_call,reason_call_ended,receiver_id,receiver_name,recording_status,timestamp,time_call_started,time_call_ended",
            Header("calls"));
        Assert.Equal("id,call_id,user_id,name,isAnonymous,isExternal", Header("calls_users"));
    }

    [Fact]
    public async Task All_formats_hold_the_same_rows()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string csv = (await site.ExportAsync("csv", site.Options())).Path;
        string json = (await site.ExportAsync("json", site.Options(ExportFormat.Json))).Path;
        string sqlite = (await site.ExportAsync("sqlite", site.Options(ExportFormat.Sqlite))).Path;
        using SqliteConnection database = new($"Data Source={Path.Combine(sqlite, "helplightning.sqlite")};Mode=ReadOnly;Pooling=False");
        database.Open();
        Assert.Equal("ok", Assert.Single(database.Rows("PRAGMA integrity_check")));
        foreach (string table in Names)
        {
            string[] columns = File.ReadLines(Path.Combine(csv, table + ".csv")).First().Split(',');
            List<string> expected = TableRows.Csv(Path.Combine(csv, table + ".csv"), columns);
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(json, table + ".json")));
            Assert.Equal(expected, document.RootElement.EnumerateArray().Select(row => string.Join('|', row.EnumerateObject().Select(TextOf))));
            Assert.Equal(
                expected.Select(row => row.Replace("true", "1", StringComparison.Ordinal).Replace("false", "0", StringComparison.Ordinal)),
                database.Rows($"SELECT * FROM {table} ORDER BY rowid"));
        }

        Assert.Equal(40 + 2, File.ReadAllLines(Path.Combine(json, "users.json")).Length);
    }

    [Fact]
    public async Task The_sums_are_right()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        string[] lines = File.ReadAllLines(Path.Combine(result.Path, "SHA256SUMS"));
        Assert.Equal(Names.Length, lines.Length);
        foreach (string line in lines)
        {
            string[] parts = line.Split("  ");
            Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(result.Path, parts[1])))), parts[0]);
        }
    }

    [Fact]
    public async Task One_group_has_its_people_and_the_calls_of_any_of_them()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        long group = long.Parse(site.Query("SELECT id FROM groups WHERE site_id = 54344 AND NOT is_default ORDER BY id LIMIT 1")[0], System.Globalization.CultureInfo.InvariantCulture);
        SiteExportResult result = await site.ExportAsync("out", site.Options(group: group));
        string Of(string table) => Path.Combine(result.Path, table + ".csv");
        Assert.Equal([.. UsersHeader.Split(',').Except(["license", "manage", "provider", "provider_uid", "status_message", "unavailable_expires_at"])], File.ReadLines(Of("users")).First().Split(','));
        Assert.Equal(site.Query($"SELECT user_id FROM group_members WHERE group_id = {group} ORDER BY 1"), TableRows.Csv(Of("users"), "id"));
        Assert.Equal([$"{group}"], TableRows.Csv(Of("pods"), "id"));
        List<string> calls = TableRows.Csv(Of("calls"), "id");
        Assert.Equal(
            site.Query(
                $"""
                SELECT call_id FROM calls c WHERE site_id = 54344 AND EXISTS (
                  SELECT 1 FROM call_participants p JOIN group_members m ON m.user_id = p.user_id WHERE p.call_id = c.id AND m.group_id = {group}) ORDER BY seq
                """),
            calls);
        Assert.InRange(calls.Count, 1, 299);
    }

    [Fact]
    public async Task Names_that_are_formulas_and_lines_survive_as_text()
    {
        const string Odd = "=HYPERLINK(\"x\"),\n'Zoë' 🙂";
        await using ExportSite site = await ExportSite.StartAsync();
        await site.Client.Users.InviteAsync(new() { Name = Odd, Email = "odd@example.com" }, TestContext.Current.CancellationToken);
        string safe = (await site.ExportAsync("safe", site.Options())).Path;
        Assert.Equal("'" + Odd, TableRows.Csv(Path.Combine(safe, "users.csv"), "name")[^1]);
        SiteExportOptions options = new() { SiteId = new(54344), AllowFormulas = true };
        string raw = (await site.ExportAsync("raw", options)).Path;
        Assert.Equal(Odd, TableRows.Csv(Path.Combine(raw, "users.csv"), "name")[^1]);
        string json = (await site.ExportAsync("json", site.Options(ExportFormat.Json))).Path;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(json, "users.json")));
        Assert.Equal(Odd, document.RootElement.EnumerateArray().Last().GetProperty("name").GetString());
    }

    private static string TextOf(JsonProperty property) => property.Value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => property.Value.GetString()!,
        _ => property.Value.GetRawText(),
    };
}
