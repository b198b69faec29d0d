using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Signs the requests of any <see cref="HttpClient"/> with a site's credentials.</summary>
public static class HelpLightningCredentialsExtensions
{
    /// <summary>
    /// Signs this client's requests with the credentials of a <see cref="HelpLightningClient"/> that <c>AddHelpLightning</c> registers:
    /// one key, one set of settings for both.
    /// </summary>
    /// <inheritdoc cref="AddHelpLightningCredentials(IHttpClientBuilder, Action{HelpLightningOptions})" path="/remarks"/>
    /// <param name="builder">The client, from <c>AddHttpClient</c>.</param>
    public static IHttpClientBuilder AddHelpLightningCredentials(this IHttpClientBuilder builder) =>
        builder.AddHelpLightningCredentials(Options.Options.DefaultName);

    /// <summary>The same with the credentials of one of several clients.</summary>
    /// <inheritdoc cref="AddHelpLightningCredentials(IHttpClientBuilder, Action{HelpLightningOptions})" path="/remarks"/>
    /// <param name="builder">The client, from <c>AddHttpClient</c>.</param>
    /// <param name="client">The name that it was registered by.</param>
    public static IHttpClientBuilder AddHelpLightningCredentials(this IHttpClientBuilder builder, string client)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(client);
        return builder.Sign(client);
    }

    /// <summary>
    /// Signs this client's requests with the credentials of a configuration section, which are followed when they change.
    /// </summary>
    /// <inheritdoc cref="AddHelpLightningCredentials(IHttpClientBuilder, Action{HelpLightningOptions})" path="/remarks"/>
    /// <param name="builder">The client, from <c>AddHttpClient</c>.</param>
    /// <param name="section">Named as the properties of <see cref="HelpLightningOptions"/>.</param>
    public static IHttpClientBuilder AddHelpLightningCredentials(this IHttpClientBuilder builder, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.AddHelpLightningCredentials(options => OptionsBinder.Bind(section, options));
        builder.Services.AddSingleton<IOptionsChangeTokenSource<HelpLightningOptions>>(
            new ConfigurationChangeTokenSource<HelpLightningOptions>(NameOf(builder), section));
        return builder;
    }

    /// <summary>Signs this client's requests with credentials that are set up in code.</summary>
    /// <remarks>
    /// Signing is part of what talks to the network: handlers that are added to the client before or after, or to all clients, sit
    /// outside it, see no secret, and get a fresh token when they repeat a request. The base address is set when the client has none.
    /// Redirects are not followed, because the platform would send the API key along to another host.
    /// </remarks>
    /// <param name="builder">The client, from <c>AddHttpClient</c>.</param>
    /// <param name="configure">Which key, site and address; time limits and retries play no part.</param>
    public static IHttpClientBuilder AddHelpLightningCredentials(this IHttpClientBuilder builder, Action<HelpLightningOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.AddCredentials(NameOf(builder), configure);
        return builder.Sign(NameOf(builder));
    }

    /// <summary>Registers the credentials of one name, once; a second time only adds settings.</summary>
    internal static void AddCredentials(this IServiceCollection services, string name, Action<HelpLightningOptions> configure)
    {
        bool isKnown = services.IsRegistered<CurrentConnection>(name);
        OptionsBuilder<HelpLightningOptions> options = services.AddOptions<HelpLightningOptions>(name);
        if (!isKnown)
        {
            options.Configure<IEnumerable<PartnerKeyScheme>>(
                static (options, registered) => options.PartnerKeySchemes = [.. options.PartnerKeySchemes, .. registered]);
        }

        options.Configure(configure).ValidateOnStart();
        if (isKnown)
        {
            return;
        }

        services.AddSingleton<IValidateOptions<HelpLightningOptions>>(new HelpLightningOptionsValidator(name));
        services.AddKeyedSingleton(name, (provider, _) => new CurrentConnection(
            provider.GetRequiredService<IOptionsFactory<HelpLightningOptions>>(),
            provider.GetServices<IOptionsChangeTokenSource<HelpLightningOptions>>(),
            name, ClientTelemetry.Of(provider)));
        services.AddKeyedSingleton(name, (provider, _) =>
            new HelpLightningCredentials(
                provider.GetRequiredKeyedService<CurrentConnection>(name), ClientTelemetry.Of(provider), PartnerTokenSource.Instance));
        if (name == Options.Options.DefaultName)
        {
            services.AddSingleton(
                static provider => provider.GetRequiredKeyedService<HelpLightningCredentials>(Options.Options.DefaultName));
        }
    }

    internal static bool IsRegistered<T>(this IServiceCollection services, string name) =>
        services.Any(service => service.ServiceType == typeof(T) && service.ServiceKey is string key && key == name);

    /// <summary>
    /// Puts a handler around the one that talks to the network, whatever that is in the end, so that all others sit outside it:
    /// those added before and after, those of all clients, and the loggers.
    /// </summary>
    internal static IHttpClientBuilder WrapPrimaryHandler(
        this IHttpClientBuilder builder, Func<IServiceProvider, HttpMessageHandler, HttpMessageHandler> wrap)
    {
        builder.Services.PostConfigure<HttpClientFactoryOptions>(
            builder.Name,
            options => options.HttpMessageHandlerBuilderActions.Add(
                made => made.PrimaryHandler = wrap(made.Services, made.PrimaryHandler)));
        return builder;
    }

    private static IHttpClientBuilder Sign(this IHttpClientBuilder builder, string credentials)
    {
        builder.ConfigureHttpClient((provider, client) => client.BaseAddress ??= Of(provider, credentials).BaseAddress);

        // Said twice, it signs once.
        return builder.WrapPrimaryHandler((provider, handler) =>
            handler is HelpLightningCredentialsHandler ? handler : new HelpLightningCredentialsHandler(Of(provider, credentials), handler));
    }

    private static HelpLightningCredentials Of(IServiceProvider provider, string name) =>
        provider.GetRequiredKeyedService<HelpLightningCredentials>(name);

    /// <summary>Apart from the names of clients, so that an <see cref="HttpClient"/> may be called as one of them.</summary>
    private static string NameOf(IHttpClientBuilder builder) => $"HttpClient:{builder.Name}";
}
