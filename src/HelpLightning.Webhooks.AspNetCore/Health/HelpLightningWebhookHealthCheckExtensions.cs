using HelpLightning.Webhooks;
using HelpLightning.Webhooks.AspNetCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a health check of the webhook inbox.</summary>
public static class HelpLightningWebhookHealthCheckExtensions
{
    /// <summary>
    /// Adds a check whether events can be kept, for readiness. It is degraded while there are dead letters, and tells how many events wait
    /// and when the last one came.
    /// </summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="failureStatus">What a failure counts as; null for unhealthy.</param>
    /// <param name="tags">Tags of the check, such as <c>ready</c>.</param>
    /// <param name="timeout">How long the store may take to answer; null for 5 seconds.</param>
    public static IHealthChecksBuilder AddHelpLightningWebhooks(
        this IHealthChecksBuilder builder, string name = "helplightning-webhooks", HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            static provider => new WebhookHealthCheck(provider.GetRequiredService<IWebhookInbox>()),
            failureStatus,
            tags,
            timeout ?? TimeSpan.FromSeconds(5)));
    }
}
