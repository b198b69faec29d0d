using System.Threading.Channels;

namespace HelpLightning.Webhooks;

/// <summary>
/// Takes events out of an inbox and to their handlers: calls side by side, the events of one call one after the other. A store
/// that fails is
/// tried again for as long as it takes, and what came of events that were handled meanwhile is remembered until it is written down.
/// </summary>
public sealed class InboxWorker
{
    /// <summary>The most events in hand, whose bodies are in memory.</summary>
    private const int MostInHand = 100;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewInterval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan StatusInterval = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PruneInterval = TimeSpan.FromHours(1);

    /// <summary>How long the end of a program waits for the store to take what came of the last events.</summary>
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    private readonly IWebhookInbox _inbox;
    private readonly WebhookDispatcher _dispatcher;
    private readonly InboxWorkerOptions _options;
    private readonly WebhookObserver? _observer;

    /// <summary>Somebody was told that there is room: many times is once.</summary>
    private readonly Channel<bool> _freed = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });
    private int _inHand;

    /// <param name="inbox">What to work on. Not disposed.</param>
    /// <param name="dispatcher">Who does the work.</param>
    /// <param name="options">Delays and limits.</param>
    /// <param name="observer">Is told what happens; null for nobody.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range; the message says which one.</exception>
    public InboxWorker(IWebhookInbox inbox, WebhookDispatcher dispatcher, InboxWorkerOptions options, WebhookObserver? observer = null)
    {
        ArgumentNullException.ThrowIfNull(inbox);
        ArgumentNullException.ThrowIfNull(dispatcher);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        _inbox = inbox;
        _dispatcher = dispatcher;
        _options = options;
        _observer = observer;
    }

    /// <summary>
    /// Works until it is told to end; then handlers are told to end too, and what came of them is written down, if the store takes it
    /// within 5 seconds. Once at a time.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        _inHand = 0;
        using SemaphoreSlim slots = new(_options.Concurrency);
        Channel<Settlement> settled = Channel.CreateUnbounded<Settlement>(new UnboundedChannelOptions { SingleReader = true });
        Task settling = SettleAllAsync(settled.Reader, cancellationToken);
        Task[] upkeep =
        [
            RepeatAsync(RenewInterval, _inbox.RenewAsync, cancellationToken),
            RepeatAsync(StatusInterval, ReportStatusAsync, cancellationToken),
            RepeatAsync(PruneInterval, PruneAsync, cancellationToken),
        ];
        List<Task> chains = [];
        try
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                IReadOnlyList<InboxEvent> claimed = await ClaimAsync(cancellationToken).ConfigureAwait(false);
                chains.RemoveAll(static chain => chain.IsCompleted);
                chains.AddRange(ChainsOf(claimed).Select(chain =>
                    Task.Run(() => HandleChainAsync(chain, slots, settled.Writer, cancellationToken), CancellationToken.None)));
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to end.
        }

        await Task.WhenAll(chains).ConfigureAwait(false);
        settled.Writer.Complete();
        await settling.ConfigureAwait(false);
        await Task.WhenAll(upkeep).ConfigureAwait(false);
    }

    /// <summary>The events of one call are a chain; an event without a call is one by itself.</summary>
    private static IEnumerable<IReadOnlyList<InboxEvent>> ChainsOf(IReadOnlyList<InboxEvent> claimed) => claimed
        .GroupBy(static e => e.CallId ?? $"\0{e.Id}", StringComparer.Ordinal)
        .Select(static chain => (IReadOnlyList<InboxEvent>)[.. chain]);

    private async ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        while (true)
        {
            int room = MostInHand - Volatile.Read(ref _inHand);
            if (room <= 0)
            {
                await _freed.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            try
            {
                IReadOnlyList<InboxEvent> claimed = await _inbox.ClaimAsync(room, cancellationToken).ConfigureAwait(false);
                if (pause > FirstPause)
                {
                    _observer?.StoreRecovered();
                }

                if (claimed.Count > 0)
                {
                    Interlocked.Add(ref _inHand, claimed.Count);
                    return claimed;
                }

                pause = FirstPause;
                await _inbox.WaitForEventsAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                _observer?.StoreFailed(e);
                await Task.Delay(pause, _options.TimeProvider, cancellationToken).ConfigureAwait(false);
                pause = Longer(pause);
            }
        }
    }

    private async Task HandleChainAsync(
        IReadOnlyList<InboxEvent> chain, SemaphoreSlim slots, ChannelWriter<Settlement> settled, CancellationToken cancellationToken)
    {
        await slots.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        try
        {
            DateTimeOffset? putOffUntil = cancellationToken.IsCancellationRequested ? _options.TimeProvider.GetUtcNow() : null;
            foreach (InboxEvent claimed in chain)
            {
                Settlement settlement = putOffUntil is { } until
                    ? Settlement.PutOff(claimed, until)
                    : await _dispatcher.HandleAsync(claimed, cancellationToken).ConfigureAwait(false);

                // Those behind one that is tried again come with it.
                putOffUntil ??= settlement.NextAttemptAt;
                settled.TryWrite(settlement);
            }
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task SettleAllAsync(ChannelReader<Settlement> settled, CancellationToken stop)
    {
        List<Settlement> batch = [];
        while (await settled.WaitToReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            while (batch.Count < MostInHand && settled.TryRead(out Settlement? settlement))
            {
                batch.Add(settlement);
            }

            if (!await SettleAsync(batch, stop).ConfigureAwait(false))
            {
                // They are claimed again by the next run.
                return;
            }

            Interlocked.Add(ref _inHand, -batch.Count);
            _freed.Writer.TryWrite(true);
            DateTimeOffset now = _options.TimeProvider.GetUtcNow();
            foreach (Settlement settlement in batch)
            {
                WebhookTelemetry.CountAttempt(settlement, now);
                _observer?.Settled(settlement);
            }

            batch.Clear();
        }
    }

    /// <returns>False when the program ended before the store took it.</returns>
    private async ValueTask<bool> SettleAsync(List<Settlement> batch, CancellationToken stop)
    {
        TimeSpan pause = FirstPause;
        using CancellationTokenSource end = new();
        using CancellationTokenRegistration registration = stop.Register(() => end.CancelAfter(LastWords));
        while (true)
        {
            try
            {
                await _inbox.SettleAsync(batch, end.Token).ConfigureAwait(false);
                return true;
            }
            catch (Exception e)
            {
                _observer?.StoreFailed(e);
                await Task.Delay(pause, _options.TimeProvider, end.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (end.IsCancellationRequested)
                {
                    return false;
                }

                pause = Longer(pause);
            }
        }
    }

    private async ValueTask ReportStatusAsync(CancellationToken cancellationToken) => WebhookTelemetry.Record(
        await _inbox.GetStatusAsync(cancellationToken).ConfigureAwait(false), _options.TimeProvider.GetUtcNow());

    private async ValueTask PruneAsync(CancellationToken cancellationToken) =>
        await _inbox.PruneAsync(_options.TimeProvider.GetUtcNow() - _options.Retention, cancellationToken).ConfigureAwait(false);

    private async Task RepeatAsync(TimeSpan interval, Func<CancellationToken, ValueTask> work, CancellationToken cancellationToken)
    {
        using PeriodicTimer timer = new(interval, _options.TimeProvider);
        try
        {
            do
            {
                try
                {
                    await work(cancellationToken).ConfigureAwait(false);
                }
                catch (InboxUnavailableException e)
                {
                    _observer?.StoreFailed(e);
                }
            }
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Told to end.
        }
    }

    private static TimeSpan Longer(TimeSpan pause) => pause * 2 < LongestPause ? pause * 2 : LongestPause;
}
