using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Files;

namespace HelpLightning.Sandbox.Attachments;

/// <summary>Writes the files of a call: a bare array, each with an address that opens it for a while.</summary>
internal static class AttachmentJson
{
    public static void WriteAll(Db db, Utf8JsonWriter json, long call, string host, SignedAddresses addresses)
    {
        using Rows rows = db.Query("SELECT id, uuid, name, mime_type, status, kind FROM attachments WHERE call_id = ?1 ORDER BY id", call);
        json.WriteStartArray();
        while (rows.Next())
        {
            string uuid = rows.Text(1);
            bool isPicture = rows.Text(5) == nameof(AttachmentKind.ScreenCapture);
            json.WriteStartObject();
            json.WriteNumber("id"u8, rows.Number(0));
            json.WriteString("uuid"u8, uuid);
            json.WriteString("type"u8, "incall"u8);
            json.WriteString("name"u8, rows.Utf8(2));
            json.WriteString("mime_type"u8, rows.Utf8(3));
            json.WriteString("thumbnail"u8, isPicture ? addresses.Sign(host, $"/files/thumbnails/{uuid}") : "");
            json.WriteString("signed_url"u8, addresses.Sign(host, $"/files/attachments/{uuid}/{InAddress(rows.Text(2))}"));
            json.WriteString("status"u8, rows.Utf8(4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A name may be any text; in a path some of them would mean something else.</summary>
    private static string InAddress(string name) =>
        name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_' or '.') ? Uri.EscapeDataString(name) : "file";
}
