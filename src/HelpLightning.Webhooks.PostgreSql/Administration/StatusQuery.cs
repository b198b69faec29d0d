using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Administration;

/// <summary>How the inbox is doing. It looks at what is not settled, and at nothing that is.</summary>
internal static class StatusQuery
{
    /// <param name="store">Where.</param>
    /// <param name="floor">No event up to this one is new.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public static ValueTask<InboxStatus> RunAsync(Store store, long floor, CancellationToken cancellationToken) => store.RunAsync(
        async (connection, cancel) =>
        {
            string sql = $"""
                with fresh as (
                  select count(*) as count, min(e.id) as oldest
                  from {store.Schema}.event e left join {store.Schema}.outcome o on o.id = e.id and o.id > $1
                  where e.id > $1 and o.id is null
                ), unsettled as (
                  select count(*) filter (where state = 1) as waiting, count(*) filter (where state = 3) as dead,
                    min(id) filter (where state = 1) as oldest
                  from {store.Schema}.outcome where state in (1, 3)
                )
                select f.count, u.waiting, u.dead,
                  (select received_at from {store.Schema}.event where id = least(f.oldest, u.oldest)),
                  (select received_at from {store.Schema}.event order by id desc limit 1)
                from fresh f, unsettled u
                """;
            using NpgsqlCommand command = new(sql, connection);
            command.Parameters.Add(Sql.Value(floor));
            NpgsqlDataReader row = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
            await using (row.ConfigureAwait(false))
            {
                await row.ReadAsync(cancel).ConfigureAwait(false);
                return new InboxStatus
                {
                    New = row.GetInt64(0),
                    Waiting = row.GetInt64(1),
                    Dead = row.GetInt64(2),
                    OldestUnhandledAt = Time(row, 3),
                    LastReceivedAt = Time(row, 4),
                };
            }
        },
        cancellationToken);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
