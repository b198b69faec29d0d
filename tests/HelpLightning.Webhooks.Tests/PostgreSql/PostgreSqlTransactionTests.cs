using HelpLightning.Webhooks.PostgreSql;
using Npgsql;
using static HelpLightning.Webhooks.Tests.Inbox.Bodies;

namespace HelpLightning.Webhooks.Tests.PostgreSql;

/// <summary>What other transactions do meanwhile: of other receivers, and of programs that have nothing to do with us.</summary>
public sealed class PostgreSqlTransactionTests(PostgresServer server) : PostgresTest(server)
{
    [Fact]
    public async Task An_old_snapshot_that_is_kept_elsewhere_stops_nothing()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await AcceptAsync(inbox, "before", "call_1");
        await using NpgsqlConnection other = await Database.OpenConnectionAsync(Cancellation);
        await using NpgsqlTransaction old = await other.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, Cancellation);
        await ExecuteAsync(other, $"select count(*) from {Schema}.event");
        await ExecuteAsync(other, "create table if not exists public.elsewhere (x int); insert into public.elsewhere values (1)");

        int handled = 0;
        for (int i = 0; i < 50; i++)
        {
            await AcceptAsync(inbox, $"event{i}", "call_1");
            IReadOnlyList<InboxEvent> claimed = await inbox.ClaimAsync(100, Cancellation);
            await HandleAsync(inbox, claimed);
            handled += claimed.Count;
        }

        Assert.Equal(51, handled);
        Assert.Equal(0, (await inbox.GetStatusAsync(Cancellation)).New);
    }

    [Fact]
    public async Task An_event_whose_transaction_ends_after_later_ones_is_not_passed_over()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        PostgreSqlInbox worker = await OpenAsync();
        await AcceptAsync(inbox, "one", "call_1");
        await HandleAsync(worker, await worker.ClaimAsync(100, Cancellation));

        // A receiver that has taken its number, and stalls.
        await using NpgsqlConnection other = await Database.OpenConnectionAsync(Cancellation);
        await using NpgsqlTransaction slow = await other.BeginTransactionAsync(Cancellation);
        await ExecuteAsync(other, "select pg_current_xact_id()");
        await ExecuteAsync(
            other,
            $"insert into {Schema}.event (id, received_at, identity, call_key, body) "
            + $"select nextval('{Schema}.event_id'), now(), gen_random_uuid(), 1, '\\x7b7d'");
        for (int i = 0; i < 20; i++)
        {
            await AcceptAsync(inbox, $"later{i}", $"call_{i}");
        }

        List<InboxEvent> claimed = [];
        while (claimed.Count < 20)
        {
            claimed.AddRange(await ClaimSomeAsync(worker));
        }

        await HandleAsync(worker, claimed);
        await worker.RenewAsync(Cancellation);
        Assert.Equal(1, await AskAsync<long>("select floor from {schema}.progress"));

        await slow.CommitAsync(Cancellation);
        InboxEvent late = Assert.Single(await ClaimSomeAsync(worker));
        Assert.Equal(2, late.Id);
        await worker.DisposeAsync();
        Assert.Equal(2, Assert.Single(await ClaimSomeAsync(await OpenAsync())).Id);
    }

    [Fact]
    public async Task Numbers_of_which_nothing_comes_are_given_up()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        await using NpgsqlConnection other = await Database.OpenConnectionAsync(Cancellation);
        for (int i = 0; i < 5; i++)
        {
            await ExecuteAsync(other, $"select nextval('{Schema}.event_id')");
            await AcceptAsync(inbox, $"event{i}");
            await HandleAsync(inbox, await ClaimSomeAsync(inbox));
        }

        await inbox.RenewAsync(Cancellation);
        Assert.Equal(10, await AskAsync<long>("select floor from {schema}.progress"));
    }

    [Fact]
    public async Task Without_a_window_only_attachments_are_told_apart()
    {
        await using PostgreSqlInbox inbox = await PostgreSqlInbox.OpenAsync(
            Server.ConnectionString,
            new PostgreSqlInboxOptions { SchemaName = Schema, Inbox = new InboxOptions { DuplicateWindow = TimeSpan.Zero, TimeProvider = Clock } },
            Cancellation);
        IntakeResult[] results = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => inbox.AcceptAsync(
            Incoming(i % 2 == 0 ? Of("joined", "call_1") : Attachment("call_1", null, "u-1"), Now), Cancellation).AsTask()));
        Assert.Equal(16, results.Count(static r => r == IntakeResult.Stored));
        Assert.Equal(16, (await inbox.ClaimAsync(100, Cancellation)).Count);
    }

    [Fact]
    public async Task A_name_that_PostgreSQL_cannot_hold_fails_nobody()
    {
        PostgreSqlInbox inbox = await OpenAsync();
        IntakeResult[] results = await Task.WhenAll(((string[])["a\0b", "\udc00", "x\ud83d\ude00", "plain"]).Select((name, i) =>
            inbox.AcceptAsync(Incoming(Of($"event{i}"), Now, name), Cancellation).AsTask()));
        Assert.All(results, static r => Assert.Equal(IntakeResult.Stored, r));
        Assert.Equal(
            ["a\ufffdb", "\ufffd", "x\ud83d\ude00", "plain"],
            (await inbox.ClaimAsync(100, Cancellation)).OrderBy(static e => e.Category, StringComparer.Ordinal).Select(static e => e.SignedBy));
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using NpgsqlCommand command = new(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
