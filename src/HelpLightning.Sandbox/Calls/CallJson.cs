using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Calls;

/// <summary>
/// Writes a call as the API does: camelCase unlike everything else, ids as strings, times as strings of epoch seconds, and
/// the call's id under the name <c>session</c>.
/// </summary>
internal static class CallJson
{
    /// <summary>What a query for calls selects, in the order that is read here.</summary>
    public const string Select = """
        SELECT c.id, c.call_id, c.started_at, c.ended_at, c.reason, c.recording_status, c.is_internal, c.workbox_id,
          d.id, d.name, d.username, d.email, d.site_id, r.id, r.name, r.username, r.email, r.site_id,
          EXISTS (SELECT 1 FROM attachments a WHERE a.call_id = c.id)
        FROM calls c JOIN users d ON d.id = c.dialer_id LEFT JOIN users r ON r.id = c.receiver_id
        """;

    private const int Dialer = 8;
    private const int Receiver = 13;

    /// <summary>A row of a list.</summary>
    public static void WriteRow(Db db, Utf8JsonWriter json, in Rows row)
    {
        json.WriteStartObject();
        WriteFields(db, json, row);
        json.WriteBoolean("has_attachments"u8, row.Flag(18));
        json.WriteEndObject();
    }

    /// <summary>The detail: no <c>has_attachments</c>, but the requests to take part.</summary>
    public static void WriteDetail(Db db, Utf8JsonWriter json, in Rows row)
    {
        json.WriteStartObject();
        WriteFields(db, json, row);
        json.WriteStartArray("requests"u8);
        json.WriteStartObject();
        json.WriteString("request_id"u8, row.Text(1)["call_".Length..]);
        json.WriteStartArray("requests"u8);
        json.WriteStartObject();
        WritePerson(json, "from", row, Dialer, isGroup: false);
        WritePerson(json, "to", row, Receiver, isGroup: false);
        json.WriteString("reason"u8, row.Text(4) == CallLife.TimedOut ? "timed_out"u8 : "accepted"u8);
        json.WriteString("timestamp"u8, VendorTime.Format(DateTimeOffset.FromUnixTimeMilliseconds(row.Number(2))));
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        WritePerson(json, "requestFor", row, Receiver, isGroup: false);
        json.WriteEndObject();
    }

    /// <summary>Whole seconds, to the nearest: 94 for a call of 93.976 s has been seen.</summary>
    public static long Duration(in Rows row) => row.IsNull(3) ? 0 : (row.Number(3) - row.Number(2) + 500) / 1000;

    private static void WriteFields(Db db, Utf8JsonWriter json, in Rows row)
    {
        bool hasReceiver = !row.IsNull(Receiver);
        json.WriteString("session"u8, row.Utf8(1));
        json.WriteString(
            "timestamp"u8,
            DateTimeOffset.FromUnixTimeMilliseconds(row.Number(2)).UtcDateTime.ToString("MMM d, yyyy HH:mm", CultureInfo.InvariantCulture));
        WriteSeconds(json, "timeCallStarted"u8, row, 2);
        WriteSeconds(json, "timeCallEnded"u8, row, 3);
        json.WriteNumber("callDuration"u8, Duration(row));
        json.WriteString("reasonCallEnded"u8, row.Utf8(4));
        WriteId(json, "dialerId"u8, row.Number(Dialer));
        json.WriteString("dialerName"u8, row.Utf8(Dialer + 1));
        WritePerson(json, "dialer", row, Dialer);
        WriteId(json, "receiverId"u8, hasReceiver ? row.Number(Receiver) : -1);
        json.WriteString("receiverName"u8, row.Utf8(Receiver + 1));
        WritePerson(json, "receiver", row, Receiver);
        WriteParticipants(db, json, row.Number(0));
        json.WriteBoolean("intraEnterpriseCall"u8, row.Flag(6));
        WriteGroups(db, json, row.Number(Dialer));
        ReferencesJson.Write(
            db, json, "tags"u8, "SELECT t.id, t.name FROM call_tags c JOIN tags t ON t.id = c.tag_id WHERE c.call_id = ?1 ORDER BY t.id",
            row.Number(0));
        json.WriteStartArray("ratings"u8);
        json.WriteEndArray();
        json.WriteString("recordingStatus"u8, row.Utf8(5));
        json.WriteString("recordingUrl"u8, ""u8);
        json.WriteString("recordingError"u8, ""u8);
        json.WriteNull("archive_id"u8);
        if (!row.IsNull(7))
        {
            json.WriteNumber("workbox_id"u8, row.Number(7));
        }
    }

    private static void WritePerson(Utf8JsonWriter json, string name, in Rows row, int at, bool? isGroup = null)
    {
        json.WriteStartObject(name);
        WriteId(json, "id"u8, row.IsNull(at) ? -1 : row.Number(at));
        json.WriteString("name"u8, row.Utf8(at + 1));
        json.WriteString("username"u8, row.Utf8(at + 2));
        json.WriteString("email"u8, row.Utf8(at + 3));
        WriteSite(json, row.Number(at + 4));
        if (isGroup is { } group)
        {
            json.WriteBoolean("is_group"u8, group);
        }

        json.WriteEndObject();
    }

    private static void WriteParticipants(Db db, Utf8JsonWriter json, long call)
    {
        using Rows rows = db.Query(
            "SELECT u.id, u.name, u.username, u.email, u.site_id FROM call_participants p JOIN users u ON u.id = p.user_id "
            + "WHERE p.call_id = ?1 ORDER BY p.position", call);
        json.WriteStartArray("participants"u8);
        while (rows.Next())
        {
            json.WriteStartObject();
            WriteId(json, "id"u8, rows.Number(0));
            json.WriteString("name"u8, rows.Utf8(1));
            json.WriteString("username"u8, rows.Utf8(2));
            json.WriteString("email"u8, rows.Utf8(3));
            WriteSite(json, rows.Number(4));
            json.WriteBoolean("isAnonymous"u8, rows.Number(4) == 0);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteGroups(Db db, Utf8JsonWriter json, long dialer)
    {
        using Rows rows = db.Query(
            "SELECT g.name FROM group_members m JOIN groups g ON g.id = m.group_id WHERE m.user_id = ?1 ORDER BY g.id", dialer);
        json.WriteStartArray("groups"u8);
        while (rows.Next())
        {
            json.WriteStringValue(rows.Utf8(0));
        }

        json.WriteEndArray();
    }

    private static void WriteId(Utf8JsonWriter json, ReadOnlySpan<byte> name, long id)
    {
        Span<byte> digits = stackalloc byte[20];
        Utf8Formatter.TryFormat(id, digits, out int length);
        json.WriteString(name, digits[..length]);
    }

    /// <summary>People without an account belong to no enterprise.</summary>
    private static void WriteSite(Utf8JsonWriter json, long site)
    {
        if (site == 0)
        {
            json.WriteString("enterpriseId"u8, ""u8);
        }
        else
        {
            WriteId(json, "enterpriseId"u8, site);
        }
    }

    /// <summary>Epoch seconds with milliseconds in a string; empty while unknown.</summary>
    private static void WriteSeconds(Utf8JsonWriter json, ReadOnlySpan<byte> name, in Rows row, int column)
    {
        long milliseconds = row.Number(column);
        json.WriteString(
            name,
            row.IsNull(column) ? "" : string.Create(CultureInfo.InvariantCulture, $"{milliseconds / 1000}.{milliseconds % 1000:000}"));
    }
}
