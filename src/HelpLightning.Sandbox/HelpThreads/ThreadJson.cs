using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>Writes a help thread, which the wire calls workbox, with everything that belongs to it.</summary>
internal static class ThreadJson
{
    public static void Write(Db db, Utf8JsonWriter json, long thread, long user, TokenIssuer issuer)
    {
        using Rows row = db.Query(
            $"""
            SELECT t.id, t.status, t.title, t.assigned_to, a.name, t.last_active_at, t.site_id, {Threads.UnreadSql}
            FROM help_threads t LEFT JOIN users a ON a.id = t.assigned_to WHERE t.id = ?1
            """,
            thread, user);
        row.Next();
        json.WriteStartObject();
        json.WriteNumber("id"u8, thread);
        json.WriteString("token"u8, issuer.WorkboxToken(thread, user));
        json.WriteString("status"u8, row.Utf8(1));
        json.WriteString("title"u8, row.Utf8(2));
        json.WriteStartObject("assigned_to"u8);
        json.WriteNumber("id"u8, row.IsNull(3) ? -1 : row.Number(3));
        json.WriteString("name"u8, row.Utf8(4));
        json.WriteEndObject();
        WriteParticipants(db, json, thread);
        WriteGuests(db, json, thread);
        CustomFieldJson.WriteDefinitions(db, json, row.Number(6), thread);
        CustomFieldJson.WriteValues(db, json, thread);
        json.WriteNumber("unread_messages_count"u8, row.Number(7));
        json.WriteString("last_active_at"u8, row.Utf8(5));
        json.WriteEndObject();
    }

    public static void WriteGuests(Db db, Utf8JsonWriter json, long thread)
    {
        using Rows rows = db.Query("SELECT id, uuid, name, has_joined FROM help_thread_guests WHERE thread_id = ?1 ORDER BY id", thread);
        json.WriteStartArray("guests"u8);
        while (rows.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, rows.Number(0));
            json.WriteString("uuid"u8, rows.Utf8(1));
            json.WriteString("name"u8, rows.Utf8(2));
            json.WriteBoolean("has_joined"u8, rows.Flag(3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteParticipants(Db db, Utf8JsonWriter json, long thread)
    {
        using Rows rows = db.Query(
            "SELECT u.id, u.name, p.owner FROM help_thread_participants p JOIN users u ON u.id = p.user_id WHERE p.thread_id = ?1 "
            + "ORDER BY p.owner DESC, u.id", thread);
        json.WriteStartArray("participants"u8);
        while (rows.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, rows.Number(0));
            json.WriteString("name"u8, rows.Utf8(1));
            json.WriteBoolean("owner"u8, rows.Flag(2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
