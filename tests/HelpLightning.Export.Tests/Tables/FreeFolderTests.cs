namespace HelpLightning.Export.Tests;

/// <summary>What an earlier run leaves binds the next one only by what it wrote; and tables of two forms never lie beside each other as one whole.</summary>
public sealed class FreeFolderTests
{
    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Sqlite)]
    public async Task A_run_that_wrote_no_row_leaves_the_folder_free(ExportFormat format)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await Assert.ThrowsAsync<Client.HelpLightningNotFoundException>(() => site.ExportAsync("out", site.Options(format, group: 99_999)));
        Assert.Empty(Directory.GetFileSystemEntries(site.PathTo("out")));
        SiteExportResult result = await site.ExportAsync("out", site.Options(ExportFormat.Json));
        Assert.False(result.WasResumed);
    }

    [Fact]
    public async Task Nor_does_one_whose_first_request_failed()
    {
        await using ExportSite site = await ExportSite.StartAsync("503 retry-after=1h");
        await Assert.ThrowsAsync<Client.HelpLightningApiException>(() => site.ExportAsync("out", site.Options()));
        Assert.Empty(Directory.GetFileSystemEntries(site.PathTo("out")));
    }

    /// <summary>A kill gives no chance to tidy up.</summary>
    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Sqlite)]
    public async Task One_that_was_killed_before_its_first_row_neither(ExportFormat format)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        string work = site.PathTo("out/.hl-export");
        string kept = site.PathTo("kept");
        site.OnRequest = path =>
        {
            if (path.Contains("99999", StringComparison.Ordinal) && !Directory.Exists(kept))
            {
                Directory.CreateDirectory(kept);
                foreach (string file in Directory.GetFiles(work).Where(f => !f.EndsWith("lock", StringComparison.Ordinal)))
                {
                    File.Copy(file, Path.Combine(kept, Path.GetFileName(file)));
                }
            }
        };
        await Assert.ThrowsAsync<Client.HelpLightningNotFoundException>(() => site.ExportAsync("out", site.Options(format, group: 99_999)));
        Directory.Move(kept, work);
        Assert.True(File.Exists(Path.Combine(work, "job.json")));
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        Assert.False(result.WasResumed);
        Assert.Equal(40, result.Rows.Single(r => r.Key == "users").Value);
    }

    [Theory]
    [InlineData(ExportFormat.Csv, false, ExportFormat.Sqlite, false)]
    [InlineData(ExportFormat.Sqlite, false, ExportFormat.Csv, false)]
    [InlineData(ExportFormat.Json, false, ExportFormat.Csv, false)]
    [InlineData(ExportFormat.Csv, false, ExportFormat.Csv, true)]
    [InlineData(ExportFormat.Csv, true, ExportFormat.Csv, false)]
    public async Task In_another_form_everything_comes_once_and_then_what_changed(ExportFormat before, bool rawBefore, ExportFormat after, bool rawAfter)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await site.ExportAsync("out", site.Options(before, allowFormulas: rawBefore));
        SiteExportResult whole = await site.ExportAsync("out", site.Options(after, allowFormulas: rawAfter));
        Assert.True(whole.IsFull);
        Assert.Equal(ExportWarningKind.FormChanged, Assert.Single(whole.Warnings).Kind);
        Assert.Equal(40, whole.Rows.Single(r => r.Key == "users").Value);
        SiteExportResult part = await site.ExportAsync("out", site.Options(after, allowFormulas: rawAfter));
        Assert.False(part.IsFull);
        Assert.Empty(part.Warnings);
    }

    /// <summary>The vendor's sample writes CSV, whatever its file says or does not say.</summary>
    [Fact]
    public async Task What_the_vendors_sample_wrote_is_csv()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Directory.CreateDirectory(site.PathTo("out"));
        File.WriteAllText(site.PathTo("out/last_run.json"), """{"timestamp": "2025-06-01T00:00:00.123456Z"}""");
        Assert.True((await site.ExportAsync("out", site.Options(ExportFormat.Sqlite))).IsFull);
    }
}
