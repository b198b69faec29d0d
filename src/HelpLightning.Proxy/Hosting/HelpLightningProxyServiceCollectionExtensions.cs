using HelpLightning.Client;
using HelpLightning.Proxy;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Forwarder;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers the signing proxy.</summary>
public static class HelpLightningProxyServiceCollectionExtensions
{
    /// <summary>
    /// Adds the proxy for the site of the application's <c>HelpLightningClient</c> (<c>AddHelpLightning</c>): all under <c>/api</c> and
    /// <c>/auth</c>, for everybody on this machine. Map it with <c>MapHelpLightningProxy</c>.
    /// </summary>
    /// <param name="services">The application's.</param>
    public static IServiceCollection AddHelpLightningProxy(this IServiceCollection services) =>
        services.AddHelpLightningProxy(static (_, _) => { });

    /// <summary>The same, set up in code.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="configure">What is forwarded, for whom, and to which sites.</param>
    public static IServiceCollection AddHelpLightningProxy(this IServiceCollection services, Action<HelpLightningProxyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddHelpLightningProxy((_, options) => configure(options));
    }

    /// <summary>The same, set up with what other services know.</summary>
    /// <param name="services">The application's.</param>
    /// <param name="configure">Called once, when the proxy is first needed.</param>
    public static IServiceCollection AddHelpLightningProxy(
        this IServiceCollection services, Action<IServiceProvider, HelpLightningProxyOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddHttpForwarder();
        services.TryAddSingleton<HelpLightningProxyState>();
        services.TryAddSingleton(provider =>
        {
            HelpLightningProxyOptions options = new();
            configure(provider, options);
            options.Check();
            IReadOnlyList<ProxySite> sites = options.Sites.Count > 0
                ? [.. options.Sites]
                : [new ProxySite("default", provider.GetRequiredService<HelpLightningClient>())];
            return new HelpLightningProxy(
                options, sites, provider.GetRequiredService<HelpLightningProxyState>(), provider.GetRequiredService<IHttpForwarder>());
        });
        return services;
    }
}
