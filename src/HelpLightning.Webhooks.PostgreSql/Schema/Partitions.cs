using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Schema;

/// <summary>
/// Partitions are ranges of numbers, so that an event is found by its number alone, and stretches of time as well: when the time of
/// one is over, numbers go on where the next one begins. There is always a next one, so that nobody who brings an event has to make it.
/// </summary>
internal sealed class Partitions(Store store)
{
    private readonly string _schema = store.Schema;

    /// <summary>Sees to it that numbers have a partition, and the next ones too.</summary>
    public ValueTask<long> EnsureAsync(CancellationToken cancellationToken) =>
        store.TransactAsync((connection, cancel) => PrepareAsync(connection, cancel), cancellationToken);

    /// <summary>Has numbers go on in the next partition, unless somebody else has.</summary>
    /// <param name="number">The partition that is over.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    public ValueTask<long> EndAsync(long number, CancellationToken cancellationToken) => store.TransactAsync(
        async (connection, cancel) =>
        {
            if (await PrepareAsync(connection, cancel).ConfigureAwait(false) == number)
            {
                long last = ((number + 1) * SchemaSql.PartitionSize) - 1;
                await connection.ExecuteAsync($"select setval('{_schema}.event_id', {last})", cancel).ConfigureAwait(false);
            }

            return await PrepareAsync(connection, cancel).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>The partitions there are, in order.</summary>
    public async ValueTask<List<long>> ListAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        const string Names = """
            select substring(c.relname from '[0-9]+$')::bigint from pg_inherits i join pg_class c on c.oid = i.inhrelid
            where i.inhparent = '{0}.event'::regclass order by 1
            """;
        using NpgsqlCommand command = new(Names.Replace("{0}", _schema, StringComparison.Ordinal), connection);
        NpgsqlDataReader rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await using (rows.ConfigureAwait(false))
        {
            List<long> numbers = [];
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                numbers.Add(rows.GetInt64(0));
            }

            return numbers;
        }
    }

    /// <summary>The partition of the number that comes next.</summary>
    public async ValueTask<long> CurrentAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        (long)(await connection.AskAsync(
            $"select (last_value + is_called::int) / {SchemaSql.PartitionSize} from {_schema}.event_id", cancellationToken)
            .ConfigureAwait(false))!;

    private async ValueTask<long> PrepareAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync($"select pg_advisory_xact_lock({Locks.Tables(_schema)})", cancellationToken).ConfigureAwait(false);
        long current = await CurrentAsync(connection, cancellationToken).ConfigureAwait(false);
        List<long> there = await ListAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (long number in ((long[])[current, current + 1]).Except(there))
        {
            await connection.ExecuteAsync(SchemaSql.Attach(_schema, number), cancellationToken).ConfigureAwait(false);
        }

        return current;
    }
}
