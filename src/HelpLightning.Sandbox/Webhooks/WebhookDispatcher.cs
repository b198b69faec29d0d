using System.Collections.Concurrent;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>
/// Delivers what the <see cref="WebhookOutbox"/> has written down: one worker for each webhook, so that a slow receiver holds
/// up no other, and one event at a time, so that they arrive in order. An event that is retried holds up those behind it.
/// What became of a POST is written down after it, so a kill in between makes it come twice and never not at all. When it
/// cannot be written down, it is remembered and only the writing is tried again.
/// </summary>
internal sealed class WebhookDispatcher : IAsyncDisposable
{
    private readonly Dictionary<long, DeliveryWorker> _workers = [];

    /// <summary>By webhook. It outlasts the worker, which a reset that fails replaces.</summary>
    private readonly ConcurrentDictionary<long, DeliveryOutcome> _unwritten = [];
    private readonly Lock _lock = new();
    private readonly WebhookStore _webhooks;
    private readonly DeliveryStore _deliveries;
    private readonly WebhookSender _sender;
    private readonly SandboxClock _clock;
    private readonly IReadOnlyList<TimeSpan> _retryDelays;
    private bool _isPaused;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public WebhookDispatcher(
        WebhookStore webhooks, DeliveryStore deliveries, WebhookSender sender, SandboxClock clock, IReadOnlyList<TimeSpan> retryDelays)
    {
        _webhooks = webhooks;
        _deliveries = deliveries;
        _sender = sender;
        _clock = clock;
        _retryDelays = retryDelays;
    }

    /// <summary>Goes on with what a former run left undelivered.</summary>
    public void Start()
    {
        lock (_lock)
        {
            _isPaused = false;
        }

        foreach (SandboxWebhookState webhook in _webhooks.List())
        {
            if (webhook.Pending > 0)
            {
                Wake(webhook.Id);
            }
        }

        // Whoever waits for the end of it all may have been waiting for what a reset has thrown away.
        SignalChange();
    }

    public IReadOnlyList<SandboxWebhookState> List()
    {
        IReadOnlyList<SandboxWebhookState> webhooks = _webhooks.List();
        lock (_lock)
        {
            return [.. webhooks.Select(webhook => webhook with { Problem = _workers.GetValueOrDefault(webhook.Id)?.Problem })];
        }
    }

    /// <summary>Sends a delivery again as a new one; null when there is none of that number.</summary>
    public long? Redeliver(long id)
    {
        if (_deliveries.AddAgain(id, _clock.GetUtcNow()) is not { } added)
        {
            return null;
        }

        Wake(added.WebhookId);
        return added.Id;
    }

    public async Task<bool> RemoveAsync(long webhookId)
    {
        bool isRemoved = _webhooks.Remove(webhookId);
        DeliveryWorker? worker;
        lock (_lock)
        {
            _workers.Remove(webhookId, out worker);
        }

        if (worker is not null)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

        _unwritten.TryRemove(webhookId, out _);
        SignalChange();
        return isRemoved;
    }

    /// <summary>Completes when nothing waits for its turn or for a retry.</summary>
    public async Task WhenIdleAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                changed = _changed.Task;
            }

            if (_deliveries.CountPending() == 0)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Breaks off what is under way, which counts as not tried, and sends nothing until <see cref="Start"/>.</summary>
    public async Task PauseAsync()
    {
        DeliveryWorker[] workers;
        lock (_lock)
        {
            _isPaused = true;
            workers = [.. _workers.Values];
            _workers.Clear();
        }

        foreach (DeliveryWorker worker in workers)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>While paused: every delivery is gone, and its number may be another's.</summary>
    public void Forget() => _unwritten.Clear();

    /// <summary>The next run sends what is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await PauseAsync().ConfigureAwait(false);
        _sender.Dispose();
    }

    /// <summary>There is something to send.</summary>
    public void Wake(long webhookId)
    {
        lock (_lock)
        {
            if (_isPaused)
            {
                return;
            }

            if (!_workers.TryGetValue(webhookId, out DeliveryWorker? worker))
            {
                _workers[webhookId] = worker = new DeliveryWorker((worker, stop) => DrainAsync(webhookId, worker, stop));
            }

            worker.Wake();
        }
    }

    private async Task DrainAsync(long webhookId, DeliveryWorker worker, CancellationToken stop)
    {
        while (true)
        {
            WriteDown(webhookId);
            if (_deliveries.NextPending(webhookId) is not { } delivery || _webhooks.Find(webhookId) is not { } webhook)
            {
                worker.GetsOn();
                return;
            }

            worker.GetsOn();
            await _clock.WaitUntilAsync(DueAt(delivery), stop).ConfigureAwait(false);
            SandboxWebhookAttempt attempt = await _sender.SendAsync(webhook, delivery, stop).ConfigureAwait(false);
            _unwritten[webhookId] = Judge(delivery, attempt);
        }
    }

    private void WriteDown(long webhookId)
    {
        if (_unwritten.TryGetValue(webhookId, out DeliveryOutcome? outcome))
        {
            _deliveries.Record(outcome);
            _unwritten.TryRemove(webhookId, out _);
            SignalChange();
        }
    }

    private DeliveryOutcome Judge(SandboxWebhookDelivery delivery, SandboxWebhookAttempt attempt)
    {
        int failures = delivery.Attempts.Count + 1;
        return attempt.Error is null ? new DeliveryOutcome(delivery, attempt, SandboxDeliveryState.Delivered, null)
            : failures > _retryDelays.Count ? new DeliveryOutcome(delivery, attempt, SandboxDeliveryState.Failed, null)
            : new DeliveryOutcome(delivery, attempt, SandboxDeliveryState.Pending, _clock.GetUtcNow() + _retryDelays[failures - 1]);
    }

    /// <summary>
    /// A first attempt at once, a later one at its time. But the clock may have been put back since, as by a restart after it
    /// had been moved on: then a retry waits no longer than its delay.
    /// </summary>
    private DateTimeOffset DueAt(SandboxWebhookDelivery delivery)
    {
        TimeSpan longest = delivery.Attempts.Count == 0 ? TimeSpan.Zero : _retryDelays.ElementAtOrDefault(delivery.Attempts.Count - 1);
        DateTimeOffset latest = _clock.GetUtcNow() + longest;
        return delivery.NextAttemptAt < latest ? delivery.NextAttemptAt.Value : latest;
    }

    private void SignalChange()
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            waiting = _changed;
            _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }
}
