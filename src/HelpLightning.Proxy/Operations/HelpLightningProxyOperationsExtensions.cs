using HelpLightning.Proxy;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps what an orchestrator and a Prometheus ask for.</summary>
public static class HelpLightningProxyOperationsExtensions
{
    private static readonly string[] Methods = ["GET", "HEAD"];

    /// <summary>
    /// Answers <c>/startup</c>, <c>/live</c>, <c>/ready</c> and <c>/metrics</c>. A probe is 200, or 503 with the reasons as JSON;
    /// metrics are Prometheus' text format 0.0.4, of the meters <c>HelpLightning.Proxy</c> and <c>HelpLightning.Client</c> and of the
    /// process.
    /// <para>
    /// Nobody has to sign in, and what is said is meant for operators: give these a port of their own, which callers do not reach. Metrics
    /// are counted from this call on.
    /// </para>
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="options">Who may ask; null for whoever reaches the application under an address of numbers.</param>
    /// <exception cref="InvalidOperationException">
    /// There is no <see cref="HelpLightningProxyState"/> among the services: <c>AddHelpLightningProxy</c> adds one.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The port is out of its range.</exception>
    public static IEndpointConventionBuilder MapHelpLightningProxyOperations(
        this IEndpointRouteBuilder endpoints, HelpLightningProxyOperationsOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        options ??= new HelpLightningProxyOperationsOptions();
        if (options.Port is < 1 or > 65_535)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Port, $"{nameof(options.Port)} has to be 1 to 65,535.");
        }

        HelpLightningProxyState state = endpoints.ServiceProvider.GetService<HelpLightningProxyState>()
            ?? throw new InvalidOperationException(
                $"There is no {nameof(HelpLightningProxyState)} to tell of. Call builder.Services.AddHelpLightningProxy(...), or "
                + "register one as a singleton, before the application is built.");
        MetricCollector metrics = new(ProxyMetrics.MeterName, "HelpLightning.Client");
        endpoints.ServiceProvider.GetService<IHostApplicationLifetime>()?.ApplicationStopped.Register(metrics.Dispose);

        OperationsEndpoints operations = new(state, metrics, options);
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapMethods("/startup", Methods, operations.StartupAsync);
        group.MapMethods("/live", Methods, operations.LiveAsync);
        group.MapMethods("/ready", Methods, operations.ReadyAsync);
        group.MapMethods("/metrics", Methods, operations.MetricsAsync);
        return group.AllowAnonymous();
    }
}
