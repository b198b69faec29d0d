using HelpLightning.Client;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a health check of a <see cref="HelpLightningClient"/>.</summary>
public static class HelpLightningHealthCheckExtensions
{
    /// <summary>Adds a check that makes one signed call. Each check costs one request.</summary>
    /// <param name="builder">The application's health checks.</param>
    /// <param name="name">The name of the check.</param>
    /// <param name="client">Which client, when several are registered; null for the one without a name.</param>
    /// <param name="failureStatus">What a failure counts as; null for unhealthy.</param>
    /// <param name="tags">Tags of the check.</param>
    /// <param name="timeout">How long the check may take; null for as long as the client's own limits let it.</param>
    public static IHealthChecksBuilder AddHelpLightning(
        this IHealthChecksBuilder builder, string name = "helplightning", string? client = null,
        HealthStatus? failureStatus = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Add(new HealthCheckRegistration(
            name,
            provider => new HelpLightningHealthCheck(
                provider.GetRequiredKeyedService<HelpLightningClient>(client ?? Options.Options.DefaultName)),
            failureStatus,
            tags,
            timeout));
    }
}
