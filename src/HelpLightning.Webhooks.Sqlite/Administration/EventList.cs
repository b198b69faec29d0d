using System.Globalization;
using HelpLightning.Webhooks.Sqlite.Storage;
using Microsoft.Data.Sqlite;

namespace HelpLightning.Webhooks.Sqlite.Administration;

/// <summary>
/// What people do with an inbox, in steps of so many numbers that no step holds up what comes. Used by the thread of the store alone.
/// </summary>
internal sealed class EventList(SqliteConnection connection, TimeProvider clock)
{
    /// <summary>The numbers that one step looks at.</summary>
    private const int Step = 2_000;

    /// <summary>The newest of those before a number.</summary>
    public EventPage Page(InboxQuery query, long before)
    {
        if (StepBefore(before) is not { } from)
        {
            return new EventPage([], null);
        }

        using SqliteCommand command = connection.CreateCommand();
        string where = Where(command, query, from, before);
        command.CommandText = $"SELECT {EventRow.Columns} FROM events WHERE {where} ORDER BY id DESC";
        using SqliteDataReader rows = command.ExecuteReader();
        List<InboxEvent> events = [];
        while (rows.Read())
        {
            events.Add(EventRow.Read(rows, hasBody: false));
        }

        return new EventPage(events, from);
    }

    public (int Changed, long? NextBefore) Change(InboxQuery query, EventChange change, long before)
    {
        if (StepBefore(before) is not { } from)
        {
            return (0, null);
        }

        using SqliteCommand command = connection.CreateCommand();
        string where = Where(command, query, from, before);
        command.CommandText = $"UPDATE events SET {change.Set} WHERE state IN ({change.From}) AND {where}";
        command.Parameters.AddWithValue("$now", clock.GetUtcNow().ToUnixTimeMilliseconds());
        return (command.ExecuteNonQuery(), from);
    }

    /// <summary>Removes what is handled or put aside of a step, and goes on only while there is something so old.</summary>
    public (int Removed, long? NextAfter) Prune(DateTimeOffset before, long after)
    {
        using Statement ending = new(connection, "SELECT max(id) FROM (SELECT id FROM events WHERE id > $1 ORDER BY id LIMIT $2)", 2);
        using Statement isOld = new(connection, "SELECT 1 FROM events WHERE id > $1 AND id <= $2 AND received_at < $3 LIMIT 1", 3);
        long time = before.ToUnixTimeMilliseconds();
        if (ending.Ask(after, Step) is not { } last || isOld.Ask(after, last, time) is null)
        {
            return (0, null);
        }

        // Numbers go on from the last one, which therefore stays.
        using Statement remove = new(
            connection,
            "DELETE FROM events WHERE id > $1 AND id <= $2 AND received_at < $3 AND state IN (2, 4) "
            + "AND id < (SELECT max(id) FROM events)",
            3);
        return (remove.Run(after, last, time), last);
    }

    /// <param name="fresh">How many events are new and which is the oldest, where that is known already.</param>
    /// <param name="lookedThrough">No event up to this one is new.</param>
    public InboxStatus Status((long Count, long Oldest)? fresh, long lookedThrough)
    {
        (long count, long oldest) = fresh ?? CountNew(lookedThrough);
        using Statement waiting = new(connection, "SELECT count(*) FROM events WHERE state = 1", 0);
        using Statement dead = new(connection, "SELECT count(*) FROM events WHERE state = 3", 0);
        using Statement firstUnhandled = new(
            connection,
            "SELECT min(at) FROM (SELECT received_at AS at FROM events WHERE id = $1 AND state = 0 "
            + "UNION ALL SELECT min(received_at) FROM events WHERE state = 1)",
            1);
        using Statement last = new(connection, "SELECT received_at FROM events ORDER BY id DESC LIMIT 1", 0);
        return new InboxStatus
        {
            New = count,
            Waiting = waiting.Ask() ?? 0,
            Dead = dead.Ask() ?? 0,
            OldestUnhandledAt = Time(firstUnhandled.Ask(oldest)),
            LastReceivedAt = Time(last.Ask()),
        };
    }

    private static DateTimeOffset? Time(long? milliseconds) =>
        milliseconds is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    private (long Count, long Oldest) CountNew(long lookedThrough)
    {
        using Statement count = new(connection, "SELECT count(*) FROM events WHERE id > $1 AND state = 0", 1);
        using Statement oldest = new(connection, "SELECT id FROM events WHERE id > $1 AND state = 0 ORDER BY id LIMIT 1", 1);
        return (count.Ask(lookedThrough) ?? 0, oldest.Ask(lookedThrough) ?? 0);
    }

    /// <returns>The lowest number of the step; null when there is nothing below.</returns>
    private long? StepBefore(long before)
    {
        using Statement lowest = new(connection, "SELECT min(id) FROM (SELECT id FROM events WHERE id < $1 ORDER BY id DESC LIMIT $2)", 2);
        return lowest.Ask(before, Step);
    }

    private static string Where(SqliteCommand command, InboxQuery query, long from, long before)
    {
        List<string> conditions = ["id >= $from", "id < $before"];
        command.Parameters.AddWithValue("$from", from);
        command.Parameters.AddWithValue("$before", before);
        AddList(conditions, "id", query.Ids?.Select(static id => id.ToString(CultureInfo.InvariantCulture)));
        AddList(conditions, "state", query.States?.Select(static s => ((int)s).ToString(CultureInfo.InvariantCulture)));
        Add("received_at >=", "$since", query.Since?.ToUnixTimeMilliseconds());
        Add("received_at <", "$until", query.Until?.ToUnixTimeMilliseconds());
        Add("category =", "$category", query.Category);
        Add("call_id =", "$call", query.CallId);
        return string.Join(" AND ", conditions);

        void Add(string condition, string name, object? value)
        {
            if (value is not null)
            {
                conditions.Add($"{condition} {name}");
                command.Parameters.AddWithValue(name, value);
            }
        }
    }

    private static void AddList(List<string> conditions, string column, IEnumerable<string>? values)
    {
        if (values is not null)
        {
            conditions.Add($"{column} IN ({string.Join(", ", values)})");
        }
    }
}
