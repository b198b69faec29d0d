using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpLightning.Client;

/// <summary>Asks the API for one user: shows that it is reachable, and that API key and token are accepted. Degraded
/// while a key or settings that came since cannot be used, and those from before are in force.</summary>
internal sealed class HelpLightningHealthCheck(HelpLightningClient client) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            await foreach (User _ in client.Users
                .ListAsync(options: new ListOptions { Limit = 1 }, cancellationToken: cancellationToken).ConfigureAwait(false))
            {
                break;
            }

            return client.Alarm is { } alarm
                ? HealthCheckResult.Degraded($"Help Lightning accepts our calls, but: {alarm}")
                : HealthCheckResult.Healthy("Help Lightning accepts our calls.");
        }
        catch (HelpLightningException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }
}
