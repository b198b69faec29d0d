using System.Collections.Concurrent;
using HelpLightning.Webhooks.PostgreSql;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>Several receivers and workers, as on several machines: each has an inbox object of its own.</summary>
public sealed class PostgreSqlSharingTests(PostgresServer server) : PostgresTest(server)
{
    [Fact]
    public async Task Of_two_receivers_that_get_the_same_at_once_one_says_that_it_is_new()
    {
        PostgreSqlInbox[] receivers = [await OpenAsync(), await OpenAsync()];
        ConcurrentDictionary<int, ConcurrentBag<IntakeResult>> results = [];
        await Task.WhenAll(Enumerable.Range(0, 600).Select(async i =>
        {
            byte[] body = i % 3 == 0 ? Attachment($"call_{i % 2}", null, $"u-{i % 100}") : Of($"event{i % 100}", "call_1");
            IncomingEvent incoming = Incoming(body, Now);
            IntakeResult result = await receivers[i / 300].AcceptAsync(incoming, Cancellation);
            results.GetOrAdd(incoming.Identity.GetHashCode(), static _ => []).Add(result);
        }));
        Assert.Equal(200, results.Count);
        Assert.All(results.Values, static told => Assert.Single(told, static r => r == IntakeResult.Stored));
        Assert.Equal(200, await AskAsync<long>("select count(*) from {schema}.event"));
    }

    [Fact]
    public async Task A_worker_gets_nothing_of_a_call_that_another_has_in_hand()
    {
        PostgreSqlInbox one = await OpenAsync();
        PostgreSqlInbox other = await OpenAsync();
        await AcceptAsync(one, "first", "call_1");
        await AcceptAsync(other, "second", "call_1");
        await AcceptAsync(one, "first", "call_2");
        InboxEvent first = Assert.Single(await one.ClaimAsync(1, Cancellation));
        Assert.Equal("call_1", first.CallId);
        Assert.Equal("call_2", Assert.Single(await other.ClaimAsync(100, Cancellation)).CallId);

        await HandleAsync(one, [first]);
        Assert.Equal("second", Assert.Single(await other.ClaimAsync(100, Cancellation)).Category);
        Assert.Empty(await one.ClaimAsync(100, Cancellation));
    }

    [Fact]
    public async Task What_fails_at_one_worker_holds_up_its_call_at_the_other()
    {
        PostgreSqlInbox one = await OpenAsync();
        PostgreSqlInbox other = await OpenAsync();
        await AcceptAsync(one, "first", "call_1");
        InboxEvent first = Assert.Single(await one.ClaimAsync(100, Cancellation));
        await AcceptAsync(one, "second", "call_1");
        Assert.Empty(await other.ClaimAsync(100, Cancellation));
        await one.SettleAsync([Settlement.Retry(first, Now + TimeSpan.FromMinutes(1), "no luck\0\ud800", null)], Cancellation);
        Assert.Empty(await other.ClaimAsync(100, Cancellation));

        Clock.Advance(TimeSpan.FromMinutes(1));
        IReadOnlyList<InboxEvent> due = await other.ClaimAsync(100, Cancellation);
        Assert.Equal(["first", "second"], due.Select(static e => e.Category));
        Assert.Equal("no luck\ufffd\ufffd", due[0].Error);
        Assert.Empty(await one.ClaimAsync(100, Cancellation));
    }

    [Fact]
    public async Task A_worker_that_ends_leaves_what_it_has_to_the_others_at_once()
    {
        PostgreSqlInbox one = await OpenAsync();
        PostgreSqlInbox other = await OpenAsync();
        await AcceptAsync(one, "first", "call_1");
        Assert.Single(await one.ClaimAsync(100, Cancellation));
        Assert.Empty(await other.ClaimAsync(100, Cancellation));
        await one.DisposeAsync();
        Assert.Single(await other.ClaimAsync(100, Cancellation));
    }

    [Fact]
    public async Task What_a_worker_had_that_vanishes_comes_back_after_its_lease_in_order()
    {
        const int Calls = 12, Each = 20;
        PostgreSqlInbox[] receivers = [await OpenAsync(), await OpenAsync()];
        PostgreSqlInbox gone = await OpenAsync();
        PostgreSqlInbox worker = await OpenAsync();
        Task intake = Task.WhenAll(Enumerable.Range(0, Calls).Select(async call =>
        {
            for (int i = 0; i < Each; i++)
            {
                await AcceptAsync(receivers[(call + i) % 2], $"event{i}", $"call_{call}");
            }
        }));

        // It vanishes without a word: it claims, and is never heard of again.
        IReadOnlyList<InboxEvent> lost = await ClaimSomeAsync(gone, limit: 5);
        HashSet<string?> held = [.. lost.Select(static e => e.CallId)];
        List<(string Call, string Category)> handled = [];
        while (handled.Count < Calls * Each)
        {
            IReadOnlyList<InboxEvent> claimed = await ClaimSomeAsync(worker, limit: 7);
            if (handled.Count < 30)
            {
                Assert.DoesNotContain(claimed, e => held.Contains(e.CallId));
            }
            else if (held.Count > 0)
            {
                // The lease is the server's to measure.
                held.Clear();
                await AskAsync<string>("update {schema}.board set lease_until = now() where version = (select min(version) from {schema}.board); select 'done'");
            }

            handled.AddRange(claimed.Select(static e => (e.CallId!, e.Category!)));
            await worker.RenewAsync(Cancellation);
            await HandleAsync(worker, claimed);
        }

        await intake;
        Assert.All(
            handled.GroupBy(static e => e.Call),
            static call => Assert.Equal(Enumerable.Range(0, Each).Select(static i => $"event{i}"), call.Select(static e => e.Category)));

        // If it was not gone but slow: what it says now changes nothing.
        await gone.SettleAsync([.. lost.Select(e => Settlement.Retry(e, Now, "late", null))], Cancellation);
        Assert.Equal(new InboxStatus { LastReceivedAt = Now }, await worker.GetStatusAsync(Cancellation));
        Assert.Equal(0, await AskAsync<long>("select count(*) from {schema}.board"));
    }

    [Fact]
    public async Task Two_workers_handle_each_event_once_and_each_call_in_order()
    {
        const int Calls = 30, Each = 20;
        PostgreSqlInbox receiver = await OpenAsync();
        ConcurrentDictionary<string, ConcurrentQueue<string>> handled = [];
        ConcurrentDictionary<string, int> inHand = [];
        Task intake = Task.WhenAll(Enumerable.Range(0, Calls).Select(async call =>
        {
            for (int i = 0; i < Each; i++)
            {
                await AcceptAsync(receiver, $"event{i}", $"call_{call}");
            }
        }));
        await Task.WhenAll(Enumerable.Range(0, 2).Select(async who =>
        {
            PostgreSqlInbox worker = await OpenAsync();
            Random chance = new(who);
            while (handled.Values.Sum(static h => h.Count) < Calls * Each)
            {
                IReadOnlyList<InboxEvent> claimed = await worker.ClaimAsync(chance.Next(1, 40), Cancellation);
                foreach (InboxEvent taken in claimed)
                {
                    Assert.Equal(who, inHand.GetOrAdd(taken.CallId!, who));
                    handled.GetOrAdd(taken.CallId!, static _ => []).Enqueue(taken.Category!);
                }

                foreach (IGrouping<string?, InboxEvent> call in claimed.GroupBy(static e => e.CallId))
                {
                    inHand.TryRemove(call.Key!, out _);
                    await HandleAsync(worker, call);
                }
            }
        }));
        await intake;
        Assert.All(handled.Values, static h => Assert.Equal(Enumerable.Range(0, Each).Select(static i => $"event{i}"), h));
    }

    [Fact]
    public async Task A_worker_that_knows_only_what_others_have_done_finds_what_is_left()
    {
        PostgreSqlInbox slow = await OpenAsync();
        PostgreSqlInbox quick = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 300).Select(i => AcceptAsync(slow, $"event{i}", $"call_{i}")));
        IReadOnlyList<InboxEvent> first = await ClaimSomeAsync(slow, limit: 1);
        for (int left = 299; left > 0;)
        {
            IReadOnlyList<InboxEvent> claimed = await ClaimSomeAsync(quick);
            await HandleAsync(quick, claimed);
            left -= claimed.Count;
        }

        await AcceptAsync(quick, "last", "call_1");
        Assert.Equal("last", Assert.Single(await ClaimSomeAsync(slow)).Category);
        await HandleAsync(slow, first);
    }

    [Fact]
    public async Task Many_that_open_a_new_schema_at_once_find_it_made_once()
    {
        PostgreSqlInbox[] all = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync()));
        foreach (PostgreSqlInbox inbox in all)
        {
            await AcceptAsync(inbox, $"event{Array.IndexOf(all, inbox)}");
        }

        Assert.Equal(6, (await all[0].ClaimAsync(100, Cancellation)).Count);
        Assert.Equal(1, await AskAsync<long>("select count(*) from {schema}.version"));
    }

    [Fact]
    public async Task A_worker_learns_of_what_another_receiver_takes()
    {
        PostgreSqlInbox receiver = await OpenAsync();
        PostgreSqlInbox worker = await OpenAsync();
        Assert.Empty(await worker.ClaimAsync(100, Cancellation));
        Task<IReadOnlyList<InboxEvent>> claimed = ClaimSomeAsync(worker);
        await AcceptAsync(receiver, "one");
        Assert.Single(await claimed);
    }
}
