using HelpLightning.Sandbox.Webhooks;

namespace HelpLightning.Sandbox;

/// <summary>Where events are posted to, and what became of them. Safe to use from several threads.</summary>
public sealed class SandboxWebhooks
{
    private const int MostDeliveries = 500;

    private readonly WebhookStore _webhooks;
    private readonly DeliveryStore _deliveries;
    private readonly WebhookDispatcher _dispatcher;
    private readonly MadeUpEvents _events;

    internal SandboxWebhooks(WebhookStore webhooks, DeliveryStore deliveries, WebhookDispatcher dispatcher, MadeUpEvents events)
    {
        _webhooks = webhooks;
        _deliveries = deliveries;
        _dispatcher = dispatcher;
        _events = events;
    }

    /// <summary>The webhooks that are set up, in the order in which they were added.</summary>
    public IReadOnlyList<SandboxWebhookState> List() => _dispatcher.List();

    /// <summary>Posts events from now on. A second webhook of the same address, type and site gives the first one its secret.</summary>
    /// <returns>The number to remove the webhook by.</returns>
    /// <exception cref="FormatException">The webhook is wrong, or its site does not exist; the message says what.</exception>
    public long Add(SandboxWebhook webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return _webhooks.Add(webhook);
    }

    /// <summary>Removes a webhook with its deliveries, and ends the one under way; false when there is none of that number.</summary>
    public Task<bool> RemoveAsync(long id) => _dispatcher.RemoveAsync(id);

    /// <summary>The latest deliveries of a webhook, the newest first, at most 500; none where there is no webhook of that number.</summary>
    public IReadOnlyList<SandboxWebhookDelivery> GetDeliveries(long webhookId) => _deliveries.List(webhookId, MostDeliveries);

    /// <summary>Sends a delivery once more, byte for byte, after everything that waits already.</summary>
    /// <returns>The number of the new delivery; null when there is none of that number.</returns>
    public long? Redeliver(long deliveryId) => _dispatcher.Redeliver(deliveryId);

    /// <summary>Posts an event of your own to the webhooks of its type: <c>{"type": …, "category": …, "data": …}</c>.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="category">The event's category, 1 to 100 characters.</param>
    /// <param name="data">A JSON object.</param>
    /// <exception cref="FormatException">The category is empty or too long, or the data is no JSON object.</exception>
    public void Publish(SandboxEventType type, string category, string data)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(data);
        _events.Publish(type, category, data);
    }

    /// <summary>
    /// Completes when every event was delivered or given up. Retries wait by the sandbox's clock: while it stands still, one that
    /// is due later never is.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was given up before.</exception>
    public Task WhenIdleAsync(CancellationToken cancellationToken = default) => _dispatcher.WhenIdleAsync(cancellationToken);
}
