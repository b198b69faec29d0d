using System.Text.Json;

namespace HelpLightning.Export.Tests;

/// <summary>What changed since the last run, and the state that says when that was.</summary>
public sealed class IncrementalTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_second_run_brings_what_changed()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await site.ExportAsync("out", site.Options());
        await site.Client.Users.InviteAsync(new() { Name = "New Person", Email = "new@example.com" }, Cancellation);
        site.Requests.Clear();
        SiteExportResult second = await site.ExportAsync("out", site.Options());
        Assert.False(second.IsFull);
        Assert.StartsWith("hl_export_partial_", Path.GetFileName(second.Path), StringComparison.Ordinal);
        Assert.Equal(["new@example.com"], TableRows.Csv(Path.Combine(second.Path, "users.csv"), "email"));
        Assert.Empty(TableRows.Csv(Path.Combine(second.Path, "calls.csv"), "id"));
        Assert.Contains(site.Requests, path => path.StartsWith("/api/v1/enterprise/calls/range", StringComparison.Ordinal));
        SiteExportResult full = await site.ExportAsync("out", site.Options(full: true));
        Assert.True(full.IsFull);
        Assert.Equal(41, full.Rows.Single(r => r.Key == "users").Value);
    }

    [Fact]
    public async Task The_state_is_the_vendors_and_holds_when_the_run_began()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await site.ExportAsync("out", site.Options());
        using JsonDocument state = JsonDocument.Parse(File.ReadAllBytes(site.PathTo("out/last_run.json")));
        Assert.Equal("2026-11-25T10:15:00.000000Z", state.RootElement.GetProperty("timestamp").GetString());
        Assert.False(Directory.Exists(site.PathTo("out/.hl-export")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("\uFEFF")] // as an editor of Windows saves it
    public async Task It_goes_on_from_a_state_that_the_vendors_sample_wrote(string mark)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Directory.CreateDirectory(site.PathTo("out"));
        File.WriteAllText(site.PathTo("out/last_run.json"), mark + """{"timestamp": "2025-06-01T00:00:00.123456Z"}""");
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        Assert.Equal(new DateTimeOffset(2025, 6, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(1234560), result.Since);

        // Calls of the day before are told again: one that was going on then has ended since.
        Assert.Equal(
            site.Query($"SELECT call_id FROM calls WHERE site_id = 54344 AND started_at >= {new DateTimeOffset(2025, 5, 31, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds()} ORDER BY started_at"),
            TableRows.Csv(Path.Combine(result.Path, "calls.csv"), "id"));
    }

    [Theory]
    [InlineData("not json", "no timestamp")]
    [InlineData("""{"timestamp": "yesterday"}""", "no timestamp")]
    [InlineData("""{"timestamp": "2025-06-01T00:00:00Z", "site_id": 7}""", "is of site 7")]
    [InlineData("""{"timestamp": "2025-06-01T00:00:00Z", "group_id": 7}""", "is of another group")]
    public async Task A_state_of_something_else_is_refused(string state, string reason)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Directory.CreateDirectory(site.PathTo("out"));
        File.WriteAllText(site.PathTo("out/last_run.json"), state);
        ExportException refused = await Assert.ThrowsAsync<ExportException>(() => site.ExportAsync("out", site.Options()));
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
        Assert.Contains("--full", refused.Message, StringComparison.Ordinal);
        await site.ExportAsync("out", site.Options(full: true));
    }

    [Fact]
    public async Task Two_runs_in_one_second_have_two_names()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Assert.EndsWith("Z", (await site.ExportAsync("out", site.Options(full: true))).Path, StringComparison.Ordinal);
        Assert.EndsWith("Z_2", (await site.ExportAsync("out", site.Options(full: true))).Path, StringComparison.Ordinal);
    }
}
