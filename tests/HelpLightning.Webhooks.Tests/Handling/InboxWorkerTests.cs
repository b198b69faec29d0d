using System.Collections.Concurrent;
using HelpLightning.Tests;
using HelpLightning.Webhooks.Sqlite;
using Microsoft.Extensions.Time.Testing;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.Handling;

public sealed class InboxWorkerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero));
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _seen = [];
    private readonly SqliteInbox _inbox;
    private Task _running = Task.CompletedTask;

    public InboxWorkerTests() => _inbox = SqliteInbox.OpenInMemory(new InboxOptions { TimeProvider = _clock });

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _inbox.DisposeAsync();
        _stop.Dispose();
    }

    [Fact]
    public async Task Each_handler_gets_the_events_it_takes()
    {
        Start(
            WebhookHandlerEntry.For<WebhookEvent>("all", (e, _, _) => Note($"all {e.Category}")),
            WebhookHandlerEntry.For<CallEvent>("calls", (e, _, _) => Note($"calls {e.Category} {e.CallId}")),
            WebhookHandlerEntry.For<CallEnded>("ends", (e, _, _) => Note($"ends {e.CallId}")));
        await AcceptAsync(Of("started", "c"), Of("ended", "c"), Of("ring", type: "session"));
        await UntilIdleAsync();
        Assert.Equal(
            ["all ended", "all ring", "all started", "calls ended c", "calls started c", "ends c"], _seen.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_fails_is_called_again_and_the_others_are_not()
    {
        int failures = 2;
        List<int> attempts = [];
        Start(
            WebhookHandlerEntry.For<CallStarted>("good", (_, _, _) => Note("good")),
            WebhookHandlerEntry.For<CallStarted>("bad", (_, context, _) =>
            {
                attempts.Add(context.Attempt);
                return failures-- > 0 ? throw new InvalidOperationException("not today") : Note("bad");
            }));
        await AcceptAsync(Of("started", "c"));
        await WaitingAsync(1);
        InboxEvent waiting = Assert.Single(await ListAsync());
        Assert.Equal((InboxEventState.Waiting, 1, "InvalidOperationException: not today", "good"), (waiting.State, waiting.Attempts, waiting.Error, waiting.HandledBy));
        Assert.InRange(waiting.NextAttemptAt!.Value - _clock.GetUtcNow(), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(6));
        await UntilIdleAsync();
        Assert.Equal(["good", "bad"], _seen);
        Assert.Equal([1, 2, 3], attempts);
    }

    [Fact]
    public async Task After_the_last_attempt_it_is_a_dead_letter_and_its_call_goes_on()
    {
        Start(
            new InboxWorkerOptions { RetryDelays = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], TimeProvider = _clock },
            WebhookHandlerEntry.For<CallEvent>("x", (e, _, _) => e is CallStarted ? throw new FormatException($"\u001b[2J{new string('x', 5_000)}") : Note(e.Category!)));
        await AcceptAsync(Of("started", "c"), Of("ended", "c"));
        await UntilIdleAsync();
        InboxEvent dead = Assert.Single(await ListAsync(), static e => e.State == InboxEventState.Dead);
        Assert.Equal((3, 1_000), (dead.Attempts, dead.Error!.Length));
        Assert.DoesNotContain('\u001b', dead.Error);
        Assert.Equal(["ended"], _seen);
    }

    [Fact]
    public async Task A_handler_chooses_when_and_whether_to_be_called_again()
    {
        Start(
            WebhookHandlerEntry.For<CallStarted>("later", (_, context, _) => context.Attempt == 1
                ? throw new WebhookRetryException("The file is not there yet.") { After = TimeSpan.FromMinutes(7) }
                : Note("later")),
            WebhookHandlerEntry.For<CallEnded>("never", (_, _, _) => throw new WebhookDeadLetterException("No such ticket.")));
        await AcceptAsync(Of("started", "a"), Of("ended", "b"));
        await WaitingAsync(1);
        await Eventually.HoldsAsync(() => StatusAsync().Result.Dead == 1);
        List<InboxEvent> all = await ListAsync();
        Assert.Equal(("The file is not there yet.", _clock.GetUtcNow() + TimeSpan.FromMinutes(7)), (all[1].Error, all[1].NextAttemptAt!.Value));
        Assert.Equal((InboxEventState.Dead, 1, "No such ticket."), (all[0].State, all[0].Attempts, all[0].Error));
    }

    [Fact]
    public async Task Calls_are_handled_side_by_side_and_the_events_of_one_in_order()
    {
        ConcurrentDictionary<string, int> running = [];
        int most = 0;
        Start(
            new InboxWorkerOptions { Concurrency = 4, TimeProvider = _clock },
            WebhookHandlerEntry.For<CallEvent>("x", async (e, _, _) =>
            {
                Assert.Equal(1, running.AddOrUpdate(e.CallId!, 1, static (_, n) => n + 1));
                InterlockedMax(ref most, running.Values.Sum());
                await Task.Yield();
                _seen.Enqueue($"{e.CallId} {e.Category}");
                running.AddOrUpdate(e.CallId!, 0, static (_, n) => n - 1);
            }));
        byte[][] bodies = [.. Enumerable.Range(0, 400).Select(static i => Of($"event{i / 20:00}", $"call_{i % 20}"))];
        await AcceptAsync(bodies);
        await UntilIdleAsync();
        Assert.Equal(400, _seen.Count);
        Assert.All(_seen.GroupBy(static s => s.Split(' ')[0]), static call => Assert.Equal(call.Order(StringComparer.Ordinal), call));
        Assert.InRange(most, 1, 4);
    }

    [Fact]
    public async Task What_is_broken_off_at_the_end_counts_as_not_tried()
    {
        TaskCompletionSource began = new();
        Start(WebhookHandlerEntry.For<CallStarted>("slow", async (_, _, cancellation) =>
        {
            began.SetResult();
            await Task.Delay(Timeout.Infinite, cancellation);
        }));
        await AcceptAsync(Of("started", "c"), Of("ended", "c"));
        await began.Task;
        await StopAsync();

        // The one behind it may have been claimed with it, or not yet.
        List<InboxEvent> all = await ListAsync();
        Assert.Equal((InboxEventState.Waiting, 0), (all[1].State, all[1].Attempts));
        Assert.Contains((all[0].State, all[0].Attempts), ((InboxEventState, int)[])[(InboxEventState.New, 0), (InboxEventState.Waiting, 0)]);
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_has_failed()
    {
        TaskCompletionSource began = new();
        Start(
            new InboxWorkerOptions { HandlerTimeout = TimeSpan.FromMinutes(1), TimeProvider = _clock },
            WebhookHandlerEntry.For<CallStarted>("slow", async (_, _, cancellation) =>
            {
                began.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellation);
            }));
        await AcceptAsync(Of("started", "c"));
        await began.Task;
        _clock.Advance(TimeSpan.FromMinutes(1));
        await WaitingAsync(1);
        Assert.Contains("took longer than 00:01:00", (await ListAsync())[0].Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_handlers_of_one_name_are_refused() => Assert.Throws<ArgumentException>(static () => new WebhookDispatcher(
        [
            WebhookHandlerEntry.For<CallStarted>("x", static (_, _, _) => default),
            WebhookHandlerEntry.For<CallEnded>("x", static (_, _, _) => default),
        ],
        new InboxWorkerOptions()));

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }

    private ValueTask Note(string what)
    {
        _seen.Enqueue(what);
        return ValueTask.CompletedTask;
    }

    private void Start(params WebhookHandlerEntry[] handlers) => Start(new InboxWorkerOptions { TimeProvider = _clock }, handlers);

    private void Start(InboxWorkerOptions options, params WebhookHandlerEntry[] handlers)
    {
        InboxWorker worker = new(_inbox, new WebhookDispatcher(handlers, options), options);
        _running = worker.RunAsync(_stop.Token);
    }

    private async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    private async Task AcceptAsync(params byte[][] bodies)
    {
        foreach (byte[] body in bodies)
        {
            await _inbox.AcceptAsync(Incoming(body, _clock.GetUtcNow()), TestContext.Current.CancellationToken);
        }
    }

    private async Task<List<InboxEvent>> ListAsync() =>
        await _inbox.ListAsync(new InboxQuery(), TestContext.Current.CancellationToken).ToListAsync();

    private async Task<InboxStatus> StatusAsync() => await _inbox.GetStatusAsync(TestContext.Current.CancellationToken);

    private Task WaitingAsync(int count) => Eventually.HoldsAsync(() => StatusAsync().Result is { New: 0, Waiting: var waiting } && waiting == count);

    /// <summary>Nothing is new or waits; the time that it takes passes at once.</summary>
    private Task UntilIdleAsync() => Eventually.HoldsAsync(() =>
    {
        InboxStatus status = StatusAsync().Result;
        if (status.Waiting > 0)
        {
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        return status is { New: 0, Waiting: 0 };
    });
}
