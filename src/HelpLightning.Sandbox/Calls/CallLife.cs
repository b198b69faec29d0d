using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Attachments;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Events;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Calls;

/// <summary>
/// The life of a call: somebody calls somebody, people join and leave, something is recorded, it ends. Every step is one
/// step of the transaction it is called in, and so is what webhooks are owed for it.
/// </summary>
internal sealed class CallLife(ISandboxEvents events, TimeProvider clock)
{
    public const string Ended = "Call Ended";
    public const string TimedOut = "Timed out";

    /// <summary>Starts a call in the site of the one who calls, and returns its <c>call_…</c> id.</summary>
    public string Start(Db db, long dialerId, long receiverId, string? sessionId = null)
    {
        long site = SiteOf(db, dialerId);
        long receiverSite = SiteOf(db, receiverId);
        if (dialerId == receiverId)
        {
            throw SandboxException.BadParameter("Nobody can call themselves: dialer and receiver are the same user.");
        }

        DateTimeOffset now = clock.GetUtcNow();
        string callId = $"call_{DatedGuid.Create(now)}";
        long id = Insert(
            db,
            new CallRow(
                site, callId, sessionId ?? Guid.NewGuid().ToString(), dialerId, receiverId, now.ToUnixTimeMilliseconds(),
                site == receiverSite));
        Publish(db, "started", site, callId);
        AddParticipant(db, id, site, callId, dialerId);
        AddParticipant(db, id, site, callId, receiverId);
        return callId;
    }

    public void Join(Db db, string callId, long userId)
    {
        ActiveCall call = RequireActive(db, callId);
        if (db.Exists("SELECT 1 FROM call_participants WHERE call_id = ?1 AND user_id = ?2 AND left_at IS NULL", call.Id, userId))
        {
            throw new SandboxException(400, VendorCode.InvalidStateChange, $"User {userId} is in the call already.");
        }

        if (SiteOf(db, userId) != call.SiteId)
        {
            db.Run("UPDATE calls SET is_internal = 0 WHERE id = ?1", call.Id);
        }

        AddParticipant(db, call.Id, call.SiteId, callId, userId);
    }

    /// <summary>The last but one to leave ends the call.</summary>
    public void Leave(Db db, string callId, long userId)
    {
        ActiveCall call = RequireActive(db, callId);
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        if (db.Run(
            "UPDATE call_participants SET left_at = ?3 WHERE call_id = ?1 AND user_id = ?2 AND left_at IS NULL", call.Id, userId, now) == 0)
        {
            throw new SandboxException(400, VendorCode.InvalidStateChange, $"User {userId} is not in the call.");
        }

        Publish(db, "participant_left", call.SiteId, callId, userId);
        if (db.Number("SELECT count(*) FROM call_participants WHERE call_id = ?1 AND left_at IS NULL", call.Id) < 2)
        {
            End(db, callId);
        }
    }

    /// <summary>Ends a call; whoever is still in it leaves.</summary>
    public void End(Db db, string callId, string reason = Ended)
    {
        ActiveCall call = RequireActive(db, callId);
        long now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (long userId in db.Numbers(
            "SELECT user_id FROM call_participants WHERE call_id = ?1 AND left_at IS NULL ORDER BY position", call.Id))
        {
            db.Run(
                "UPDATE call_participants SET left_at = ?3 WHERE call_id = ?1 AND user_id = ?2 AND left_at IS NULL", call.Id, userId, now);
            Publish(db, "participant_left", call.SiteId, callId, userId);
        }

        db.Run(
            "UPDATE calls SET ended_at = ?2, reason = ?3, recording_status = iif(recording_status = 'recording', 'finished', "
            + "recording_status) WHERE id = ?1",
            call.Id, now, reason);
        Publish(db, "ended", call.SiteId, callId);
    }

    /// <summary>Adds a file to a call that runs or is over, and returns the attachment's uuid.</summary>
    public string Attach(Db db, string callId, SandboxAttachmentKind kind, string? name = null, int size = 0, bool isGone = false)
    {
        ActiveCall call = Require(db, callId);
        (long id, string uuid) = InsertAttachment(db, call.Id, kind, clock.GetUtcNow(), name, size, isGone);
        if (kind == SandboxAttachmentKind.Recording)
        {
            db.Run("UPDATE calls SET recording_status = 'finished' WHERE id = ?1", call.Id);
        }

        Publish(db, "attachment_created", call.SiteId, callId, attachment: (id, uuid));
        return uuid;
    }

    /// <summary>Adds a file and tells nobody. Without a name it gets the usual one of its kind.</summary>
    public static (long Id, string Uuid) InsertAttachment(
        Db db, long call, SandboxAttachmentKind kind, DateTimeOffset at, string? name = null, int size = 0, bool isGone = false)
    {
        string uuid = DatedGuid.Create(at).ToString();
        long id = db.Insert(
            "INSERT INTO attachments (uuid, call_id, kind, name, mime_type, status, created_at, size, gone) "
            + "VALUES (?1, ?2, ?3, ?4, ?5, '', ?6, ?7, ?8)",
            uuid, call, kind.ToString(), name ?? kind.FileName(at), kind.MimeType(at), VendorTime.Format(at), size, isGone);
        return (id, uuid);
    }

    /// <summary>Tags a call; a tag that the site does not know yet is made.</summary>
    public static void Tag(Db db, string callId, string tag)
    {
        ActiveCall call = Require(db, callId);
        if (tag.Length is 0 or > 255)
        {
            throw SandboxException.BadParameter("A tag has 1 to 255 characters.");
        }

        db.Run("INSERT OR IGNORE INTO tags (site_id, name) VALUES (?1, ?2)", call.SiteId, tag);
        db.Run(
            "INSERT OR IGNORE INTO call_tags (tag_id, call_id) SELECT id, ?3 FROM tags WHERE site_id = ?1 AND name = ?2", call.SiteId, tag,
            call.Id);
    }

    /// <summary>Inserts a call with the next number of its site, and keeps the counts that lists go by.</summary>
    public static long Insert(Db db, CallRow row)
    {
        db.Run("UPDATE sites SET call_count = call_count + 1 WHERE id = ?1", row.SiteId);
        db.Run(
            "INSERT INTO call_days (site_id, day, calls) VALUES (?1, ?2, 1) ON CONFLICT DO UPDATE SET calls = calls + 1",
            row.SiteId, row.StartedAt / CallRow.MillisecondsOfDay);
        return db.Insert(
            """
            INSERT INTO calls (site_id, seq, call_id, session_id, dialer_id, receiver_id, started_at, reason, recording_status, is_internal)
            VALUES (?1, (SELECT call_count FROM sites WHERE id = ?1), ?2, ?3, ?4, ?5, ?6, '', '', ?7)
            """,
            row.SiteId, row.CallId, row.SessionId, row.DialerId, row.ReceiverId, row.StartedAt, row.IsInternal);
    }

    private static long SiteOf(Db db, long userId) => db.FindNumber("SELECT site_id FROM users WHERE id = ?1", userId)
        ?? throw new SandboxException(404, VendorCode.UnknownContact, $"There is no user {userId}.");

    private static ActiveCall Require(Db db, string callId)
    {
        using Rows rows = db.Query("SELECT id, site_id, reason FROM calls WHERE call_id = ?1", callId);
        return rows.Next()
            ? new ActiveCall(rows.Number(0), rows.Number(1), rows.Text(2).Length > 0)
            : throw SandboxException.NotFound("There is no call with this id.");
    }

    private static ActiveCall RequireActive(Db db, string callId)
    {
        ActiveCall call = Require(db, callId);
        return call.IsOver ? throw new SandboxException(400, VendorCode.InvalidStateChange, "The call is over.") : call;
    }

    private void AddParticipant(Db db, long id, long site, string callId, long userId)
    {
        DateTimeOffset now = clock.GetUtcNow();
        db.Run(
            """
            INSERT INTO call_participants (call_id, position, user_id, joined_at)
            VALUES (?1, (SELECT count(*) FROM call_participants WHERE call_id = ?1), ?2, ?3)
            """,
            id, userId, now.ToUnixTimeMilliseconds());
        db.Run(
            "UPDATE users SET last_used_at = ?2, first_call_at = iif(first_call_at = '', ?2, first_call_at), is_first_login = 0 "
            + "WHERE id = ?1",
            userId, VendorTime.Format(now));
        Publish(db, "participant_joined", site, callId, userId);
    }

    /// <summary>The vendor's payloads other than that of attachment_created are not known; they surely name the call.</summary>
    private void Publish(Db db, string category, long siteId, string callId, long? userId = null, (long Id, string Uuid)? attachment = null)
    {
        using MemoryStream data = new();
        using (Utf8JsonWriter json = new(data))
        {
            json.WriteStartObject();
            json.WriteString("call_id"u8, callId);
            if (userId is { } user)
            {
                json.WriteStartObject("participant"u8);
                json.WriteString("id"u8, user.ToString(CultureInfo.InvariantCulture));
                json.WriteString("name"u8, db.FindText("SELECT name FROM users WHERE id = ?1", user));
                json.WriteEndObject();
            }

            if (attachment is { } file)
            {
                json.WriteStartObject("attachment"u8);
                json.WriteNumber("id"u8, file.Id);
                json.WriteString("uuid"u8, file.Uuid);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        events.Publish(db, new SandboxEvent(SandboxEventType.Call, category, siteId, clock.GetUtcNow(), data.ToArray()));
    }

    private readonly record struct ActiveCall(long Id, long SiteId, bool IsOver);
}
