using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Storage;

/// <summary>An event with what came of it, as a query of <c>event e</c> and <c>outcome o</c> gives it.</summary>
internal static class EventRow
{
    /// <summary>Where the body is, when it is asked for.</summary>
    public const string Body = ", e.body";

    /// <summary>All but the body.</summary>
    public const string Columns = """
        e.id, coalesce(o.state, 0::smallint), e.received_at, e.signed_by, e.type, e.category, e.call_id, coalesce(o.attempts, 0),
        o.due_at, o.error, o.handled_by
        """;

    /// <param name="row">The row.</param>
    /// <param name="first">Where its columns begin.</param>
    /// <param name="hasBody">Whether the body comes after them.</param>
    public static InboxEvent Read(NpgsqlDataReader row, int first, bool hasBody)
    {
        InboxEventState state = (InboxEventState)row.GetInt16(first + 1);
        return new InboxEvent
        {
            Id = row.GetInt64(first),
            State = state,
            ReceivedAt = row.GetFieldValue<DateTimeOffset>(first + 2),
            SignedBy = Text(row, first + 3),
            Type = Text(row, first + 4),
            Category = Text(row, first + 5),
            CallId = Text(row, first + 6),
            Attempts = row.GetInt32(first + 7),
            NextAttemptAt = state == InboxEventState.Waiting ? row.GetFieldValue<DateTimeOffset>(first + 8) : null,
            Error = Text(row, first + 9),
            HandledBy = Text(row, first + 10),
            Body = hasBody ? row.GetFieldValue<byte[]>(first + 11) : default,
        };
    }

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
