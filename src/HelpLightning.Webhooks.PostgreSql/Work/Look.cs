using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>A look at the database, without a lock: what it shows may be over when somebody acts on it, and is looked at again
/// then.</summary>
internal sealed class Look
{
    /// <summary>What waits no longer.</summary>
    public List<(long Id, long Call)> Due { get; } = [];

    /// <summary>The calls that other workers have in hand.</summary>
    public HashSet<long> Elsewhere { get; } = [];

    /// <summary>Asks, and tells the backlog of the events that have come since.</summary>
    public static async ValueTask<Look> AskAsync(
        NpgsqlConnection connection, WorkSql sql, Backlog backlog, Question question, CancellationToken cancellationToken)
    {
        NpgsqlBatch batch = new(connection);
        await using (batch.ConfigureAwait(false))
        {
            bool needsBarrier = backlog.NeedsBarrier;
            bool hasHoles = backlog.Holes.Count > 0;
            batch.Add(WorkSql.Horizon);
            batch.Add(sql.HeldElsewhere, Sql.Value(question.OldestRow), Sql.Value(question.Worker));
            batch.Add(sql.Due, Sql.Value(question.Now), Sql.Value(backlog.Held), Sql.Value(question.Due));
            batch.Add(sql.Next, Sql.Value(backlog.Cursor), Sql.Value(question.Next));
            if (needsBarrier)
            {
                batch.Add(WorkSql.Barrier);
            }

            if (hasHoles)
            {
                long[] firsts = [.. backlog.Holes.Select(static h => h.First)];
                long[] lasts = [.. backlog.Holes.Select(static h => h.Last)];
                batch.Add(sql.InHoles, Sql.Value(firsts), Sql.Value(lasts));
            }

            NpgsqlDataReader rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                return await ReadAsync(rows, backlog, needsBarrier, hasHoles, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async ValueTask<Look> ReadAsync(
        NpgsqlDataReader rows, Backlog backlog, bool hasBarrier, bool hasHoles, CancellationToken cancellationToken)
    {
        Look look = new();
        await rows.ReadAsync(cancellationToken).ConfigureAwait(false);
        long horizon = rows.GetInt64(0);
        await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            look.Elsewhere.UnionWith(rows.GetFieldValue<long[]>(0));
        }

        await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            look.Due.Add((rows.GetInt64(0), rows.GetInt64(1)));
        }

        await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false)
            && backlog.TryPass(rows.GetInt64(0), rows.GetInt64(1), isNew: !rows.GetBoolean(2), horizon))
        {
        }

        if (hasBarrier && await rows.NextResultAsync(cancellationToken).ConfigureAwait(false)
            && await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            backlog.SetBarrier(rows.GetInt64(0));
        }

        if (hasHoles && await rows.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                backlog.Find(rows.GetInt64(0), rows.GetInt64(1), isNew: !rows.GetBoolean(2));
            }

            backlog.Close(horizon);
        }

        return look;
    }

    /// <summary>What to look for.</summary>
    /// <param name="Now">The time.</param>
    /// <param name="Worker">Who asks.</param>
    /// <param name="OldestRow">The board has no row below this one.</param>
    /// <param name="Due">The most events that wait no longer.</param>
    /// <param name="Next">The most events that have come since.</param>
    internal readonly record struct Question(DateTimeOffset Now, long Worker, long OldestRow, int Due, int Next);
}
