using HelpLightning.Webhooks.PostgreSql.Schema;
using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Administration;

/// <summary>
/// Removes what is old and over, whole partitions at a time: emptied, for which nobody has to wait who works on another one, and then
/// dropped when nobody is looking. Events that a person has to see are put back.
/// </summary>
internal sealed class Retention(Store store, Partitions partitions, TimeSpan interval, TimeProvider clock)
{
    /// <summary>Whoever reads a partition to be emptied is waited for no longer than this, as others wait behind us; there is a next
    /// time.</summary>
    private const string LockTimeout = "set local lock_timeout = '500ms'";

    private static readonly TimeSpan WindowAtMost = TimeSpan.FromDays(2);

    private readonly string _schema = store.Schema;

    public async ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        long current = await partitions.EnsureAsync(cancellationToken).ConfigureAwait(false);
        List<long> numbers = await store.RunAsync(partitions.ListAsync, cancellationToken).ConfigureAwait(false);
        long removed = 0;
        foreach (long number in numbers.Where(n => n <= current))
        {
            if (await FirstAsync(number, "asc", cancellationToken).ConfigureAwait(false) is not { } first)
            {
                await DropEmptyAsync(number, current, cancellationToken).ConfigureAwait(false);
                continue;
            }

            if (number == current && (first < before || clock.GetUtcNow() - first >= interval))
            {
                current = await partitions.EndAsync(number, cancellationToken).ConfigureAwait(false);
            }

            if (first < before)
            {
                removed += await PrunePartitionAsync(number, first, before, cancellationToken).ConfigureAwait(false);
                await DropEmptyAsync(number, current, cancellationToken).ConfigureAwait(false);
            }
        }

        await ForgetSeenAsync(before, cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async ValueTask<long> PrunePartitionAsync(
        long number, DateTimeOffset first, DateTimeOffset before, CancellationToken cancellationToken)
    {
        // The last is nearly always the newest too, and cheaper to find.
        bool isOver = await FirstAsync(number, "desc", cancellationToken).ConfigureAwait(false) < before
            && await IsOverAsync(number, before, cancellationToken).ConfigureAwait(false);
        if (isOver)
        {
            return await IfFreeAsync((c, cancel) => EmptyAsync(c, number, cancel), cancellationToken).ConfigureAwait(false);
        }

        // Partitions follow one another by the time that passes while a program runs. Where one spans more, because nobody was there to
        // end it, its events are removed one by one.
        return first < before - interval
            ? await store.RunAsync((c, cancel) => DeleteAsync(c, number, before, cancel), cancellationToken).ConfigureAwait(false)
            : 0;
    }

    private async ValueTask<DateTimeOffset?> FirstAsync(long number, string order, CancellationToken cancellationToken) =>
        await store.RunAsync(
            (c, cancel) => c.AskAsync($"select received_at from {_schema}.event_{number} order by id {order} limit 1", cancel),
            cancellationToken).ConfigureAwait(false) is DateTime time ? new DateTimeOffset(time, TimeSpan.Zero) : null;

    private async ValueTask<bool> IsOverAsync(long number, DateTimeOffset before, CancellationToken cancellationToken) =>
        await store.RunAsync(
            (c, cancel) => c.AskLongAsync(
                $"select not exists (select from {_schema}.event_{number} where received_at >= $1)", cancel,
                Sql.Value(before.ToUniversalTime())),
            cancellationToken).ConfigureAwait(false) is true;

    private async ValueTask<long> EmptyAsync(NpgsqlConnection connection, long number, CancellationToken cancellationToken)
    {
        string events = $"{_schema}.event_{number}";
        string outcomes = $"{_schema}.outcome_{number}";
        await connection.ExecuteAsync(
            $"{LockTimeout}; lock table {events}, {outcomes} in exclusive mode", cancellationToken).ConfigureAwait(false);
        long gone = await GoneAsync(connection, number, cancellationToken).ConfigureAwait(false);
        if (gone == 0)
        {
            return 0;
        }

        string over = $"select e.identity from {events} e join {outcomes} o on o.id = e.id where o.state in (2, 4)";
        await connection.ExecuteLongAsync(
            $"delete from {_schema}.seen s using ({over}) g where s.identity = g.identity and s.is_attachment", cancellationToken)
            .ConfigureAwait(false);
        await connection.ExecuteLongAsync(
            $"""
            create temporary table kept_event on commit drop as
              select e.* from {events} e left join {outcomes} o on o.id = e.id where o.id is null or o.state in (1, 3);
            create temporary table kept_outcome on commit drop as select * from {outcomes} where state in (1, 3);
            truncate {events}, {outcomes};
            insert into {events} select * from kept_event;
            insert into {outcomes} select * from kept_outcome
            """,
            cancellationToken).ConfigureAwait(false);
        return gone;
    }

    private async ValueTask<long> GoneAsync(NpgsqlConnection connection, long number, CancellationToken cancellationToken) =>
        (long)(await connection.AskLongAsync(
            $"select count(*) from {_schema}.outcome_{number} where state in (2, 4)", cancellationToken).ConfigureAwait(false))!;

    private async ValueTask<long> DeleteAsync(
        NpgsqlConnection connection, long number, DateTimeOffset before, CancellationToken cancellationToken)
    {
        string sql = $"""
            with over as materialized (
              select e.id, e.identity from {_schema}.event_{number} e join {_schema}.outcome_{number} o on o.id = e.id
              where o.state in (2, 4) and e.received_at < $1
            ), outcomes as (
              delete from {_schema}.outcome_{number} o using over g where o.id = g.id
            ), seen as (
              delete from {_schema}.seen s using over g where s.identity = g.identity and s.is_attachment
            )
            delete from {_schema}.event_{number} e using over g where e.id = g.id
            """;
        return await connection.ExecuteLongAsync(sql, cancellationToken, Sql.Value(before.ToUniversalTime())).ConfigureAwait(false);
    }

    private ValueTask<long> DropEmptyAsync(long number, long current, CancellationToken cancellationToken) => number >= current
        ? ValueTask.FromResult(0L)
        : IfFreeAsync(
            async (connection, cancel) =>
            {
                // It locks what all read and write: for a moment, or not at all.
                await connection.ExecuteAsync(
                    $"""
                    set local lock_timeout = '100ms';
                    do $$ begin
                      if not exists (select from {_schema}.event_{number}) then
                        drop table {_schema}.event_{number}, {_schema}.outcome_{number};
                      end if;
                    end $$
                    """,
                    cancel).ConfigureAwait(false);
                return 0L;
            },
            cancellationToken);

    /// <summary>What is known of repeats that cannot come any more.</summary>
    private ValueTask<int> ForgetSeenAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow() - WindowAtMost;
        return store.RunAsync(
            (c, cancel) => c.ExecuteLongAsync(
                $"delete from {_schema}.seen where not is_attachment and received_at < $1", cancel,
                Sql.Value((now < before ? before : now).ToUniversalTime())),
            cancellationToken);
    }

    /// <summary>Does it in a transaction, unless somebody is in the way.</summary>
    private async ValueTask<long> IfFreeAsync(
        Func<NpgsqlConnection, CancellationToken, ValueTask<long>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await store.TransactAsync(work, cancellationToken).ConfigureAwait(false);
        }
        catch (InboxUnavailableException e) when (e.InnerException is PostgresException
        {
            SqlState: PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.UndefinedTable,
        })
        {
            // The next time will do. Or another worker has just done it.
            return 0;
        }
    }
}
