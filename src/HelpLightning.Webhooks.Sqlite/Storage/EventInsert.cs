using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>
/// The statement that runs for every event, spoken to SQLite directly: it is most of what an event costs beside the flush, and the
/// provider's parameters would double it.
/// </summary>
internal sealed class EventInsert : IDisposable
{
    private const string Sql =
        "INSERT INTO events (id, received_at, state, type, category, call_id, signed_by, attachment_id, attachment_uuid, identity, error, "
        + "body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";

    private readonly SqliteConnection _connection;
    private readonly sqlite3_stmt _statement;
    private readonly byte[] _text = new byte[1024];

    public EventInsert(SqliteConnection connection)
    {
        _connection = connection;
        Check(raw.sqlite3_prepare_v3(connection.Handle, Sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement));
    }

    /// <exception cref="SqliteException">It cannot be inserted.</exception>
    public void Run(long id, IncomingEvent incoming)
    {
        EventSummary summary = incoming.Summary;
        Span<byte> identity = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(identity, incoming.Identity);
        raw.sqlite3_bind_int64(_statement, 1, id);
        raw.sqlite3_bind_int64(_statement, 2, incoming.ReceivedAt.ToUnixTimeMilliseconds());
        raw.sqlite3_bind_int(_statement, 3, (int)(incoming.IsReadable ? InboxEventState.New : InboxEventState.Dead));
        Bind(4, summary.Type);
        Bind(5, summary.Category);
        Bind(6, summary.CallId);
        Bind(7, incoming.SignedBy);
        if (summary.AttachmentId is { } attachment)
        {
            raw.sqlite3_bind_int64(_statement, 8, attachment);
        }
        else
        {
            raw.sqlite3_bind_null(_statement, 8);
        }

        Bind(9, summary.AttachmentUuid);
        raw.sqlite3_bind_blob(_statement, 10, identity);
        Bind(11, incoming.IsReadable ? null : "The body of the webhook is no JSON object.");
        Check(raw.sqlite3_bind_blob(_statement, 12, incoming.Body.Span));
        int result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
        {
            Check(result);
        }
    }

    public void Dispose() => _statement.Dispose();

    private void Bind(int index, string? text)
    {
        if (text is null)
        {
            raw.sqlite3_bind_null(_statement, index);
        }
        else if (Encoding.UTF8.TryGetBytes(text, _text, out int length))
        {
            raw.sqlite3_bind_text(_statement, index, _text.AsSpan(0, length));
        }
        else
        {
            raw.sqlite3_bind_text(_statement, index, text);
        }
    }

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, _connection.Handle);
}
