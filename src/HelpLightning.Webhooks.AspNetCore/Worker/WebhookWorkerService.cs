using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace HelpLightning.Webhooks.AspNetCore;

/// <summary>Opens the inbox when the program starts, and has handlers work on it until it ends.</summary>
internal sealed class WebhookWorkerService(
    StartedInbox inbox, IEnumerable<HandlerRegistration> handlers, IServiceScopeFactory scopes,
    IOptions<HelpLightningWebhookOptions> options, TimeProvider clock, LoggingObserver log) : BackgroundService
{
    private InboxWorker? _worker;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        InboxWorkerOptions settings = options.Value.ForWorker(clock);
        WebhookHandlerEntry[] entries = [.. handlers.Select(h => h.Make(scopes))];
        _worker = new InboxWorker(inbox, new WebhookDispatcher(entries, settings, log), settings, log);
        await inbox.StartAsync(cancellationToken).ConfigureAwait(false);
        if (entries.Length == 0 && options.Value.RunHandlers)
        {
            log.HasNoHandlers();
        }

        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Value.RunHandlers ? _worker!.RunAsync(stoppingToken) : Task.CompletedTask;
}
