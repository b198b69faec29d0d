using System.Globalization;
using HelpLightning.Sandbox;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Export.Tests;

/// <summary>A database that runs add to, held against the sandbox's own.</summary>
public sealed class SiteDatabaseTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Each_run_brings_what_changed_and_the_database_is_the_sites()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        SiteExportResult first = await GrowAsync(site);
        Assert.True(first.IsFull);
        Assert.Equal(site.PathTo("site.sqlite"), first.Path);
        AssertSame(site);
        string running = await ChangeAsync(site, 1);
        SiteExportResult second = await GrowAsync(site);
        Assert.False(second.IsFull);
        Assert.Equal(1, second.Rows.Single(r => r.Key == "users").Value);
        Assert.Equal(2, second.Rows.Single(r => r.Key == "calls").Value);
        AssertSame(site);
        site.Clock.Advance(TimeSpan.FromHours(3));
        site.Sandbox.Calls.End(running);
        site.Sandbox.Calls.Tag(running, "repair");
        await GrowAsync(site);
        AssertSame(site);
        await GrowAsync(site, full: true);
        AssertSame(site, isFull: true);
        using SqliteConnection database = Open(site);
        Assert.Equal(["1||1", "2|2026-11-25T10:15:00.000000Z|1"], database.Rows("SELECT number, since, finished FROM runs WHERE number < 3"));
        Assert.Equal(["HLex", "1"], database.Rows("SELECT char(0x48, 0x4c, 0x65, 0x78) WHERE (SELECT application_id FROM pragma_application_id) = 0x484C6578 UNION ALL SELECT user_version FROM pragma_user_version"));
        Assert.Equal(site.Query("SELECT count(*) FROM calls WHERE site_id = 54344"), database.Rows("SELECT sum(calls) FROM calls_by_week"));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(site.PathTo("site.sqlite")));
        }
    }

    [Fact]
    public async Task Broken_off_again_and_again_while_the_site_changes()
    {
        await using ExportSite site = await ExportSite.StartAsync("GET /api/** 503 p=0.03", "GET /api/** reset p=0.02");
        Random random = new(11);
        int breaks = 0;
        for (SiteExportResult? result = null; result is null; site.Clock.Advance(TimeSpan.FromMinutes(10)))
        {
            using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            try
            {
                result = await GrowAsync(site, pageSize: 2, progress: new BreakAfter(40 + random.Next(20), broken), cancellation: broken.Token);
            }
            catch (OperationCanceledException)
            {
                await ChangeAsync(site, ++breaks);
            }
        }

        Assert.InRange(breaks, 3, 200);
        Assert.False((await GrowAsync(site)).IsFull);
        AssertSame(site);
    }

    [Fact]
    public async Task Who_is_gone_is_marked_by_a_full_run_and_no_longer_when_there_again()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await GrowAsync(site);
        long id = long.Parse(site.Query("SELECT max(id) FROM users WHERE site_id = 54344")[0], CultureInfo.InvariantCulture);
        HiddenUser without = new(site.Client, id);
        await new SiteDatabase(without, site.PathTo("site.sqlite"), site.Options()).RunAsync(cancellationToken: Cancellation);
        Assert.Empty(Missing(site));
        site.Clock.Advance(TimeSpan.FromHours(1));
        await new SiteDatabase(without, site.PathTo("site.sqlite"), site.Options(full: true)).RunAsync(cancellationToken: Cancellation);
        Assert.Equal([$"{id}|2026-11-25T11:15:00.000000Z"], Missing(site));
        AssertSame(site);
        await GrowAsync(site, full: true);
        Assert.Empty(Missing(site));
    }

    [Fact]
    public async Task A_list_that_was_shorter_than_announced_marks_nobody()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await GrowAsync(site);
        HiddenUser without = new(site.Client, FirstUser(site), isAnnounced: true);
        SiteExportResult result = await new SiteDatabase(without, site.PathTo("site.sqlite"), site.Options(full: true)).RunAsync(cancellationToken: Cancellation);
        Assert.Equal(ExportWarningKind.RowsMissing, Assert.Single(result.Warnings).Kind);
        Assert.Empty(Missing(site));
    }

    [Theory]
    [InlineData("text", "no SQLite database")]
    [InlineData("foreign", "something else")]
    [InlineData("newer", "newer version")]
    [InlineData("other site", "is of site 1")]
    public async Task What_is_no_such_database_is_refused_and_stays_as_it_is(string kind, string reason)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string path = site.PathTo("site.sqlite");
        switch (kind)
        {
            case "text":
                File.WriteAllText(path, new string('x', 5_000));
                break;
            case "foreign":
                Execute(path, "CREATE TABLE theirs (x)");
                break;
            case "newer":
                await GrowAsync(site);
                Execute(path, "PRAGMA user_version = 2");
                break;
            default:
                await GrowAsync(site);
                Execute(path, "UPDATE hl_state SET last_run = replace(last_run, '54344', '1')");
                break;
        }

        byte[] before = File.ReadAllBytes(path);
        ExportException refused = await Assert.ThrowsAsync<ExportException>(() => GrowAsync(site));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("was changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(["site.sqlite"], Directory.GetFiles(Path.GetDirectoryName(path)!, "site.*").Select(p => Path.GetFileName(p)));
    }

    [Fact]
    public async Task It_can_be_read_while_it_is_written_and_no_second_run_gets_in()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await GrowAsync(site);
        ExportException? refused = null;
        List<string> seen = [];
        OnFirst look = new(() =>
        {
            refused = Assert.Throws<ExportException>(() => GrowAsync(site).GetAwaiter().GetResult());
            using SqliteConnection reader = Open(site);
            seen = reader.Rows("SELECT count(*) FROM calls UNION ALL SELECT count(*) FROM calls WHERE id NOT IN (SELECT call_id FROM calls_participants)");
        });
        await new SiteDatabase(site.Client, site.PathTo("site.sqlite"), site.Options(full: true)).RunAsync(look, Cancellation);
        Assert.Contains("is running", refused?.Message, StringComparison.Ordinal);
        Assert.Equal(["300", "0"], seen);
    }

    [Fact]
    public async Task An_empty_file_and_a_kill_in_the_making_are_begun_anew()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        File.WriteAllText(site.PathTo("site.sqlite"), "");
        await GrowAsync(site);
        AssertSame(site);
        File.Delete(site.PathTo("site.sqlite"));
        Execute(site.PathTo("site.sqlite"), "PRAGMA journal_mode = WAL");
        await GrowAsync(site);
        AssertSame(site);
    }

    [Fact]
    public async Task One_group_or_a_passphrase_is_refused()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Assert.Contains("whole site", Assert.Throws<ExportException>(() => new SiteDatabase(site.Client, "x", site.Options(group: 3))).Message, StringComparison.Ordinal);
        Assert.Contains("encrypted", Assert.Throws<ExportException>(() => new SiteDatabase(site.Client, "x", site.Options(passphrase: "p"))).Message, StringComparison.Ordinal);
    }

    private static Task<SiteExportResult> GrowAsync(
        ExportSite site, bool full = false, int pageSize = 50, IProgress<SiteExportProgress>? progress = null, CancellationToken? cancellation = null) =>
        new SiteDatabase(site.Client, site.PathTo("site.sqlite"), site.Options(full: full, pageSize: pageSize)).RunAsync(progress, cancellation ?? Cancellation);

    /// <summary>A new person, a call that ends and one that goes on, with a guest and a tag.</summary>
    private static async Task<string> ChangeAsync(ExportSite site, int number)
    {
        await site.Client.Users.InviteAsync(new() { Name = $"New {number}", Email = $"new{number}@example.com" }, Cancellation);
        List<string> people = site.Query("SELECT email FROM users WHERE site_id = 54344 ORDER BY seq LIMIT 2");
        SandboxCall over = site.Sandbox.Calls.Start(people[0], people[1]);
        site.Sandbox.Calls.JoinAsGuest(over.CallId, "Guest");
        site.Clock.Advance(TimeSpan.FromSeconds(61));
        site.Sandbox.Calls.End(over.CallId);
        site.Sandbox.Calls.Tag(over.CallId, "pump");
        return site.Sandbox.Calls.Start(people[1], people[0]).CallId;
    }

    /// <param name="site">The site.</param>
    /// <param name="isFull">Also what moves at the server without a new <c>updated_at</c>, which only a full run sees.</param>
    private static void AssertSame(ExportSite site, bool isFull = false)
    {
        using SqliteConnection database = Open(site);
        Assert.Equal("ok", Assert.Single(database.Rows("PRAGMA integrity_check")));
        foreach ((string table, (string columns, string _)) in TidySite.Tables)
        {
            string told = isFull ? columns : columns.Replace("last_used_at,", "", StringComparison.Ordinal);
            List<string> expected = isFull ? site.Expected(table) : site.Query(TidySite.Tables[table].Query.Replace("last_used_at,", "", StringComparison.Ordinal));
            Assert.Equal(TidyTests.Numeric(expected), TidySite.Sorted(database.Rows($"SELECT {told} FROM {table}")));
        }
    }

    private static long FirstUser(ExportSite site) =>
        long.Parse(site.Query("SELECT min(id) FROM users WHERE site_id = 54344")[0], CultureInfo.InvariantCulture);

    private static List<string> Missing(ExportSite site)
    {
        using SqliteConnection database = Open(site);
        return database.Rows("SELECT id, missing_since FROM users WHERE missing_since IS NOT NULL UNION ALL SELECT id, missing_since FROM groups WHERE missing_since IS NOT NULL UNION ALL SELECT id, missing_since FROM calls WHERE missing_since IS NOT NULL");
    }

    private static SqliteConnection Open(ExportSite site)
    {
        SqliteConnection database = new($"Data Source={site.PathTo("site.sqlite")};Mode=ReadOnly;Pooling=False");
        database.Open();
        return database;
    }

    private static void Execute(string path, string sql)
    {
        using SqliteConnection database = new($"Data Source={path};Pooling=False");
        database.Open();
        using SqliteCommand command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
