using System.Globalization;

namespace HelpLightning.Cli.Tests;

/// <summary>Lists of what happened lately, on a machine that is an hour ahead of the server.</summary>
public sealed class ServerClockListTests(Workshop shop) : IClassFixture<Workshop>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_list_of_the_last_hour_has_the_calls_and_the_people_of_the_last_hour()
    {
        shop.Sandbox.Clock.Advance(TimeSpan.FromHours(-1));
        string begun = (TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(90)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await shop.Sandbox.LoadScenarioAsync(
            $$"""{"calls": [{"dialer": 1, "receiver": 2, "started_at": "{{begun}}", "duration": "5m", "call_id": "call_listed"}]}""", Cancellation);
        (await RunAsync("users", "invite", "listed@example.com", "--name", "Listed Person", "--yes")).Require(0);
        Assert.Contains("call_listed", (await RunAsync("calls", "list", "--since", "1h", "--all", "--fields", "id", "-o", "csv")).Require(0).Output, StringComparison.Ordinal);
        Assert.Contains(
            "listed@example.com", (await RunAsync("users", "list", "--updated-since", "30m", "--all", "--fields", "email", "-o", "csv")).Require(0).Output, StringComparison.Ordinal);
    }

    private Task<HlResult> RunAsync(params string[] arguments) => Hl.RunAsync(shop.Environment, "", arguments);
}
