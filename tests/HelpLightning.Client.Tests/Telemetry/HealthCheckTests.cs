using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpLightning.Client.Tests;

public sealed class HealthCheckTests
{
    [Theory]
    [InlineData(200, HealthStatus.Healthy)]
    [InlineData(401, HealthStatus.Degraded)]
    [InlineData(503, HealthStatus.Degraded)]
    [InlineData(0, HealthStatus.Degraded)]
    public async Task It_makes_a_signed_call_and_says_what_is_wrong(int status, HealthStatus expected)
    {
        await using ScriptedServer server = new(status == 0 ? Reply.Raw("") : Reply.Json(TestClient.Page(1, 1, 1), status));
        ServiceCollection services = new();
        services.AddLogging();
        services.AddHelpLightning("site", options =>
        {
            HelpLightningOptions right = TestClient.Options(server.Address);
            (options.ApiKey, options.SiteId, options.PartnerKey, options.BaseAddress, options.MaxRetries) = (right.ApiKey, right.SiteId, right.PartnerKey, right.BaseAddress, 0);
        });
        services.AddHealthChecks().AddHelpLightning(client: "site", failureStatus: HealthStatus.Degraded);
        await using ServiceProvider provider = services.BuildServiceProvider();
        HealthReport report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync(TestContext.Current.CancellationToken);
        HealthReportEntry entry = Assert.Single(report.Entries).Value;
        Assert.Equal(expected, entry.Status);
        Assert.NotEmpty(entry.Description!);
        Assert.Equal(expected == HealthStatus.Healthy, entry.Exception is null);
        Assert.DoesNotContain(TestClient.ApiKey, $"{entry.Description}{entry.Exception}", StringComparison.Ordinal);
        Assert.True(TestClient.Verifier.Verify(Assert.Single(server.Seen()[0].Headers("Authorization"))).IsValid);
    }
}
