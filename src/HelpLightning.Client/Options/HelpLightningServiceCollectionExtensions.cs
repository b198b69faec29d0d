using HelpLightning.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="HelpLightningClient"/>.</summary>
public static class HelpLightningServiceCollectionExtensions
{
    /// <summary>
    /// Adds a <see cref="HelpLightningClient"/> (a singleton, safe to share) with the settings of a configuration section,
    /// named as the properties of <see cref="HelpLightningOptions"/>. They are checked when the application starts, and
    /// followed when they change: a new API key, address or key needs no restart.
    /// </summary>
    /// <returns>
    /// The handlers under it, for what the application wants to add: a proxy, a handler of its own. Time limits and headers
    /// are the client's, so <c>ConfigureHttpClient</c> has no effect.
    /// </returns>
    public static IHttpClientBuilder AddHelpLightning(this IServiceCollection services, IConfiguration section) =>
        services.AddHelpLightning(Options.Options.DefaultName, section);

    /// <summary>Adds a <see cref="HelpLightningClient"/> (a singleton, safe to share), set up in code.</summary>
    /// <returns>
    /// The handlers under it, for what the application wants to add: a proxy, a handler of its own. Time limits and headers
    /// are the client's, so <c>ConfigureHttpClient</c> has no effect.
    /// </returns>
    public static IHttpClientBuilder AddHelpLightning(this IServiceCollection services, Action<HelpLightningOptions> configure) =>
        services.AddHelpLightning(Options.Options.DefaultName, configure);

    /// <summary>
    /// Adds one of several clients, for another site or data centre. It is a keyed singleton: take it with
    /// <c>[FromKeyedServices("name")] HelpLightningClient</c>. Its key, tokens and caches are its own.
    /// </summary>
    /// <returns>
    /// The handlers under it, for what the application wants to add: a proxy, a handler of its own. Time limits and headers
    /// are the client's, so <c>ConfigureHttpClient</c> has no effect.
    /// </returns>
    public static IHttpClientBuilder AddHelpLightning(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        IHttpClientBuilder builder = services.AddHelpLightning(name, options => OptionsBinder.Bind(section, options));
        services.AddSingleton<IOptionsChangeTokenSource<HelpLightningOptions>>(
            new ConfigurationChangeTokenSource<HelpLightningOptions>(name, section));
        return builder;
    }

    /// <summary>Adds one of several clients, set up in code; a keyed singleton.</summary>
    /// <returns>
    /// The handlers under it, for what the application wants to add: a proxy, a handler of its own. Time limits and headers
    /// are the client's, so <c>ConfigureHttpClient</c> has no effect.
    /// </returns>
    public static IHttpClientBuilder AddHelpLightning(this IServiceCollection services, string name, Action<HelpLightningOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddCredentials(name, configure);
        if (services.IsRegistered<HelpLightningClient>(name))
        {
            // A second call only adds settings; a second handler would sign twice.
            return services.AddHttpClient(ApiClientName(name));
        }

        services.AddKeyedSingleton(name, (provider, _) => Create(provider, name));
        if (name == Options.Options.DefaultName)
        {
            services.AddSingleton(static provider => provider.GetRequiredKeyedService<HelpLightningClient>(Options.Options.DefaultName));
        }

        // The loggers of HttpClient write paths, and those of files hold what people called them.
        services.AddHttpClient(FileClientName(name))
            .RemoveAllLoggers()
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => HttpHandlers.CreateForFiles());

        // Connections are renewed by their own lifetime, so the handlers need not be.
        return services.AddHttpClient(ApiClientName(name))
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => HttpHandlers.CreateForApi())
            .WrapPrimaryHandler(static (_, handler) => new AuthorizationHandler(HttpHandlers.Secured(handler)));
    }

    private static HelpLightningClient Create(IServiceProvider provider, string name)
    {
        IHttpMessageHandlerFactory handlers = provider.GetRequiredService<IHttpMessageHandlerFactory>();
        return new HelpLightningClient(new ClientCore(
            provider.GetRequiredKeyedService<CurrentConnection>(name), ClientTelemetry.Of(provider),
            Invoker(handlers, ApiClientName(name)), Invoker(handlers, FileClientName(name))));
    }

    private static HttpMessageInvoker Invoker(IHttpMessageHandlerFactory handlers, string name) =>
        new(handlers.CreateHandler(name), disposeHandler: false);

    private static string ApiClientName(string name) => name.Length == 0 ? "HelpLightning" : $"HelpLightning:{name}";

    private static string FileClientName(string name) => ApiClientName(name) + ":Files";
}
