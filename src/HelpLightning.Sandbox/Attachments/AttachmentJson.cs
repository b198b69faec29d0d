using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>Writes the files of a call: a bare array, each with an address that opens it for a while.</summary>
internal static class AttachmentJson
{
    private const string Select = "SELECT id, uuid, name, mime_type, status, type FROM attachments WHERE call_id = ?1";

    public static void WriteAll(Db db, Utf8JsonWriter json, long call, string host, SignedAddresses addresses)
    {
        using Rows rows = db.Query(Select + " ORDER BY id", call);
        json.WriteStartArray();
        while (rows.Next())
        {
            Write(json, rows, host, addresses);
        }

        json.WriteEndArray();
    }

    /// <summary>One file alone; false when the call has none of that number.</summary>
    public static bool TryWrite(Db db, Utf8JsonWriter json, long call, long id, string host, SignedAddresses addresses)
    {
        using Rows rows = db.Query(Select + " AND id = ?2", call, id);
        bool found = rows.Next();
        if (found)
        {
            Write(json, rows, host, addresses);
        }

        return found;
    }

    private static void Write(Utf8JsonWriter json, in Rows row, string host, SignedAddresses addresses)
    {
        string uuid = row.Text(1);
        bool isPicture = row.Text(3).StartsWith("image/", StringComparison.Ordinal);
        json.WriteStartObject();
        json.WriteNumber("id"u8, row.Number(0));
        json.WriteString("uuid"u8, uuid);
        json.WriteString("type"u8, row.Utf8(5));
        json.WriteString("name"u8, row.Utf8(2));
        json.WriteString("mime_type"u8, row.Utf8(3));
        json.WriteString("thumbnail"u8, isPicture ? addresses.Sign(host, $"/files/thumbnails/{uuid}") : "");
        json.WriteString("signed_url"u8, addresses.Sign(host, $"/files/attachments/{uuid}/{InAddress(row.Text(2))}"));
        json.WriteString("status"u8, row.Utf8(4));
        json.WriteEndObject();
    }

    /// <summary>A name may be any text; in a path some of them would mean something else.</summary>
    private static string InAddress(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.')
            ? Uri.EscapeDataString(name)
            : "file";
}
