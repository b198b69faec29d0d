using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.Sandbox.Tests.Operations;

/// <summary>What webhooks are owed: written down with the change, kept over restarts, thrown away when it is over for long.</summary>
public sealed class OutboxTests
{
    private static readonly DateTimeOffset Noon = new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_change_that_is_taken_back_is_told_to_nobody()
    {
        await using Receiver receiver = new();
        await using HelpLightningSandbox sandbox = await StartAsync(SandboxSeed.Small);
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        FormatException e = await Assert.ThrowsAsync<FormatException>(() => sandbox.LoadScenarioAsync(
            """{"calls": [{"dialer": 1, "receiver": 2}, {"dialer": 1, "receiver": 4711}]}""", Cancellation));
        Assert.Contains("calls[1].receiver", e.Message, StringComparison.Ordinal);
        Assert.Empty(sandbox.Webhooks.GetDeliveries(webhook));
    }

    [Fact]
    public async Task What_happened_before_a_webhook_was_added_is_not_owed_to_it()
    {
        await using Receiver receiver = new();
        await using HelpLightningSandbox sandbox = await StartAsync(SandboxSeed.Small);
        string call = sandbox.Calls.Start("1", "2").CallId;
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
        sandbox.Calls.AddAttachment(call, SandboxAttachmentKind.Document);
        Assert.Equal("attachment_created", Assert.Single(sandbox.Webhooks.GetDeliveries(webhook)).Category);
    }

    [Fact]
    public async Task An_event_has_one_id_for_every_webhook_at_every_attempt_and_when_it_is_sent_again()
    {
        await using Receiver first = new(number => number == 1 ? "500 Oops" : "200 OK");
        await using Receiver second = new();
        await using HelpLightningSandbox sandbox = await StartAsync(retries: [TimeSpan.Zero]);
        long webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = first.Url });
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = second.Url });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Guid[] ids = [.. sandbox.Webhooks.GetDeliveries(webhook).Select(d => d.EventId).Reverse()];
        Assert.NotEqual(ids[0], ids[1]);
        sandbox.Webhooks.Redeliver(sandbox.Webhooks.GetDeliveries(webhook)[^1].Id);
        await sandbox.Webhooks.WhenIdleAsync(Cancellation);
        Assert.Equal([ids[0], ids[0], ids[1], ids[0]], first.Events.Select(EventId));
        Assert.Equal(ids, second.Events.Select(EventId));
    }

    [Fact]
    public async Task A_restart_goes_on_with_the_attempts_and_the_time_of_the_next_one()
    {
        using TemporaryFile file = new();
        await using Receiver receiver = new(_ => "500 Oops");
        FakeTimeProvider host = new(Noon);
        TimeSpan[] retries = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10)];
        long webhook;
        await using (HelpLightningSandbox sandbox = await StartAsync(clock: host, retries: retries, file: file.Path))
        {
            webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
            sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
            sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
            await Eventually.HoldsAsync(() => Attempts(sandbox, webhook) == 1);
        }

        host.Advance(TimeSpan.FromSeconds(59));
        await using (HelpLightningSandbox sandbox = await StartAsync(clock: host, retries: retries, file: file.Path))
        {
            SandboxWebhookDelivery first = sandbox.Webhooks.GetDeliveries(webhook)[^1];
            Assert.Equal((SandboxDeliveryState.Pending, 1, Noon.AddMinutes(1)), (first.State, first.Attempts.Count, first.NextAttemptAt));
            Assert.Single(receiver.Events);
            host.Advance(TimeSpan.FromSeconds(1));
            await Eventually.HoldsAsync(() => Attempts(sandbox, webhook) == 2);
        }

        await using (HelpLightningSandbox sandbox = await StartAsync(clock: host, retries: retries, file: file.Path))
        {
            Assert.Equal(Noon.AddMinutes(11), sandbox.Webhooks.GetDeliveries(webhook)[^1].NextAttemptAt);
            host.Advance(TimeSpan.FromMinutes(10));
            await Eventually.HoldsAsync(() =>
                sandbox.Webhooks.GetDeliveries(webhook).Select(d => d.Attempts.Count).SequenceEqual([1, 3])
                && sandbox.Webhooks.GetDeliveries(webhook)[^1].State == SandboxDeliveryState.Failed);
        }

        Assert.Equal(["started", "started", "started", "ended"], receiver.Events.Select(e => e.Body.Split('"')[7]));
    }

    [Fact]
    public async Task A_restart_that_puts_the_clock_back_keeps_nothing_waiting_for_longer_than_its_delay()
    {
        using TemporaryFile file = new();
        await using Receiver receiver = new(number => number == 1 ? "500 Oops" : "200 OK");
        FakeTimeProvider host = new(Noon);
        TimeSpan[] retries = [TimeSpan.FromMinutes(1)];
        long webhook;
        await using (HelpLightningSandbox sandbox = await StartAsync(clock: host, retries: retries, file: file.Path))
        {
            sandbox.Clock.Advance(TimeSpan.FromDays(30));
            webhook = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = receiver.Url });
            sandbox.Webhooks.Publish(SandboxEventType.Call, "started", "{}");
            sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
            await Eventually.HoldsAsync(() => Attempts(sandbox, webhook) == 1);
        }

        await using (HelpLightningSandbox sandbox = await StartAsync(clock: host, retries: retries, file: file.Path))
        {
            Task idle = sandbox.Webhooks.WhenIdleAsync(Cancellation);
            await Eventually.HoldsAsync(() =>
            {
                host.Advance(TimeSpan.FromSeconds(10));
                return idle.IsCompleted;
            });
            Assert.All(sandbox.Webhooks.GetDeliveries(webhook), d => Assert.Equal(SandboxDeliveryState.Delivered, d.State));
        }

        Assert.InRange(host.GetUtcNow(), Noon, Noon.AddDays(29));
    }

    [Fact]
    public async Task What_is_over_is_kept_up_to_a_number_for_each_webhook_and_what_is_owed_always()
    {
        await using Receiver quick = new(number => number % 4 == 0 ? "500 Oops" : "200 OK");
        await using Receiver stalling = new(number => number <= 2 ? "200 OK" : null);
        await using HelpLightningSandbox sandbox = await StartAsync(kept: 5);
        long first = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = quick.Url });
        long second = sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = stalling.Url });
        for (int i = 0; i < 12; i++)
        {
            sandbox.Webhooks.Publish(SandboxEventType.Call, $"number_{i}", "{}");
        }

        await Eventually.HoldsAsync(() => sandbox.Webhooks.List().Single(w => w.Id == first).Pending == 0 && stalling.Events.Count == 3);
        Assert.Equal(
            ["number_11 Failed 1", "number_10 Delivered 1", "number_9 Delivered 1", "number_8 Delivered 1", "number_7 Failed 1"],
            sandbox.Webhooks.GetDeliveries(first).Select(d => $"{d.Category} {d.State} {d.Attempts.Count}"));
        Assert.Equal(12, sandbox.Webhooks.GetDeliveries(second).Count);
        Assert.Equal(10, sandbox.Webhooks.List().Single(w => w.Id == second).Pending);
        Assert.Equal(5 + 2, sandbox.Parts.Database.Read(db => db.Number("SELECT count(*) FROM webhook_attempts")));
    }

    [Fact]
    public async Task Much_that_is_over_is_cleared_away_a_hundredth_of_it_at_a_time()
    {
        await using HelpLightningSandbox sandbox = await StartAsync();
        SandboxDatabase database = sandbox.Parts.Database;
        long webhook = database.Write(db => db.Insert("INSERT INTO webhooks (url, event_type) VALUES ('http://127.0.0.1:1/', 0)"));
        DeliveryStore store = new(database, 200);
        SandboxEvent happened = new(SandboxEventType.Call, "ended", 54344, Noon, "{}"u8.ToArray());
        List<long> counts = [];
        for (int i = 0; i < 210; i++)
        {
            database.Write(db => DeliveryStore.Add(db, webhook, Guid.NewGuid(), happened, "{}"));
            store.Record(
                new DeliveryOutcome(
                    store.NextPending(webhook)!, new SandboxWebhookAttempt(Noon, 200, TimeSpan.Zero, null, ""),
                    SandboxDeliveryState.Delivered, null));
            counts.Add(database.Read(db => db.Number("SELECT count(*) FROM webhook_deliveries")));
        }

        Assert.Equal([200, 201, 202], counts[199..].Distinct().Order());
    }

    [Fact]
    public async Task A_reset_ends_the_waiting_for_what_it_has_thrown_away()
    {
        await using Receiver stalling = new(_ => null);
        await using HelpLightningSandbox sandbox = await StartAsync();
        sandbox.Webhooks.Add(new SandboxWebhook { PayloadUrl = stalling.Url });
        sandbox.Webhooks.Publish(SandboxEventType.Call, "ended", "{}");
        Task idle = sandbox.Webhooks.WhenIdleAsync(Cancellation);
        await sandbox.ResetAsync(Cancellation);
        await idle;
        Assert.Empty(sandbox.Webhooks.List());
    }

    [Fact]
    public async Task How_much_is_kept_has_bounds()
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(() => StartAsync(kept: 0));
        Assert.Equal("WebhookDeliveriesKept must be from 1 to 100,000.", e.Message);
    }

    private static Guid EventId(ReceivedEvent received) => Guid.Parse(received.Headers["x-sandbox-event"]);

    private static int Attempts(HelpLightningSandbox sandbox, long webhook) => sandbox.Webhooks.GetDeliveries(webhook)[^1].Attempts.Count;

    private static Task<HelpLightningSandbox> StartAsync(
        SandboxSeed seed =
            SandboxSeed.None, TimeProvider? clock = null, IReadOnlyList<TimeSpan>? retries = null, string? file = null, int kept = 1000) =>
        HelpLightningSandbox.StartAsync(
            new HelpLightningSandboxOptions
            {
                Seed = seed,
                TimeProvider = clock ?? TimeProvider.System,
                WebhookRetryDelays = retries ?? [],
                WebhookTimeout = TimeSpan.FromMinutes(2),
                WebhookDeliveriesKept = kept,
                DataFile = file,
            }, Cancellation);
}
