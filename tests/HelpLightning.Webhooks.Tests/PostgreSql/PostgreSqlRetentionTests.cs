using HelpLightning.Webhooks.PostgreSql;
using HelpLightning.Webhooks.PostgreSql.Schema;
using Npgsql;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>Partitions come and go.</summary>
public sealed class PostgreSqlRetentionTests(PostgresServer server) : PostgresTest(server)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Each_day_has_a_partition_that_is_dropped_when_it_is_old()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        for (int day = 0; day < 5; day++)
        {
            await AcceptAsync(inbox, $"day{day}");
            await HandleAsync(inbox, await ClaimSomeAsync(inbox));
            Clock.Advance(Day);
            await inbox.PruneAsync(Now - (3 * Day), Cancellation);
        }

        Assert.Equal(["day4", "day3", "day2"], await CategoriesAsync(inbox));
        Assert.Equal("2,3,4,5,6", await PartitionsAsync());
        await AcceptAsync(inbox, "day5");
        Assert.Equal(5 * SchemaSql.PartitionSize, Assert.Single(await ClaimSomeAsync(inbox)).Id);
    }

    [Fact]
    public async Task What_a_person_has_to_see_outlives_its_partition_and_can_be_retried()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        foreach (string category in (string[])["handled", "dead", "waiting", "aside"])
        {
            await AcceptAsync(inbox, category, category);
        }

        Dictionary<string, InboxEvent> claimed = (await inbox.ClaimAsync(100, Cancellation)).ToDictionary(static e => e.Category!);
        await inbox.SettleAsync(
            [
                Settlement.Handled(claimed["handled"]), Settlement.Dead(claimed["dead"], "broken", "a"),
                Settlement.Retry(claimed["waiting"], Now + (90 * Day), "not yet", null),
            ],
            Cancellation);
        Assert.Equal(1, await inbox.DiscardAsync(new InboxQuery { Category = "aside" }, Cancellation));
        await AcceptAsync(inbox, "new");
        Clock.Advance(40 * Day);
        await AcceptAsync(inbox, "today");

        // The first time ends the partition, whose last event is of today; when that is old too, the partition is over.
        Assert.Equal(2, await inbox.PruneAsync(Now - (30 * Day), Cancellation));
        Assert.Equal(["today", "new", "waiting", "dead"], await CategoriesAsync(inbox));
        Clock.Advance(40 * Day);
        await HandleAsync(inbox, (await inbox.ClaimAsync(100, Cancellation)).Where(static e => e.Category == "today"));
        Assert.Equal(1, await inbox.PruneAsync(Now - (30 * Day), Cancellation));
        Assert.Equal(["new", "waiting", "dead"], await CategoriesAsync(inbox));
        Assert.Equal(0, await inbox.PruneAsync(Now - (30 * Day), Cancellation));

        Assert.Equal(1, await inbox.RetryAsync(new InboxQuery { States = [InboxEventState.Dead] }, Cancellation));
        InboxEvent again = Assert.Single(await inbox.ClaimAsync(100, Cancellation));
        Assert.Equal(("dead", claimed["dead"].Id, "a"), (again.Category, again.Id, again.HandledBy));
        Assert.Equal(Of("dead", "dead"), again.Body.ToArray());
    }

    [Fact]
    public async Task An_attachment_is_known_for_as_long_as_it_is_kept()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        IncomingEvent kept = Incoming(Attachment("call_1", 1, "u-1"), Now);
        IncomingEvent gone = Incoming(Attachment("call_2", 2, "u-2"), Now);
        await inbox.AcceptAsync(kept, Cancellation);
        await inbox.AcceptAsync(gone, Cancellation);
        InboxEvent[] claimed = [.. await inbox.ClaimAsync(100, Cancellation)];
        await inbox.SettleAsync([Settlement.Dead(claimed[0], "broken", null), Settlement.Handled(claimed[1])], Cancellation);
        await AcceptAsync(inbox, "other");
        await HandleAsync(inbox, await inbox.ClaimAsync(100, Cancellation));
        Clock.Advance(10 * Day);
        Assert.Equal(2, await inbox.PruneAsync(Now - (5 * Day), Cancellation));

        Assert.Equal(IntakeResult.Repeated, await inbox.AcceptAsync(kept, Cancellation));
        Assert.Equal(IntakeResult.Stored, await inbox.AcceptAsync(gone, Cancellation));
        Assert.Equal(2, await AskAsync<long>("select count(*) from {schema}.seen"));
    }

    [Fact]
    public async Task Numbers_that_run_out_of_partitions_get_one()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await AcceptAsync(inbox, "first");
        await AskAsync<long>($"select setval('{{schema}}.event_id', {(5 * SchemaSql.PartitionSize) - 2})");
        foreach (string category in (string[])["second", "third", "fourth"])
        {
            Assert.Equal(IntakeResult.Stored, await AcceptAsync(inbox, category));
        }

        List<string?> claimed = [];
        while (claimed.Count < 4)
        {
            claimed.AddRange((await ClaimSomeAsync(inbox)).Select(static e => e.Category));
        }

        Assert.Equal(["first", "second", "third", "fourth"], claimed);
    }

    [Fact]
    public async Task Whoever_reads_an_old_partition_is_not_waited_for()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await AcceptAsync(inbox, "old");
        await HandleAsync(inbox, await ClaimSomeAsync(inbox));
        Clock.Advance(10 * Day);
        await using (NpgsqlConnection reader = await Database.OpenConnectionAsync(Cancellation))
        {
            await using NpgsqlTransaction reading = await reader.BeginTransactionAsync(Cancellation);
            await using NpgsqlCommand read = new($"select count(*) from {Schema}.event", reader);
            await read.ExecuteScalarAsync(Cancellation);
            Assert.Equal(0, await inbox.PruneAsync(Now - Day, Cancellation));
            Assert.Equal(IntakeResult.Stored, await AcceptAsync(inbox, "new"));
        }

        Assert.Equal(1, await inbox.PruneAsync(Now - Day, Cancellation));
        Assert.Equal(["new"], await CategoriesAsync(inbox));
    }

    [Fact]
    public async Task What_was_removed_meanwhile_can_be_settled_for_nothing()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        PostgreSqlInbox other = await OpenAsync();
        await AcceptAsync(inbox, "one");
        await AcceptAsync(inbox, "two");
        IReadOnlyList<InboxEvent> claimed = await inbox.ClaimAsync(100, Cancellation);
        await other.DiscardAsync(new InboxQuery(), Cancellation);
        Clock.Advance(10 * Day);
        Assert.Equal(2, await other.PruneAsync(Now - Day, Cancellation));
        await HandleAsync(inbox, claimed);
        Assert.Empty(await CategoriesAsync(inbox));
        Assert.Null(await inbox.FindAsync(claimed[0].Id, Cancellation));
    }

    private static async Task<List<string?>> CategoriesAsync(PostgreSqlInbox inbox) =>
        await inbox.ListAsync(new InboxQuery(), Cancellation).Select(static e => e.Category).ToListAsync(Cancellation);

    private Task<string> PartitionsAsync() => AskAsync<string>(
        "select string_agg(n::text, ',' order by n) from (select substring(tablename from '[0-9]+$')::int n from pg_tables "
        + "where schemaname = '{schema}' and tablename ~ '^event_[0-9]+$') p");
}
