using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Administration;

/// <summary>What a person can do to events, in steps that no step takes long: what is done when it ends in between stays done.</summary>
internal sealed class EventChanges(Store store, TimeProvider clock)
{
    private const string Due = "state = 1, attempts = 0";

    /// <summary>So many at a time: each holds their rows until it is over.</summary>
    private const int Step = 5_000;

    private readonly string _event = $"{store.Schema}.event";
    private readonly string _outcome = $"{store.Schema}.outcome";

    public ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken) =>
        UpdateAsync(query, EventList.Unsettled, Due, clock.GetUtcNow(), cancellationToken);

    public async ValueTask<long> DiscardAsync(InboxQuery query, long floor, CancellationToken cancellationToken)
    {
        long changed = await UpdateAsync(query, EventList.Unsettled, "state = 4", dueAt: null, cancellationToken).ConfigureAwait(false);
        if (query.States?.Contains(InboxEventState.New) == false)
        {
            return changed;
        }

        EventFilter filter = new(query, states: null, reserved: 2);
        string sql = $"""
            insert into {_outcome} (id, state, attempts, call_key)
            select e.id, 4, 0, e.call_key from {_event} e
            where e.id > $1 and e.id <= $2 and not exists (select from {_outcome} o where o.id = e.id){filter.And}
            order by e.id on conflict (id) do nothing
            """;
        string steps = $"select max(id) from (select id from {_event} where id > $1 order by id limit $2) s";
        return changed + await StepAsync(
            steps, floor, (c, from, to, cancel) => c.ExecuteAsync(sql, cancel, [Sql.Value(from), Sql.Value(to), .. filter.Parameters]),
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken) => UpdateAsync(
        query, [InboxEventState.Handled, InboxEventState.Dead, InboxEventState.Discarded], Due + ", error = null, handled_by = null",
        clock.GetUtcNow(), cancellationToken);

    private ValueTask<long> UpdateAsync(
        InboxQuery query, InboxEventState[] among, string set, DateTimeOffset? dueAt, CancellationToken cancellationToken)
    {
        EventFilter filter = new(query, query.States is null ? among : among.Intersect(query.States), reserved: 3);
        string sql = $"""
            update {_outcome} o set {set}, due_at = $3 from {_event} e
            where e.id = o.id and o.id > $1 and o.id <= $2 and e.id > $1 and e.id <= $2{filter.And}
            """;
        string onlyUnsettled = among.All(EventList.Unsettled.Contains) ? " and state in (1, 3)" : "";
        string steps = $"select max(id) from (select id from {_outcome} where id > $1{onlyUnsettled} order by id limit $2) s";
        return StepAsync(
            steps, 0,
            (c, from, to, cancel) => c.ExecuteAsync(
                sql, cancel, [Sql.Value(from), Sql.Value(to), Sql.Value(dueAt), .. filter.Parameters]),
            cancellationToken);
    }

    private async ValueTask<long> StepAsync(
        string steps, long after, Func<NpgsqlConnection, long, long, CancellationToken, ValueTask<int>> change,
        CancellationToken cancellationToken)
    {
        long changed = 0;
        long? from = after;
        while (from is { } start)
        {
            from = await store.RunAsync(
                async (c, cancel) =>
                {
                    object? to = await c.AskAsync(steps, cancel, Sql.Value(start), Sql.Value(Step)).ConfigureAwait(false);
                    changed += to is long end ? await change(c, start, end, cancel).ConfigureAwait(false) : 0;
                    return (long?)to;
                },
                cancellationToken).ConfigureAwait(false);
        }

        return changed;
    }
}
