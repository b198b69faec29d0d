using Microsoft.Extensions.Time.Testing;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.Inbox;

/// <summary>What every inbox does, whatever it keeps its events in. Each store derives from it.</summary>
public abstract class InboxContract : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private IWebhookInbox? _inbox;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 8, 0, 0, TimeSpan.Zero));

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IWebhookInbox Inbox => _inbox ?? throw new InvalidOperationException();

    private DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>Opens the store of this test: the first time it is empty, later it is as it was left.</summary>
    protected abstract ValueTask<IWebhookInbox> OpenAsync(InboxOptions options);

    public async ValueTask InitializeAsync() => _inbox = await OpenAsync(new InboxOptions { TimeProvider = Clock });

    public async ValueTask DisposeAsync()
    {
        if (_inbox is not null)
        {
            await _inbox.DisposeAsync();
        }

        await RemoveAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>The test is over.</summary>
    protected virtual ValueTask RemoveAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task An_event_comes_out_as_it_went_in()
    {
        byte[] body = Attachment("call_1", 31675, "5895ec01-0000-4000-8000-9fdae98d0ace", "\"ü\":\"\\u0000\"");
        Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(body, Now, "north"), Cancellation));

        InboxEvent claimed = Assert.Single(await Inbox.ClaimAsync(10, Cancellation));
        Assert.Equal(body, claimed.Body.ToArray());
        Assert.Equal(("call", "attachment_created", "call_1", "north"), (claimed.Type, claimed.Category, claimed.CallId, claimed.SignedBy));
        Assert.Equal((Now, 0, null, null, null), (claimed.ReceivedAt, claimed.Attempts, claimed.NextAttemptAt, claimed.Error, claimed.HandledBy));
        Assert.Equal(body, (await Inbox.FindAsync(claimed.Id, Cancellation))?.Body.ToArray());
    }

    [Fact]
    public async Task What_was_handled_does_not_come_again_nor_after_a_restart()
    {
        await AcceptAsync(Of("started", "call_1"));
        await SettleAsync(Settlement.Handled(Assert.Single(await ClaimAsync())));
        Assert.Empty(await ClaimAsync());

        await ReopenAsync();
        Assert.Empty(await ClaimAsync());
    }

    [Fact]
    public async Task What_was_claimed_and_not_settled_comes_again_after_a_restart()
    {
        await AcceptAsync(Of("started", "call_1"), Of("ended", "call_1"), Of("started", "call_2"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await SettleAsync(Settlement.Handled(claimed[1]));

        await ReopenAsync();
        Assert.Equal([claimed[0].Id, claimed[2].Id], Ids(await ClaimAsync()));
    }

    [Fact]
    public async Task What_is_claimed_is_nobody_elses_until_its_worker_is_silent()
    {
        await AcceptAsync(Of("started", "call_1"), Of("one", "call_1"), Of("started", "call_2"));
        long[] first = Ids(await Inbox.ClaimAsync(2, Cancellation));
        Clock.Advance(TimeSpan.FromSeconds(20));
        await Inbox.RenewAsync(Cancellation);
        Clock.Advance(TimeSpan.FromSeconds(20));
        long[] second = Ids(await ClaimAsync());
        Assert.Empty(first.Intersect(second));
        Assert.Equal(3, first.Length + second.Length);

        Clock.Advance(Minute);
        Assert.Equal(first.Union(second).Order(), Ids(await ClaimAsync()));
    }

    [Fact]
    public async Task The_same_bytes_are_one_event_within_the_window_and_two_after_it()
    {
        byte[] body = Of("participant_joined", "call_1");
        Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(body, Now), Cancellation));
        Clock.Advance(9 * Minute);
        Assert.Equal(IntakeResult.Repeated, await Inbox.AcceptAsync(Incoming(body, Now), Cancellation));
        Clock.Advance(2 * Minute);
        Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(body, Now), Cancellation));
        Assert.Equal(2, (await ClaimAsync()).Count);
    }

    [Fact]
    public async Task The_window_outlives_a_restart()
    {
        byte[] body = Of("participant_joined", "call_1");
        await AcceptAsync(body);
        Clock.Advance(5 * Minute);
        await ReopenAsync();
        Assert.Equal(IntakeResult.Repeated, await Inbox.AcceptAsync(Incoming(body, Now), Cancellation));
        Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(Of("participant_left", "call_1"), Now), Cancellation));
    }

    [Fact]
    public async Task An_attachment_is_one_event_however_late_and_in_whatever_words()
    {
        await AcceptAsync(Attachment("call_1", 7, "u-7"), Attachment("call_1", null, "u-8"), Attachment("call_1", 9, "u-9"));
        await ReopenAsync();
        Clock.Advance(TimeSpan.FromDays(3));
        await ReopenAsync();
        foreach (byte[] again in (byte[][])
            [Attachment("call_1", 7, "u-7", "\"name\":\"x\""), Attachment("call_1", null, "u-8"), Attachment("call_2", 9, "u-9")])
        {
            Assert.Equal(IntakeResult.Repeated, await Inbox.AcceptAsync(Incoming(again, Now), Cancellation));
        }

        Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(Attachment("call_1", 6, "u-6"), Now), Cancellation));
    }

    [Fact]
    public async Task Of_many_that_bring_the_same_at_once_one_is_told_that_it_is_new()
    {
        byte[] body = Of("started", "call_1");
        IntakeResult[] results = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            Inbox.AcceptAsync(Incoming(i % 2 == 0 ? body : Attachment("call_1", 5, "u-5"), Now), Cancellation).AsTask()));
        Assert.Equal(2, results.Count(static r => r == IntakeResult.Stored));
        Assert.Equal(2, (await ClaimAsync()).Count);
    }

    [Fact]
    public async Task What_is_no_JSON_is_kept_for_a_person()
    {
        await AcceptAsync("hello"u8.ToArray(), [], "{\"type\":\"call\"} x"u8.ToArray());
        Assert.Empty(await ClaimAsync());
        List<InboxEvent> dead = await ListAsync(new InboxQuery { States = [InboxEventState.Dead] });
        Assert.Equal(3, dead.Count);
        Assert.All(dead, static e => Assert.Contains("no JSON object", e.Error, StringComparison.Ordinal));
        Assert.Equal("hello"u8.ToArray(), (await Inbox.FindAsync(dead[^1].Id, Cancellation))?.Body.ToArray());
    }

    [Fact]
    public async Task Whatever_bytes_come_none_holds_up_the_others()
    {
        byte[][] odd =
        [
            "{\"type\":\"\\u0000\",\"category\":\"\\ud800\",\"data\":{\"call_id\":\"\\u0000\"}}"u8.ToArray(),
            [0xff, 0xfe, 0x00], new byte[1 << 20], Of("started", new string('x', 5_000)), Of("started", "'; DROP TABLE events; --"),
            [.. "{\"type\":\"call\",\"category\":\""u8, 0xff, .. "\"}"u8],
        ];
        IntakeResult[] results = await Task.WhenAll(odd.Append(Of("ended", "call_1")).Select(body =>
            Inbox.AcceptAsync(Incoming(body, Now), Cancellation).AsTask()));
        Assert.All(results, static r => Assert.Equal(IntakeResult.Stored, r));
        Assert.Contains(await ClaimAsync(), static e => e is { Category: "ended", CallId: "call_1" });
        Assert.Equal(7, (await ListAsync(new InboxQuery())).Count);
    }

    [Fact]
    public async Task Events_of_a_call_come_in_order_and_none_while_an_earlier_one_is_claimed()
    {
        await AcceptAsync(Of("started", "call_1"), Of("started", "call_2"), Of("ended", "call_1"), Of("session", type: "session"));
        IReadOnlyList<InboxEvent> all = await ClaimAsync();
        Assert.Equal(all.Select(static e => e.Id).Order(), Ids(all));
        Assert.Equal(["started", "ended"], all.Where(static e => e.CallId == "call_1").Select(static e => e.Category));

        await AcceptAsync(Of("late", "call_1"), Of("late", "call_2"), Of("late", "call_3"));
        InboxEvent other = Assert.Single(await ClaimAsync());
        Assert.Equal("call_3", other.CallId);

        await SettleAsync([.. all.Where(static e => e.CallId == "call_1").Take(1).Select(Settlement.Handled)]);
        Assert.Empty(await ClaimAsync());
        await SettleAsync([.. all.Where(static e => e.CallId is "call_1" or "call_2").Skip(1).Select(Settlement.Handled)]);
        Assert.Equal(["call_1", "call_2"], (await ClaimAsync()).Select(static e => e.CallId).Order());
    }

    [Fact]
    public async Task An_event_that_is_tried_again_holds_up_its_call_alone()
    {
        await AcceptAsync(Of("one", "call_1"), Of("two", "call_1"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await AcceptAsync(Of("three", "call_1"));
        Assert.Empty(await ClaimAsync());
        DateTimeOffset later = Now + Minute;
        await SettleAsync(Settlement.Retry(claimed[0], later, "no luck", "a\nb"), Settlement.PutOff(claimed[1], later));
        await AcceptAsync(Of("four", "call_1"), Of("one", "call_2"));
        InboxEvent other = Assert.Single(await ClaimAsync());
        Assert.Equal("call_2", other.CallId);
        await SettleAsync(Settlement.Handled(other));

        Clock.Advance(Minute / 2);
        Assert.Empty(await ClaimAsync());
        Clock.Advance(Minute / 2);
        IReadOnlyList<InboxEvent> again = await ClaimAllAsync();
        Assert.Equal(["one", "two", "three", "four"], again.Select(static e => e.Category));
        Assert.Equal((1, "no luck", "a\nb"), (again[0].Attempts, again[0].Error, again[0].HandledBy));
        Assert.Equal((0, null, null), (again[1].Attempts, again[1].Error, again[1].HandledBy));
    }

    [Fact]
    public async Task What_waits_outlives_a_restart_in_order()
    {
        await AcceptAsync(Of("one", "call_1"), Of("two", "call_1"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await SettleAsync(Settlement.Retry(claimed[0], Now + Minute, "no luck", null), Settlement.PutOff(claimed[1], Now + Minute));
        await AcceptAsync(Of("three", "call_1"));
        Assert.Empty(await ClaimAsync());
        await ReopenAsync();
        Assert.Empty(await ClaimAsync());
        Clock.Advance(Minute);
        Assert.Equal(["one", "two", "three"], (await ClaimAllAsync()).Select(static e => e.Category));
    }

    [Fact]
    public async Task A_dead_event_frees_its_call_and_can_be_retried()
    {
        await AcceptAsync(Of("one", "call_1"), Of("two", "call_1"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await SettleAsync(Settlement.Dead(claimed[0], "broken", "a"), Settlement.Handled(claimed[1]));
        Assert.Empty(await ClaimAsync());
        InboxEvent dead = Assert.Single(await ListAsync(new InboxQuery { States = [InboxEventState.Dead] }));
        Assert.Equal((claimed[0].Id, "broken", 1), (dead.Id, dead.Error, dead.Attempts));

        Assert.Equal(1, await Inbox.RetryAsync(new InboxQuery { Ids = [dead.Id] }, Cancellation));
        InboxEvent again = Assert.Single(await ClaimAsync());
        Assert.Equal((dead.Id, 0, "a"), (again.Id, again.Attempts, again.HandledBy));
    }

    [Fact]
    public async Task Retry_makes_due_what_waits()
    {
        await AcceptAsync(Of("one", "call_1"), Of("two", "call_1"), Of("one", "call_2"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await SettleAsync([.. claimed.Select(e => Settlement.Retry(e, Now + Minute, "no luck", null))]);
        Assert.Equal(2, await Inbox.RetryAsync(new InboxQuery { CallId = "call_1" }, Cancellation));
        Assert.Equal(["one", "two"], (await ClaimAllAsync()).Select(static e => e.Category));
    }

    [Fact]
    public async Task What_a_person_puts_aside_is_not_handled_and_a_late_settlement_does_not_bring_it_back()
    {
        await AcceptAsync(Of("one", "call_1"), Of("one", "call_2"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await AcceptAsync(Of("one", "call_3"));
        Assert.Equal(3, await Inbox.DiscardAsync(new InboxQuery { Category = "one" }, Cancellation));
        await SettleAsync(Settlement.Handled(claimed[0]), Settlement.Retry(claimed[1], Now, "no luck", null));
        Assert.Empty(await ClaimAsync());
        Assert.All(await ListAsync(new InboxQuery()), static e => Assert.Equal(InboxEventState.Discarded, e.State));
    }

    [Fact]
    public async Task Replay_has_handled_events_handled_anew_in_order()
    {
        await AcceptAsync(Of("one", "call_1"), Of("two", "call_1"), Of("one", "call_2"));
        await SettleAsync([.. (await ClaimAsync()).Select(Settlement.Handled)]);
        Assert.Equal(2, await Inbox.ReplayAsync(new InboxQuery { CallId = "call_1" }, Cancellation));
        IReadOnlyList<InboxEvent> again = await ClaimAllAsync();
        Assert.Equal(["one", "two"], again.Select(static e => e.Category));
        Assert.All(again, static e => Assert.Equal((0, null), (e.Attempts, e.HandledBy)));
        Assert.Equal(0, await Inbox.ReplayAsync(new InboxQuery { CallId = "call_9" }, Cancellation));
    }

    [Fact]
    public async Task A_list_is_narrowed_and_the_newest_come_first()
    {
        for (int i = 1; i <= 5; i++)
        {
            await AcceptAsync(Of(i % 2 == 0 ? "even" : "odd", $"call_{i}"));
            Clock.Advance(Minute);
        }

        Assert.Equal(["call_5", "call_4", "call_3", "call_2", "call_1"], await CallsAsync(new InboxQuery()));
        Assert.Equal(["call_5", "call_4"], await CallsAsync(new InboxQuery { Limit = 2 }));
        Assert.Equal(["call_4", "call_2"], await CallsAsync(new InboxQuery { Category = "even" }));
        Assert.Equal(["call_3"], await CallsAsync(new InboxQuery { CallId = "call_3" }));
        Assert.Equal(["call_5", "call_4"], await CallsAsync(new InboxQuery { Since = Now - (2 * Minute) }));
        Assert.Equal(["call_3", "call_2", "call_1"], await CallsAsync(new InboxQuery { Until = Now - (2 * Minute) }));
        Assert.Empty(await CallsAsync(new InboxQuery { States = [] }));
        Assert.Empty(await CallsAsync(new InboxQuery { Ids = [] }));
        Assert.Equal(5, (await CallsAsync(new InboxQuery { States = [InboxEventState.New] })).Count);
    }

    [Fact]
    public async Task The_status_says_how_it_is_doing()
    {
        Assert.Equal(new InboxStatus(), await Inbox.GetStatusAsync(Cancellation));
        DateTimeOffset start = Now;
        await AcceptAsync(Of("one", "call_1"), Of("one", "call_2"), Of("one", "call_3"));
        Clock.Advance(Minute);
        await AcceptAsync(Of("one", "call_4"));
        Assert.Equal(
            new InboxStatus { New = 4, OldestUnhandledAt = start, LastReceivedAt = Now }, await Inbox.GetStatusAsync(Cancellation));

        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await SettleAsync(
            Settlement.Handled(claimed[0]), Settlement.Retry(claimed[1], Now + Minute, "x", null), Settlement.Dead(claimed[2], "x", null),
            Settlement.Handled(claimed[3]));
        Assert.Equal(
            new InboxStatus { Waiting = 1, Dead = 1, OldestUnhandledAt = start, LastReceivedAt = Now },
            await Inbox.GetStatusAsync(Cancellation));
    }

    [Fact]
    public async Task Prune_removes_what_is_old_and_over()
    {
        await AcceptAsync(Of("one", "call_1"), Of("one", "call_2"), Of("one", "call_3"), Of("one", "call_4"));
        IReadOnlyList<InboxEvent> claimed = await ClaimAsync();
        await SettleAsync(
            Settlement.Handled(claimed[0]), Settlement.Retry(claimed[1], Now + TimeSpan.FromDays(60), "x", null), Settlement.Dead(claimed[2], "x", null));
        Clock.Advance(TimeSpan.FromDays(40));
        await AcceptAsync(Of("one", "call_5"));
        await Inbox.PruneAsync(Now - TimeSpan.FromDays(30), Cancellation);
        Assert.Equal(["call_5", "call_4", "call_3", "call_2"], await CallsAsync(new InboxQuery()));
        Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(Of("one", "call_6"), Now), Cancellation));
        Assert.Equal("call_6", (await CallsAsync(new InboxQuery { Limit = 1 }))[0]);
    }

    [Fact]
    public async Task Waiting_for_events_ends_when_one_comes()
    {
        Task waiting = Inbox.WaitForEventsAsync(Cancellation);
        await AcceptAsync(Of("one", "call_1"));
        await waiting;
        Assert.Single(await ClaimAsync());
    }

    [Fact]
    public async Task Many_events_of_many_calls_are_each_handled_once_and_in_order()
    {
        const int Calls = 40, Each = 25;
        await Task.WhenAll(Enumerable.Range(0, Calls).Select(async call =>
        {
            for (int i = 0; i < Each; i++)
            {
                await Inbox.AcceptAsync(Incoming(Of($"event{i}", $"call_{call}"), Now), Cancellation);
            }
        }));
        Random chance = new(4711);
        Dictionary<string, List<string>> seen = [];
        List<InboxEvent> inHand = [];
        while (seen.Values.Sum(static s => s.Count) < Calls * Each)
        {
            inHand.AddRange(await Inbox.ClaimAsync(chance.Next(1, 60), Cancellation));
            Clock.Advance(TimeSpan.FromSeconds(1));
            await Inbox.RenewAsync(Cancellation);
            int count = chance.Next(0, inHand.Count + 1);
            List<Settlement> settlements = [];
            HashSet<string> failed = [];
            foreach (InboxEvent claimed in inHand.Take(count))
            {
                if (failed.Contains(claimed.CallId!))
                {
                    settlements.Add(Settlement.PutOff(claimed, Now + TimeSpan.FromSeconds(2)));
                }
                else if (claimed.Attempts == 0 && chance.Next(10) == 0 && inHand.Skip(count).All(e => e.CallId != claimed.CallId))
                {
                    settlements.Add(Settlement.Retry(claimed, Now + TimeSpan.FromSeconds(2), "x", null));
                    failed.Add(claimed.CallId!);
                }
                else
                {
                    settlements.Add(Settlement.Handled(claimed));
                    seen.TryAdd(claimed.CallId!, []);
                    seen[claimed.CallId!].Add(claimed.Category!);
                }
            }

            await Inbox.SettleAsync(settlements, Cancellation);
            inHand.RemoveRange(0, count);
        }

        Assert.Equal(Calls, seen.Count);
        Assert.All(seen.Values, static s => Assert.Equal(Enumerable.Range(0, Each).Select(static i => $"event{i}"), s));
        Assert.Empty(await ClaimAsync());
    }

    private static long[] Ids(IEnumerable<InboxEvent> events) => [.. events.Select(static e => e.Id)];

    private async Task AcceptAsync(params byte[][] bodies)
    {
        foreach (byte[] body in bodies)
        {
            Assert.Equal(IntakeResult.Stored, await Inbox.AcceptAsync(Incoming(body, Now), Cancellation));
        }
    }

    private async Task<IReadOnlyList<InboxEvent>> ClaimAsync() => await Inbox.ClaimAsync(100, Cancellation);

    /// <summary>Claims and settles until nothing is left, as a store may give a call's events one by one.</summary>
    private async Task<IReadOnlyList<InboxEvent>> ClaimAllAsync()
    {
        List<InboxEvent> all = [];
        while (await ClaimAsync() is { Count: > 0 } claimed)
        {
            all.AddRange(claimed);
            await SettleAsync([.. claimed.Select(Settlement.Handled)]);
        }

        return all;
    }

    private async Task SettleAsync(params Settlement[] settlements) => await Inbox.SettleAsync(settlements, Cancellation);

    private async Task<List<InboxEvent>> ListAsync(InboxQuery query) => await Inbox.ListAsync(query, Cancellation).ToListAsync(Cancellation);

    private async Task<List<string?>> CallsAsync(InboxQuery query) => [.. (await ListAsync(query)).Select(static e => e.CallId)];

    private async Task ReopenAsync()
    {
        await Inbox.DisposeAsync();
        _inbox = await OpenAsync(new InboxOptions { TimeProvider = Clock });
    }
}
