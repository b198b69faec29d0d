using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>
/// Whether events can be kept, which makes it a check of readiness: a receiver whose store is gone answers 503, and a balancer can send
/// requests to another. Dead letters degrade it, as somebody has to look at them.
/// </summary>
internal sealed class WebhookHealthCheck(IWebhookInbox inbox) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            InboxStatus status = await inbox.GetStatusAsync(cancellationToken).ConfigureAwait(false);
            Dictionary<string, object> data = new(StringComparer.Ordinal)
            {
                ["new"] = status.New,
                ["waiting"] = status.Waiting,
                ["dead"] = status.Dead,
            };
            Add(data, "oldest_unhandled_at", status.OldestUnhandledAt);
            Add(data, "last_received_at", status.LastReceivedAt);
            return status.Dead == 0
                ? HealthCheckResult.Healthy("Webhook events are kept and handled.", data)
                : HealthCheckResult.Degraded($"{status.Dead} webhook event(s) could not be handled: they are dead letters.", data: data);
        }
        catch (InboxUnavailableException e)
        {
            return new HealthCheckResult(context.Registration.FailureStatus, e.Message, e);
        }
    }

    private static void Add(Dictionary<string, object> data, string name, DateTimeOffset? time)
    {
        if (time is { } known)
        {
            data[name] = known;
        }
    }
}
