namespace HelpLightning.Export.Tests;

/// <summary>Runs that are broken off or meet a failing server end in the files of an undisturbed run, byte for byte.</summary>
public sealed class ResumeTests
{
    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Json)]
    [InlineData(ExportFormat.Sqlite)]
    [InlineData(ExportFormat.Parquet)]
    public async Task Broken_off_again_and_again(ExportFormat format)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string whole = (await site.ExportAsync("whole", site.Options(format, pageSize: 1))).Path;
        Random random = new(7);
        SiteExportResult? result = null;
        int breaks = 0;
        for (; result is null; site.Clock.Advance(TimeSpan.FromSeconds(10)))
        {
            using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            BreakAfter progress = new(45 + random.Next(20), broken);
            try
            {
                result = await site.ExportAsync("broken", site.Options(format, pageSize: 1), progress, broken.Token);
            }
            catch (OperationCanceledException)
            {
                breaks++;
                Assert.False(File.Exists(site.PathTo("broken/last_run.json")));
                Assert.Equal([site.PathTo("broken/.hl-export")], Directory.GetFileSystemEntries(site.PathTo("broken")));
            }
        }

        Assert.InRange(breaks, 3, 200);
        Assert.True(result.WasResumed);
        Assert.Equal("hl_export_full_20261125T101500Z", Path.GetFileName(result.Path));
        Assert.Equal(TableRows.Content(whole), TableRows.Content(result.Path));
    }

    [Fact]
    public async Task Broken_off_while_tables_become_columns()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        SiteExportOptions options = site.Options(ExportFormat.Parquet, tidy: true);
        string whole = (await site.ExportAsync("whole", options)).Path;
        using CancellationTokenSource broken = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        site.OnRequest = path =>
        {
            if (path.Contains("report", StringComparison.Ordinal))
            {
                broken.Cancel();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.ExportAsync("broken", options, cancellation: broken.Token));
        site.OnRequest = null;
        SiteExportResult result = await site.ExportAsync("broken", options);
        Assert.True(result.WasResumed);
        Assert.Equal(TableRows.Content(whole), TableRows.Content(result.Path));
    }

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Json)]
    [InlineData(ExportFormat.Sqlite)]
    public async Task Nearly_a_third_of_the_requests_fail(ExportFormat format)
    {
        await using ExportSite calm = await ExportSite.StartAsync();
        string whole = (await calm.ExportAsync("whole", calm.Options(format))).Path;
        await using ExportSite site = await ExportSite.StartAsync("503 p=0.08", "500 p=0.05", "429 retry-after=0 p=0.05", "reset p=0.05", "truncate p=0.05", "truncate=quiet p=0.05");
        string result = (await site.ExportAsync("failing", site.Options(format))).Path;
        Assert.Equal(TableRows.Content(whole), TableRows.Content(result));
    }

    [Fact]
    public async Task What_is_left_can_only_be_finished_as_it_was_begun()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        using CancellationTokenSource broken = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.ExportAsync("out", site.Options(), new BreakAfter(5, broken), broken.Token));
        Assert.Contains("writes CSV", (await Assert.ThrowsAsync<ExportException>(() => site.ExportAsync("out", site.Options(ExportFormat.Json)))).Message, StringComparison.Ordinal);
        Assert.Contains("whole site", (await Assert.ThrowsAsync<ExportException>(() => site.ExportAsync("out", site.Options(group: 3)))).Message, StringComparison.Ordinal);
        Assert.True((await site.ExportAsync("out", site.Options())).WasResumed);
    }

    [Fact]
    public async Task Rows_beyond_the_journal_do_not_count()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string whole = (await site.ExportAsync("whole", site.Options(pageSize: 1))).Path;
        using CancellationTokenSource broken = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.ExportAsync("out", site.Options(pageSize: 1), new BreakAfter(60, broken), broken.Token));
        File.AppendAllText(site.PathTo("out/.hl-export/files/users.csv"), "half a row, wri");
        Assert.Equal(TableRows.Content(whole), TableRows.Content((await site.ExportAsync("out", site.Options(pageSize: 1))).Path));
    }

    [Fact]
    public async Task Damage_is_told()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        using CancellationTokenSource broken = new();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => site.ExportAsync("out", site.Options(pageSize: 1), new BreakAfter(60, broken), broken.Token));
        File.WriteAllText(site.PathTo("out/.hl-export/files/users.csv"), "");
        Assert.Contains("damaged", (await Assert.ThrowsAsync<ExportException>(() => site.ExportAsync("out", site.Options(pageSize: 1)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_at_a_time()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        ExportException? refused = null;
        OnFirst second = new(() => refused = Assert.Throws<ExportException>(() => site.ExportAsync("out", site.Options()).GetAwaiter().GetResult()));
        await site.ExportAsync("out", site.Options(), second);
        Assert.Contains("is running", refused?.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_a_shifting_list_tells_twice_is_written_once()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        PagesTwice client = new(site.Client);
        SiteExportResult result = await new SiteExport(client, site.PathTo("out"), site.Options()).RunAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(site.Query("SELECT id FROM users WHERE site_id = 54344 ORDER BY seq"), TableRows.Csv(Path.Combine(result.Path, "users.csv"), "id"));
    }
}
