using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>The conversation of a help thread. Metadata comes in as an object and goes out as a string that holds JSON.</summary>
internal sealed class MessageEndpoints(TimeProvider clock)
{
    private const string Path = "/api/v1r1/workbox/messages";
    private const int PageSize = 20;
    private const int MostRecent = 100;
    private const string Select =
        "SELECT m.id, m.uuid, m.type, m.metadata, m.sent_at, u.name FROM messages m JOIN users u ON u.id = m.user_id";

    private static readonly string[] Types = ["Text", "Image", "Video", "Audio", "Document", "QRMessage"];

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", Path, TokenKinds.Workbox, "Lists the messages, the oldest first", ListAsync)
        {
            Query = ["after"], Reply = "MessageList", Group = "Messages",
        },
        new("POST", Path, TokenKinds.Workbox, "Writes a message", WriteAsync)
        {
            Body =
            [
                new("username", BodyFieldType.Text, IsRequired: true), new("type", BodyFieldType.Text, IsRequired: true),
                new("version", BodyFieldType.Number),
                new("sent_at", BodyFieldType.Text), new("metadata", BodyFieldType.Object, IsRequired: true),
            ],
            Reply = "Message", Group = "Messages",
        },
        new("GET", Path + "/recent_history", TokenKinds.Workbox, "Lists the last messages, the newest first", RecentAsync)
        {
            Query = ["limit"], Reply = "Messages", Group = "Messages",
        },
        new("GET", Path + "/history_by_direction", TokenKinds.Workbox, "Walks from a message forwards or backwards", WalkAsync)
        {
            Query = ["message_id", "direction"], Reply = "Messages", Group = "Messages",
        },
        new("GET", Path + "/{message_id}", TokenKinds.Workbox, "Shows a message", GetAsync) { Reply = "Message", Group = "Messages" },
    ];

    /// <summary>What is fetched counts as read.</summary>
    private static Task ListAsync(ApiRequest request)
    {
        long after = request.QueryNumber("after", 0, 1, long.MaxValue);
        return request.WriteAsync((db, json) =>
        {
            Threads.RequireParticipant(db, request.Caller.ThreadId, request.Caller.UserId);
            json.WriteStartObject();
            json.WriteStartArray("entries"u8);
            long last = WriteAll(
                db, json, $"{Select} WHERE m.thread_id = ?1 AND m.id > ?2 ORDER BY m.id LIMIT ?3", request.Caller.ThreadId, after,
                PageSize);
            json.WriteEndArray();
            bool hasMore = last > 0 && db.Exists("SELECT 1 FROM messages WHERE thread_id = ?1 AND id > ?2", request.Caller.ThreadId, last);
            json.WriteString("after"u8, hasMore ? last.ToString(CultureInfo.InvariantCulture) : null);
            json.WriteEndObject();
            MarkRead(db, request.Caller, last);
        });
    }

    private Task WriteAsync(ApiRequest request)
    {
        string type = request.Body.FilledText("type");
        if (!Types.Contains(type))
        {
            throw SandboxException.BadParameter($"Parameter 'type' wants one of {string.Join(", ", Types)}.");
        }

        string? sentAt = request.Body.LooseText("sent_at");
        DateTimeOffset sent = clock.GetUtcNow();
        if (sentAt is not null && !VendorTime.TryParse(sentAt, out sent))
        {
            throw SandboxException.BadParameter("Parameter 'sent_at' wants a time such as 2024-05-01T00:00:00Z.");
        }

        return request.WriteAsync((db, json) =>
        {
            Threads.RequireParticipant(db, request.Caller.ThreadId, request.Caller.UserId);
            long id = db.Insert(
                "INSERT INTO messages (uuid, thread_id, user_id, username, type, metadata, sent_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                Guid.NewGuid().ToString(), request.Caller.ThreadId, request.Caller.UserId, request.Body.FilledText("username"), type,
                request.Body.Raw("metadata")!.Value.GetRawText(), VendorTime.Format(sent));
            Threads.Touch(db, request.Caller.ThreadId, VendorTime.Now(clock));
            WriteAll(db, json, $"{Select} WHERE m.id = ?1", id);
        });
    }

    private static Task RecentAsync(ApiRequest request)
    {
        long limit = request.QueryNumber("limit", PageSize, 1, MostRecent);
        return request.WriteAsync((db, json) =>
        {
            Threads.RequireParticipant(db, request.Caller.ThreadId, request.Caller.UserId);
            json.WriteStartArray();
            WriteAll(db, json, $"{Select} WHERE m.thread_id = ?1 ORDER BY m.id DESC LIMIT ?2", request.Caller.ThreadId, limit);
            json.WriteEndArray();
            MarkRead(db, request.Caller, db.Number("SELECT max(id) FROM messages WHERE thread_id = ?1", request.Caller.ThreadId));
        });
    }

    private static Task WalkAsync(ApiRequest request)
    {
        if (request.Query("message_id") is null)
        {
            throw SandboxException.BadParameter("Parameter 'message_id' is missing.");
        }

        long from = request.QueryNumber("message_id", 0, 0, long.MaxValue);
        string sql = request.Query("direction") switch
        {
            "ASC" => $"{Select} WHERE m.thread_id = ?1 AND m.id > ?2 ORDER BY m.id LIMIT ?3",
            "DESC" => $"{Select} WHERE m.thread_id = ?1 AND m.id < ?2 ORDER BY m.id DESC LIMIT ?3",
            _ => throw SandboxException.BadParameter("Parameter 'direction' wants ASC or DESC."),
        };
        return request.ReadAsync((db, json) =>
        {
            Threads.RequireParticipant(db, request.Caller.ThreadId, request.Caller.UserId);
            json.WriteStartArray();
            WriteAll(db, json, sql, request.Caller.ThreadId, from, PageSize);
            json.WriteEndArray();
        });
    }

    private static Task GetAsync(ApiRequest request)
    {
        long id = request.PathNumber("message_id");
        return request.ReadAsync((db, json) =>
        {
            Threads.RequireParticipant(db, request.Caller.ThreadId, request.Caller.UserId);
            if (WriteAll(db, json, $"{Select} WHERE m.thread_id = ?1 AND m.id = ?2", request.Caller.ThreadId, id) == 0)
            {
                throw SandboxException.NotFound($"There is no message {id} in this help thread.");
            }
        });
    }

    /// <summary>Returns the id of the last one written; 0 for none.</summary>
    private static long WriteAll(Db db, Utf8JsonWriter json, string sql, params ReadOnlySpan<SqlValue> values)
    {
        using Rows rows = db.Query(sql, values);
        long last = 0;
        while (rows.Next())
        {
            last = rows.Number(0);
            json.WriteStartObject();
            json.WriteNumber("id"u8, last);
            json.WriteString("uuid"u8, rows.Utf8(1));
            json.WriteString("type"u8, rows.Utf8(2));
            json.WriteString("metadata"u8, rows.Utf8(3));
            json.WriteString("sent_at"u8, rows.Utf8(4));
            json.WriteStartObject("user"u8);
            json.WriteString("name"u8, rows.Utf8(5));
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return last;
    }

    private static void MarkRead(Db db, Caller caller, long upTo) => db.Run(
        "UPDATE help_thread_participants SET last_read_id = max(last_read_id, ?3) WHERE thread_id = ?1 AND user_id = ?2", caller.ThreadId,
        caller.UserId, upTo);
}
