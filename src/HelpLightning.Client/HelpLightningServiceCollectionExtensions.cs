using System.Globalization;
using HelpLightning.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers <see cref="HelpLightningClient"/>.</summary>
public static class HelpLightningServiceCollectionExtensions
{
    private const string HttpClientName = "HelpLightning";

    /// <summary>
    /// Adds a <see cref="HelpLightningClient"/> (a singleton, safe to share) with the settings of a configuration section:
    /// <c>ApiKey</c>, <c>SiteId</c>, <c>PartnerKeyFile</c> or <c>PartnerKeyVariable</c>, <c>PartnerKeyPassphrase</c>,
    /// <c>DataCenter</c>, <c>BaseUrl</c>, <c>TokenLifetime</c>, <c>Timeout</c>. They are checked when the application starts.
    /// </summary>
    public static IServiceCollection AddHelpLightning(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return services.AddHelpLightning(options => Bind(section, options));
    }

    /// <summary>Adds a <see cref="HelpLightningClient"/> (a singleton, safe to share), set up in code.</summary>
    public static IServiceCollection AddHelpLightning(this IServiceCollection services, Action<HelpLightningOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<HelpLightningOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<HelpLightningOptions>, HelpLightningOptionsValidator>());
        if (services.Any(static service => service.ServiceType == typeof(SigningKey)))
        {
            // A second call only adds settings; a second handler would sign twice.
            return services;
        }

        services.AddSingleton(static provider => SigningKey.Load(provider.GetRequiredService<IOptions<HelpLightningOptions>>().Value));

        // Connections are renewed by their own lifetime, so the handlers need not be.
        services.AddHttpClient(HttpClientName)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(static () => HttpPipeline.CreateSocketsHandler())
            .AddHttpMessageHandler(static provider => HttpPipeline.CreateTokenHandler(
                provider.GetRequiredService<IOptions<HelpLightningOptions>>().Value, provider.GetRequiredService<SigningKey>().Key));
        services.AddSingleton(static provider => new HelpLightningClient(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName),
            provider.GetRequiredService<IOptions<HelpLightningOptions>>().Value));
        return services;
    }

    /// <summary>By hand: it works under NativeAOT, and a value that cannot be read is an error that names the setting.</summary>
    private static void Bind(IConfiguration section, HelpLightningOptions options)
    {
        options.ApiKey = section[nameof(options.ApiKey)] ?? options.ApiKey;
        options.PartnerKeyFile = section[nameof(options.PartnerKeyFile)] ?? options.PartnerKeyFile;
        options.PartnerKeyVariable = section[nameof(options.PartnerKeyVariable)] ?? options.PartnerKeyVariable;
        options.PartnerKeyPassphrase = section[nameof(options.PartnerKeyPassphrase)] ?? options.PartnerKeyPassphrase;
        options.BaseUrl = section[nameof(options.BaseUrl)] ?? options.BaseUrl;
        options.SiteId = Read(section, nameof(options.SiteId), options.SiteId, "a positive whole number such as 54344",
            static (string text, out long value) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value));
        options.DataCenter = Read(section, nameof(options.DataCenter), options.DataCenter, "US or EU",
            static (string text, out DataCenter value) => Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value));
        options.TokenLifetime = Read(section, nameof(options.TokenLifetime), options.TokenLifetime, "a time such as 00:01:00", TryParseTime);
        options.Timeout = Read(section, nameof(options.Timeout), options.Timeout, "a time such as 00:01:00", TryParseTime);
    }

    private delegate bool TryParse<T>(string text, out T value);

    private static bool TryParseTime(string text, out TimeSpan value) => TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out value);

    private static T Read<T>(IConfiguration section, string name, T standard, string wanted, TryParse<T> parse)
    {
        string? text = section[name];
        return text is null ? standard
            : parse(text, out T value) ? value
            : throw new HelpLightningConfigurationException($"HelpLightning:{name} must be {wanted}.");
    }
}
