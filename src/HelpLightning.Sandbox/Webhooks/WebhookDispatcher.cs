using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Time;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Sandbox.Webhooks;

/// <summary>
/// Delivers events: one worker for each webhook, so that a slow receiver holds up no other, and one event at a time, so
/// that they arrive in order. An event that is retried holds up those behind it.
/// </summary>
internal sealed class WebhookDispatcher : ISandboxEvents, IAsyncDisposable
{
    private readonly Dictionary<long, Worker> _workers = [];
    private readonly Lock _lock = new();
    private readonly WebhookStore _webhooks;
    private readonly DeliveryStore _deliveries;
    private readonly WebhookSender _sender;
    private readonly SandboxClock _clock;
    private readonly IReadOnlyList<TimeSpan> _retryDelays;
    private readonly Channel<SandboxEvent> _queue = Channel.CreateUnbounded<SandboxEvent>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Task _storing;
    private long _queued;
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
        _storing = Task.Run(StoreAsync);
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
    }

    /// <summary>Puts an event aside for every webhook of its type; it is stored a moment later, in the order of coming.</summary>
    public void Publish(SandboxEvent happened)
    {
        Interlocked.Increment(ref _queued);
        if (!_queue.Writer.TryWrite(happened))
        {
            Interlocked.Decrement(ref _queued);
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
        Worker? worker;
        lock (_lock)
        {
            _workers.Remove(webhookId, out worker);
        }

        if (worker is not null)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }

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

            if (Interlocked.Read(ref _queued) == 0 && _deliveries.CountPending() == 0)
            {
                return;
            }

            await changed.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Breaks off what is under way, which counts as not tried, and sends nothing until <see cref="Start"/>.</summary>
    public async Task PauseAsync()
    {
        Worker[] workers;
        lock (_lock)
        {
            _isPaused = true;
            workers = [.. _workers.Values];
            _workers.Clear();
        }

        foreach (Worker worker in workers)
        {
            await worker.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Stores what has been published; the next run sends it.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _storing.ConfigureAwait(false);
        await PauseAsync().ConfigureAwait(false);
        _sender.Dispose();
    }

    private async Task StoreAsync()
    {
        await foreach (SandboxEvent happened in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
        {
            try
            {
                Store(happened);
            }
            catch (SqliteException)
            {
                // The data file was locked by another program for too long; the event is lost, and the ones after it are not.
            }

            Interlocked.Decrement(ref _queued);
            SignalChange();
        }
    }

    private void Store(SandboxEvent happened)
    {
        SandboxEventType type = happened.Type == "call" ? SandboxEventType.Call : SandboxEventType.Session;
        string body = $$"""
            {"type":"{{happened.Type}}","category":"{{JsonEncodedText.Encode(happened.Category)}}","data":{{Encoding.UTF8.GetString(happened.Data.Span)}}}
            """;
        foreach (long webhook in _deliveries.Add(type, happened.Category, body, happened.At))
        {
            Wake(webhook);
        }
    }

    private void Wake(long webhookId)
    {
        lock (_lock)
        {
            if (_isPaused)
            {
                return;
            }

            if (!_workers.TryGetValue(webhookId, out Worker? worker))
            {
                _workers[webhookId] = worker = new Worker(stop => DrainAsync(webhookId, stop));
            }

            worker.Wake();
        }
    }

    private async Task DrainAsync(long webhookId, CancellationToken stop)
    {
        while (_deliveries.NextPending(webhookId) is { } delivery && _webhooks.Find(webhookId) is { } webhook)
        {
            await _clock.WaitUntilAsync(delivery.NextAttemptAt ?? delivery.CreatedAt, stop).ConfigureAwait(false);
            SandboxWebhookAttempt attempt = await _sender.SendAsync(webhook, delivery.Body, stop).ConfigureAwait(false);
            int failures = delivery.Attempts.Count + 1;
            if (attempt.Error is null)
            {
                _deliveries.Record(delivery.Id, attempt, SandboxDeliveryState.Delivered, null);
            }
            else if (failures > _retryDelays.Count)
            {
                _deliveries.Record(delivery.Id, attempt, SandboxDeliveryState.Failed, null);
            }
            else
            {
                _deliveries.Record(delivery.Id, attempt, SandboxDeliveryState.Pending, _clock.GetUtcNow() + _retryDelays[failures - 1]);
            }

            SignalChange();
        }
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

    /// <summary>Runs the work whenever it was woken since it last began, never twice at once.</summary>
    private sealed class Worker : IAsyncDisposable
    {
        private readonly SemaphoreSlim _signal = new(0);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;

        public Worker(Func<CancellationToken, Task> work)
        {
            _loop = Task.Run(() => LoopAsync(work), CancellationToken.None);
        }

        public void Wake() => _signal.Release();

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _stop.Dispose();
            _signal.Dispose();
        }

        private async Task LoopAsync(Func<CancellationToken, Task> work)
        {
            while (true)
            {
                await _signal.WaitAsync(_stop.Token).ConfigureAwait(false);
                try
                {
                    await work(_stop.Token).ConfigureAwait(false);
                }
                catch (SqliteException)
                {
                    // The data file was locked by another program for too long. What waits is stored; the next event wakes it.
                }
            }
        }
    }
}
