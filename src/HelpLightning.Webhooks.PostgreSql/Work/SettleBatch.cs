using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>Settlements as columns.</summary>
internal static class SettleBatch
{
    public static async ValueTask<int> WriteAsync(
        NpgsqlConnection connection, string sql, IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        NpgsqlBatch batch = new(connection);
        await using (batch.ConfigureAwait(false))
        {
            // What was put off was not tried; nothing else tells it from what failed.
            foreach (IGrouping<int, Settlement> some in settlements
                .DistinctBy(static s => s.Event.Id)
                .GroupBy(static s => s.Attempts - s.Event.Attempts))
            {
                Add(batch, sql, [.. some], more: some.Key);
            }

            return await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private static void Add(NpgsqlBatch batch, string sql, Settlement[] settlements, int more) => batch.Add(
        sql,
        Sql.Value(Array.ConvertAll(settlements, static s => s.Event.Id)),
        Sql.Value(Array.ConvertAll(settlements, static s => (short)s.State)),
        Sql.Value(Array.ConvertAll(settlements, static s => s.Attempts)),
        Sql.Value(Array.ConvertAll(settlements, static s => s.NextAttemptAt?.ToUniversalTime())),
        Sql.Value(Array.ConvertAll(settlements, static s => FitText.Of(s.Error))),
        Sql.Value(Array.ConvertAll(settlements, static s => FitText.Of(s.HandledBy))),
        Sql.Value(more));
}
