namespace HelpLightning.Sandbox;

public sealed partial class HelpLightningSandbox
{
    /// <summary>What the sandbox's clock shows: tokens are issued and checked by it.</summary>
    public DateTimeOffset Now => Parts.Clock.GetUtcNow();

    /// <summary>The faults in force, in the order in which they are tried.</summary>
    public IReadOnlyList<SandboxFaultState> Faults => Parts.Faults.States;

    /// <summary>The webhooks that are set up.</summary>
    public IReadOnlyList<SandboxWebhookState> Webhooks => Parts.Dispatcher.List();

    /// <summary>The latest requests, at most a thousand, the newest last.</summary>
    public IReadOnlyList<SandboxRequestLogEntry> Requests => Parts.Requests.After(0, int.MaxValue);

    /// <summary>Forgets the requests so far. The next one's number goes on from the last.</summary>
    public void ClearRequests() => Parts.Requests.Clear();

    /// <summary>Moves the clock on, or back with a negative time. A webhook's retries that become due are made.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It would be more than a hundred years away from the host's clock.</exception>
    public void AdvanceClock(TimeSpan by) => Parts.Clock.Advance(by);

    /// <summary>Stops the clock, where it is or at an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is more than a hundred years away from the host's clock.</exception>
    public void FreezeClock(DateTimeOffset? at = null) => Parts.Clock.Freeze(at);

    /// <summary>Lets a stopped clock run on from where it stands.</summary>
    public void UnfreezeClock() => Parts.Clock.Unfreeze();

    /// <summary>Makes the <c>Date</c> header say another time than tokens are checked by: positive is ahead.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is more than a hundred years.</exception>
    public void SkewDateHeader(TimeSpan by) => Parts.Clock.SetDateSkew(by);

    /// <summary>Sets the clock back to how it was when the sandbox started.</summary>
    public void ResetClock() => Parts.Clock.Reset();

    /// <summary>Misbehaves from now on.</summary>
    /// <returns>The number to remove the fault by.</returns>
    /// <exception cref="FormatException">The fault makes no sense; the message says why.</exception>
    public long AddFault(SandboxFault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        return Parts.Faults.Add(fault);
    }

    /// <summary>Misbehaves from now on, as a line says: <c>GET /api/v1r1/** 503 next=2</c>.</summary>
    /// <returns>The number to remove the fault by.</returns>
    /// <exception cref="FormatException">The text is no fault; the message names the word.</exception>
    public long AddFault(string fault) => AddFault(SandboxFault.Parse(fault));

    /// <summary>Removes a fault; false when there is none of that number.</summary>
    public bool RemoveFault(long id) => Parts.Faults.Remove(id);

    /// <summary>Removes every fault.</summary>
    public void ClearFaults() => Parts.Faults.Clear();

    /// <summary>Posts events from now on. A second webhook of the same address, type and site gives the first one its secret.</summary>
    /// <returns>The number to remove the webhook by.</returns>
    /// <exception cref="FormatException">The webhook is wrong, or its site does not exist; the message says what.</exception>
    public long AddWebhook(SandboxWebhook webhook)
    {
        ArgumentNullException.ThrowIfNull(webhook);
        return Parts.Webhooks.Add(webhook);
    }

    /// <summary>Removes a webhook with its deliveries; false when there is none of that number.</summary>
    public Task<bool> RemoveWebhookAsync(long id) => Parts.Dispatcher.RemoveAsync(id);

    /// <summary>The latest deliveries of a webhook, the newest first, at most 500.</summary>
    public IReadOnlyList<SandboxWebhookDelivery> GetDeliveries(long webhookId) => Parts.Deliveries.List(webhookId, 500);

    /// <summary>Sends a delivery once more, byte for byte, after everything that waits already.</summary>
    /// <returns>The number of the new delivery; null when there is none of that number.</returns>
    public long? Redeliver(long deliveryId) => Parts.Dispatcher.Redeliver(deliveryId);

    /// <summary>Posts an event of your own to the webhooks of its type: <c>{"type": …, "category": …, "data": …}</c>.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="category">The event's category, 1 to 100 characters.</param>
    /// <param name="data">A JSON object.</param>
    /// <exception cref="FormatException">The category is empty or too long, or the data is no JSON object.</exception>
    public void PublishEvent(SandboxEventType type, string category, string data)
    {
        ArgumentNullException.ThrowIfNull(category);
        ArgumentNullException.ThrowIfNull(data);
        Parts.Events.Publish(type, category, data);
    }

    /// <summary>Completes when every event was delivered or given up.</summary>
    public Task WhenWebhooksAreIdleAsync(CancellationToken cancellationToken = default) => Parts.Dispatcher.WhenIdleAsync(cancellationToken);
}
