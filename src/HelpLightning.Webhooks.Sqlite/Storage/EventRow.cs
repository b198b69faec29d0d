using Microsoft.Data.Sqlite;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>From a row to an event.</summary>
internal static class EventRow
{
    public const string Columns = "id, state, received_at, signed_by, type, category, call_id, attempts, next_at, error, handled_by";

    /// <param name="row">A row of <see cref="Columns"/>, and the body after them.</param>
    /// <param name="hasBody">Whether it is there.</param>
    public static InboxEvent Read(SqliteDataReader row, bool hasBody) => new()
    {
        Id = row.GetInt64(0),
        State = (InboxEventState)row.GetInt32(1),
        ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        SignedBy = Text(row, 3),
        Type = Text(row, 4),
        Category = Text(row, 5),
        CallId = Text(row, 6),
        Attempts = row.GetInt32(7),
        NextAttemptAt = row.IsDBNull(8) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(8)),
        Error = Text(row, 9),
        HandledBy = Text(row, 10),
        Body = hasBody ? row.GetFieldValue<byte[]>(11) : ReadOnlyMemory<byte>.Empty,
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
