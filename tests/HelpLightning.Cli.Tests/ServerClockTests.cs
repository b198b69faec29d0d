using System.Globalization;
using System.Text.Json;

namespace HelpLightning.Cli.Tests;

/// <summary>What is kept or asked for by time goes by the server's clock: this machine is an hour ahead of it here.</summary>
public sealed class ServerClockTests(Workshop shop) : IClassFixture<Workshop>, IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        shop.Sandbox.Clock.Reset();
        shop.Sandbox.Clock.Advance(TimeSpan.FromHours(-1));
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_export_brings_who_came_since_the_last_one()
    {
        (await RunAsync("export", "--out", shop.PathTo("ahead"))).Require(0);
        (await RunAsync("users", "invite", "new@example.com", "--name", "New Person", "--yes")).Require(0);
        HlResult second = (await RunAsync("export", "--out", shop.PathTo("ahead"))).Require(0);
        Assert.Contains("users 1,", second.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", second.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_whose_last_run_lies_in_the_future_says_so_and_brings_everything()
    {
        Directory.CreateDirectory(shop.PathTo("future"));
        await File.WriteAllTextAsync(shop.PathTo("future/last_run.json"), JsonSerializer.Serialize(new { timestamp = TimeProvider.System.GetUtcNow() }), Cancellation);
        HlResult result = (await RunAsync("export", "--out", shop.PathTo("future"))).Require(0);
        Assert.StartsWith("warning: last_run.json says that the last run began at ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Exported everything: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_of_the_last_hour_has_the_calls_of_the_last_hour()
    {
        string begun = (TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(90)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await shop.Sandbox.LoadScenarioAsync(
            $$"""{"calls": [{"dialer": 1, "receiver": 2, "started_at": "{{begun}}", "duration": "5m", "call_id": "call_recent", "files": [{"name": "a.txt"}]}]}""", Cancellation);
        (await RunAsync("calls", "download", "--since", "1h", "--out", shop.PathTo("recent"))).Require(0);
        Assert.True(Directory.Exists(shop.PathTo("recent/call_recent")));
    }

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}
