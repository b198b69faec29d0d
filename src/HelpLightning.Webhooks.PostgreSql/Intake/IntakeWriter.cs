using HelpLightning.Webhooks.PostgreSql.Schema;
using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Intake;

/// <summary>Writes groups: one statement, one transaction, one flush.</summary>
internal sealed class IntakeWriter(Store store, Partitions partitions, InboxOptions options)
{
    private const string NoPartition = PostgresErrorCodes.CheckViolation;

    /// <summary>A receiver gives up after the answer's time: a connection that says nothing for so long is of no use any more.</summary>
    private readonly int _timeout = 1 + (int)Math.Ceiling(options.AnswerWithin.TotalSeconds);

    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    /// <exception cref="InvalidOperationException">It refuses one of the events; it is not known which.</exception>
    public async ValueTask WriteAsync(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results)
    {
        try
        {
            try
            {
                await WriteOnceAsync(batch, results).ConfigureAwait(false);
            }
            catch (PostgresException e) when (e.SqlState == NoPartition)
            {
                // Numbers have come to an end that nobody has seen to. It is rare enough to begin anew.
                await partitions.EnsureAsync(CancellationToken.None).ConfigureAwait(false);
                await WriteOnceAsync(batch, results).ConfigureAwait(false);
            }
        }
        catch (PostgresException e)
        {
            throw new InvalidOperationException($"PostgreSQL refuses an event (SQLSTATE {e.SqlState}).", e);
        }
    }

    private async ValueTask WriteOnceAsync(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results)
    {
        List<IntakeRound> rounds = RoundsOf(batch);
        await store.RunAsync((c, cancel) => WriteAsync(c, rounds, results, cancel), CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask<int> WriteAsync(
        NpgsqlConnection connection, List<IntakeRound> rounds, IntakeResult[] results, CancellationToken cancellationToken)
    {
        NpgsqlBatch batch = new(connection) { Timeout = _timeout };
        await using (batch.ConfigureAwait(false))
        {
            batch.Add(IntakeSql.Begin);
            rounds.ForEach(round => round.AddTo(batch, store.Schema, options.DuplicateWindow));
            NpgsqlDataReader rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                foreach (IntakeRound round in rounds)
                {
                    await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
                    while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                    {
                        results[round.PlaceOf(IntakeRound.IdentityOf(rows.GetGuid(0)))] = IntakeResult.Repeated;
                    }
                }

                // The transaction ends after the last result: what fails then must be heard.
                await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        return rounds.Count;
    }

    /// <summary>An event that is in the group twice is looked at after the first was stored or not: another statement of the
    /// transaction.</summary>
    private static List<IntakeRound> RoundsOf(IReadOnlyList<IncomingEvent> batch)
    {
        List<IntakeRound> rounds = [new IntakeRound(batch.Count)];
        for (int i = 0; i < batch.Count; i++)
        {
            int round = 0;
            while (!rounds[round].TryAdd(batch[i], i))
            {
                if (++round == rounds.Count)
                {
                    rounds.Add(new IntakeRound(room: 1));
                }
            }
        }

        return rounds;
    }
}
