using System.Text.Json;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests;

/// <summary>Where the next run goes on is a place in the server's data, so it is told by the server's clock, however wrong this machine's is.</summary>
public sealed class ServerTimeTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(-60 * 24 * 365)]
    [InlineData(-60)]
    [InlineData(-20)]
    [InlineData(0)]
    [InlineData(60)]
    [InlineData(60 * 24 * 365)]
    public async Task Who_came_between_two_runs_is_in_the_second(int minutesAhead)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        site.ServerAhead = TimeSpan.FromMinutes(minutesAhead);
        Assert.Empty((await site.ExportAsync("out", site.Options())).Warnings);
        for (int run = 0; run < 3; run++)
        {
            // Long enough for nothing to be told twice because runs overlap a little.
            site.Clock.Advance(TimeSpan.FromMinutes(6));
            await InviteAsync(site, $"new{run}@example.com");
            site.Clock.Advance(TimeSpan.FromMinutes(6));
            SiteExportResult result = await site.ExportAsync("out", site.Options());
            Assert.False(result.IsFull);
            Assert.Empty(result.Warnings);
            Assert.Equal([$"new{run}@example.com"], TableRows.Csv(Path.Combine(result.Path, "users.csv"), "email"));
        }
    }

    [Fact]
    public async Task The_state_and_the_name_are_of_the_servers_time()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        site.ServerAhead = -Hour;
        Assert.Equal("hl_export_full_20261125T091500Z", Path.GetFileName((await site.ExportAsync("out", site.Options())).Path));
        Assert.Equal(
            """{"timestamp":"2026-11-25T09:15:00.000000Z","site_id":54344,"clock":"server","format":"csv"}""",
            JsonSerializer.Serialize(JsonDocument.Parse(File.ReadAllBytes(site.PathTo("out/last_run.json"))).RootElement));
    }

    /// <summary>Two hours ahead, as a run dated by a machine's clock would have left it; or the server's own clock was set back.</summary>
    [Theory]
    [InlineData("""{"timestamp": "2026-11-25T12:15:00Z"}""")]
    [InlineData("""{"timestamp": "2026-11-25T12:15:00Z", "clock": "server"}""")]
    public async Task A_last_run_in_the_servers_future_is_told_and_everything_comes(string state)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Directory.CreateDirectory(site.PathTo("out"));
        File.WriteAllText(site.PathTo("out/last_run.json"), state);
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        Assert.True(result.IsFull);
        ExportWarning warning = Assert.Single(result.Warnings);
        Assert.Equal(ExportWarningKind.LastRunInFuture, warning.Kind);
        Assert.Contains("2026-11-25 12:15:00 UTC, and at the server it is 2026-11-25 10:15:00 UTC", warning.Message, StringComparison.Ordinal);
        List<string> ids = TableRows.Csv(Path.Combine(result.Path, "users.csv"), "id");
        Assert.Equal(site.Query("SELECT id FROM users WHERE site_id = 54344 ORDER BY seq"), ids);

        // And with that it is mended.
        SiteExportResult next = await site.ExportAsync("out", site.Options());
        Assert.False(next.IsFull);
        Assert.Empty(next.Warnings);
    }

    /// <summary>A machine that was two hours ahead, three hours ago: nothing shows it, so a day more is asked for.</summary>
    [Fact]
    public async Task A_last_run_by_a_machines_clock_is_not_trusted_by_hours()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        await InviteAsync(site, "early@example.com");
        Directory.CreateDirectory(site.PathTo("out"));
        File.WriteAllText(site.PathTo("out/last_run.json"), $$"""{"timestamp": "{{site.Clock.GetUtcNow() + (2 * Hour):O}}"}""");
        site.Clock.Advance(3 * Hour);
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        Assert.False(result.IsFull);
        Assert.Equal(["early@example.com"], TableRows.Csv(Path.Combine(result.Path, "users.csv"), "email"));
    }

    [Fact]
    public async Task A_server_without_a_clock_is_told_and_the_next_run_asks_for_a_day_more()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        using HelpLightningClient client = site.ClientThrough(new NoDate { InnerHandler = site.Sandbox.CreateHandler() });
        site.ServerAhead = -Hour;
        SiteExportResult first = await new SiteExport(client, site.PathTo("out"), site.Options()).RunAsync(cancellationToken: Cancellation);
        Assert.Equal(ExportWarningKind.NoServerTime, Assert.Single(first.Warnings).Kind);
        Assert.DoesNotContain("server", File.ReadAllText(site.PathTo("out/last_run.json")), StringComparison.Ordinal);
        await InviteAsync(site, "new@example.com");
        site.Clock.Advance(2 * Hour);
        SiteExportResult second = await new SiteExport(client, site.PathTo("out"), site.Options()).RunAsync(cancellationToken: Cancellation);
        Assert.Equal(["new@example.com"], TableRows.Csv(Path.Combine(second.Path, "users.csv"), "email"));
    }

    private static Task<User> InviteAsync(ExportSite site, string email) => site.Client.Users.InviteAsync(new() { Name = "New Person", Email = email }, Cancellation);

    private sealed class NoDate : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
            response.Headers.Date = null;
            return response;
        }
    }
}
