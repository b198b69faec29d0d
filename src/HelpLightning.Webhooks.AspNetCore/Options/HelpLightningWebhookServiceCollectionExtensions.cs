using HelpLightning.Webhooks;
using HelpLightning.Webhooks.AspNetCore;
using HelpLightning.Webhooks.Sqlite;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers what receives and handles webhooks.</summary>
public static class HelpLightningWebhookServiceCollectionExtensions
{
    /// <summary>
    /// Adds a receiver of webhooks with the settings of a configuration section, named as the properties of
    /// <see cref="HelpLightningWebhookOptions"/>. They are checked when the application starts; secrets are followed when they change.
    /// </summary>
    /// <returns>To say who handles events.</returns>
    public static HelpLightningWebhooksBuilder AddHelpLightningWebhooks(this IServiceCollection services, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services.AddOptions<HelpLightningWebhookOptions>().Bind(section);
        return services.AddHelpLightningWebhooks(static _ => { });
    }

    /// <summary>Adds a receiver of webhooks, set up in code.</summary>
    /// <returns>To say who handles events.</returns>
    public static HelpLightningWebhooksBuilder AddHelpLightningWebhooks(
        this IServiceCollection services, Action<HelpLightningWebhookOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);

        // The worker asks for them when the application starts. ValidateOnStart makes an options monitor, which from then on throws at
        // whoever reloads the configuration.
        services.AddOptions<HelpLightningWebhookOptions>().Configure(configure);
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<HelpLightningWebhookOptions>, HelpLightningWebhookOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(static provider => new LoggingObserver(
            provider.GetRequiredService<ILogger<WebhookReceiver>>(), provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<OptionSecrets>();
        services.TryAddSingleton<IWebhookSecrets>(static provider => provider.GetRequiredService<OptionSecrets>());
        services.TryAddSingleton(new InboxOpening(OpenFile));
        services.TryAddSingleton<StartedInbox>();
        services.TryAddSingleton<IWebhookInbox>(static provider => provider.GetRequiredService<StartedInbox>());
        services.TryAddSingleton(static provider => new WebhookReceiver(
            provider.GetRequiredService<IWebhookInbox>(),
            provider.GetRequiredService<IWebhookSecrets>(),
            new WebhookReceiverOptions
            {
                AllowUnsigned = provider.GetRequiredService<IOptions<HelpLightningWebhookOptions>>().Value.AllowUnsigned,
                TimeProvider = provider.GetRequiredService<TimeProvider>(),
            },
            provider.GetRequiredService<LoggingObserver>()));
        services.TryAddSingleton<WebhookEndpoint>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookWorkerService>());
        return new HelpLightningWebhooksBuilder(services);
    }

    private static ValueTask<IWebhookInbox> OpenFile(IServiceProvider provider, InboxOptions options, CancellationToken cancellationToken)
    {
        string? named = provider.GetRequiredService<IOptions<HelpLightningWebhookOptions>>().Value.InboxFile;
        string file = Path.GetFullPath(
            named ?? Path.Combine("webhooks", "inbox.sqlite"), provider.GetRequiredService<IHostEnvironment>().ContentRootPath);
        SqliteInbox inbox = SqliteInbox.Open(file, options);
        WebhookLog.KeptIn(provider.GetRequiredService<LoggingObserver>().Log, file);
        return ValueTask.FromResult<IWebhookInbox>(inbox);
    }
}
