using System.Runtime.CompilerServices;
using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Administration;

/// <summary>Lists, in steps of so many numbers that none takes long, whatever is looked for. Between steps no connection is in
/// use.</summary>
internal sealed class EventList(Store store)
{
    /// <summary>The numbers that one step looks at.</summary>
    public const int Step = 10_000;

    /// <summary>An index has them by themselves.</summary>
    public static readonly InboxEventState[] Unsettled = [InboxEventState.Waiting, InboxEventState.Dead];

    private readonly string _from = $"from {store.Schema}.event e left join {store.Schema}.outcome o on o.id = e.id";

    public async IAsyncEnumerable<InboxEvent> ListAsync(InboxQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        EventFilter filter = new(query, query.States, reserved: 3);
        string steps = StepsOf(query);
        int left = query.Limit ?? int.MaxValue;
        long? before = long.MaxValue;
        while (before is not null && left > 0)
        {
            (List<InboxEvent> page, before) = await store.RunAsync(
                (c, cancel) => PageAsync(c, filter, steps, before.Value, left, cancel), cancellationToken).ConfigureAwait(false);
            left -= page.Count;
            foreach (InboxEvent listed in page)
            {
                yield return listed;
            }
        }
    }

    public ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken) => store.RunAsync(
        async (connection, cancel) =>
        {
            using NpgsqlCommand command = new($"select {EventRow.Columns}{EventRow.Body} {_from} where e.id = $1", connection);
            command.Parameters.Add(Sql.Value(id));
            NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                return await rows.ReadAsync(cancel).ConfigureAwait(false) ? EventRow.Read(rows, first: 0, hasBody: true) : null;
            }
        },
        cancellationToken);

    /// <summary>Where the numbers of a query are: among all, or among the few that are not settled.</summary>
    private string StepsOf(InboxQuery query) => query switch
    {
        { Ids: not null } => "select null::bigint where $1 is null and $2 is null",
        { States: { } states } when states.All(Unsettled.Contains) =>
            $"select min(id) from (select id from {store.Schema}.outcome where state in (1, 3) and id < $1 order by id desc limit $2) s",
        _ => $"select min(id) from (select id from {store.Schema}.event where id < $1 order by id desc limit $2) s",
    };

    private async ValueTask<(List<InboxEvent> Page, long? Before)> PageAsync(
        NpgsqlConnection connection, EventFilter filter, string steps, long before, int limit, CancellationToken cancellationToken)
    {
        long? from = (long?)await connection.AskAsync(steps, cancellationToken, Sql.Value(before), Sql.Value(Step)).ConfigureAwait(false);
        using NpgsqlCommand command = new(
            $"select {EventRow.Columns} {_from} where e.id >= $1 and e.id < $2{filter.And} order by e.id desc limit $3", connection);
        NpgsqlParameter[] parameters = [Sql.Value(from ?? 0), Sql.Value(before), Sql.Value((long)limit), .. filter.Parameters];
        command.Parameters.AddRange(parameters);
        List<InboxEvent> page = [];
        NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                page.Add(EventRow.Read(rows, first: 0, hasBody: false));
            }
        }

        return (page, from);
    }
}
