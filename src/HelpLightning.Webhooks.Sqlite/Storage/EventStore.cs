using Microsoft.Data.Sqlite;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>
/// The events in the file. Used by the thread of the store alone. It knows nothing of who works on what.
/// </summary>
internal sealed class EventStore : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly RecentEvents _recent;
    private readonly EventInsert _insert;
    private readonly Statement _findAttachment;
    private readonly Statement _settle;
    private readonly Statement _setProgress;
    private readonly Statement _fresh;
    private readonly Statement _due;
    private readonly Statement _one;
    private readonly Statement _waitingBefore;
    private readonly Statement _nextDue;
    private readonly Statement _putOff;
    private long _highestAttachment;
    private bool _isFlushed = true;

    public EventStore(SqliteConnection connection, InboxOptions options)
    {
        _connection = connection;
        _recent = new RecentEvents(options.DuplicateWindow);
        _insert = new EventInsert(connection);
        _findAttachment = new(connection, "SELECT 1 FROM events WHERE attachment_id IS $1 AND attachment_uuid = $2 LIMIT 1", 2);
        _settle = new(
            connection,
            "UPDATE events SET state = $2, attempts = $3, next_at = $4, error = $5, handled_by = $6 WHERE id = $1 AND state IN (0, 1)", 6);
        _setProgress = new(connection, "UPDATE progress SET looked_through = max(looked_through, $1)", 1);
        _fresh = new(connection, $"SELECT {EventRow.Columns}, body FROM events WHERE id > $1 ORDER BY id LIMIT $2", 2);
        _due = new(connection, "SELECT id, call_id FROM events WHERE state = 1 AND next_at <= $1 ORDER BY next_at, id", 1);
        _one = new(connection, $"SELECT {EventRow.Columns}, body FROM events WHERE id = $1", 1);
        _waitingBefore = new(connection, "SELECT count(*), max(next_at) FROM events WHERE state = 1 AND call_id = $1 AND id < $2", 2);
        _nextDue = new(connection, "SELECT min(next_at) FROM events WHERE state = 1 AND next_at > $1", 1);
        _putOff = new(connection, "UPDATE events SET state = 1, next_at = $2 WHERE id = $1 AND state IN (0, 1)", 2);
        LookedThrough = Ask("SELECT looked_through FROM progress");
        LastId = Math.Max(Ask("SELECT max(id) FROM events"), LookedThrough);
        _highestAttachment = Ask("SELECT max(attachment_id) FROM events WHERE attachment_uuid IS NOT NULL");
        ReadRecent(options);
    }

    /// <summary>All events up to this one have been given to somebody, and wait in another state when they are not handled.</summary>
    public long LookedThrough { get; private set; }

    /// <summary>The number of the last event.</summary>
    public long LastId { get; private set; }

    /// <summary>Writes a group, flushed to the disk; all or none.</summary>
    public void Insert(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results)
    {
        long last = LastId;
        long highest = _highestAttachment;
        List<UInt128> added = [];
        try
        {
            for (int i = 0; i < batch.Count; i++)
            {
                results[i] = Insert(batch[i], added);
            }

            if (added.Count > 0)
            {
                Commit();
            }
        }
        catch
        {
            added.ForEach(_recent.Remove);
            LastId = last;
            _highestAttachment = highest;
            RollBack();
            throw;
        }
    }

    /// <summary>What became of events. It is not flushed by itself: a loss of power has them handled again.</summary>
    public void Settle(IReadOnlyList<Settlement> settlements, IReadOnlyList<(long Id, DateTimeOffset Until)> putOff, long lookedThrough)
    {
        try
        {
            Begin(isFlushed: false);
            foreach (Settlement s in settlements)
            {
                _settle.Run(s.Event.Id, (int)s.State, s.Attempts, Milliseconds(s.NextAttemptAt), s.Error, s.HandledBy);
            }

            foreach ((long id, DateTimeOffset until) in putOff)
            {
                _putOff.Run(id, until.ToUnixTimeMilliseconds());
            }

            if (lookedThrough > LookedThrough)
            {
                _setProgress.Run(lookedThrough);
            }

            Commit();
            LookedThrough = Math.Max(LookedThrough, lookedThrough);
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    /// <summary>Events that come after one, in order, whatever their state.</summary>
    public List<InboxEvent> After(long id, int limit) => Rows(_fresh.Query(id, limit));

    /// <summary>Events that wait and are due, those that are so for longest first.</summary>
    public IEnumerable<(long Id, string? CallId)> Due(DateTimeOffset now)
    {
        using SqliteDataReader rows = _due.Query(now.ToUnixTimeMilliseconds());
        while (rows.Read())
        {
            yield return (rows.GetInt64(0), rows.IsDBNull(1) ? null : rows.GetString(1));
        }
    }

    public InboxEvent? Find(long id) => Rows(_one.Query(id)).FirstOrDefault();

    /// <summary>How many events of a call wait that came before one, and until when the last of them does.</summary>
    public (int Count, DateTimeOffset? Until) WaitingBefore(string callId, long id)
    {
        using SqliteDataReader row = _waitingBefore.Query(callId, id);
        row.Read();
        return (row.GetInt32(0), row.IsDBNull(1) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)));
    }

    /// <summary>When the next event becomes due of those that wait and are not; null when there is none.</summary>
    public DateTimeOffset? NextDue(DateTimeOffset now) =>
        _nextDue.Ask(now.ToUnixTimeMilliseconds()) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    public void Dispose()
    {
        _insert.Dispose();
        foreach (Statement statement in (Statement[])
            [_findAttachment, _settle, _setProgress, _fresh, _due, _one, _waitingBefore, _nextDue, _putOff])
        {
            statement.Dispose();
        }
    }

    private static long? Milliseconds(DateTimeOffset? time) => time?.ToUnixTimeMilliseconds();

    private static List<InboxEvent> Rows(SqliteDataReader rows)
    {
        using (rows)
        {
            List<InboxEvent> read = [];
            while (rows.Read())
            {
                read.Add(EventRow.Read(rows, hasBody: true));
            }

            return read;
        }
    }

    private IntakeResult Insert(IncomingEvent incoming, List<UInt128> added)
    {
        long at = incoming.ReceivedAt.ToUnixTimeMilliseconds();
        if (_recent.Has(incoming.Identity, at) || IsKnownAttachment(incoming.Summary))
        {
            return IntakeResult.Repeated;
        }

        if (added.Count == 0)
        {
            Begin(isFlushed: true);
        }

        _insert.Run(LastId + 1, incoming);
        LastId++;
        _highestAttachment = Math.Max(_highestAttachment, incoming.Summary.AttachmentId ?? 0);
        _recent.Add(incoming.Identity, at);
        added.Add(incoming.Identity);
        return IntakeResult.Stored;
    }

    /// <summary>The vendor counts its attachments, so that one with a higher number than all before it need not be looked for.</summary>
    private bool IsKnownAttachment(in EventSummary summary) =>
        summary.AttachmentUuid is { } uuid
        && !(summary.AttachmentId > _highestAttachment)
        && _findAttachment.Ask(summary.AttachmentId, uuid) is not null;

    private void ReadRecent(InboxOptions options)
    {
        long since = (options.TimeProvider.GetUtcNow() - options.DuplicateWindow).ToUnixTimeMilliseconds();
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = "SELECT received_at, identity FROM events ORDER BY id DESC LIMIT $most";
        command.Parameters.AddWithValue("$most", RecentEvents.Capacity);
        using SqliteDataReader rows = command.ExecuteReader();
        Stack<(UInt128 Identity, long At)> found = [];
        while (rows.Read())
        {
            long at = rows.GetInt64(0);
            if (at < since)
            {
                break;
            }

            found.Push((System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(rows.GetFieldValue<byte[]>(1)), at));
        }

        foreach ((UInt128 identity, long at) in found)
        {
            _recent.Add(identity, at);
        }
    }

    private long Ask(string sql)
    {
        using Statement statement = new(_connection, sql, 0);
        return statement.Ask() ?? 0;
    }

    /// <param name="isFlushed">Whether its end is flushed to the disk.</param>
    private void Begin(bool isFlushed)
    {
        // The level belongs to the connection and can be changed between transactions only.
        if (_isFlushed != isFlushed)
        {
            Schema.Run(_connection, isFlushed ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
            _isFlushed = isFlushed;
        }

        Schema.Run(_connection, "BEGIN IMMEDIATE");
    }

    private void Commit() => Schema.Run(_connection, "COMMIT");

    private void RollBack()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            Schema.Run(_connection, "ROLLBACK");
        }
    }
}
