using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Lists;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>Writes the custom fields of a help thread: what there is to fill in, and what is filled in.</summary>
internal static class CustomFieldJson
{
    public static void WriteDefinitions(Db db, Utf8JsonWriter json, long site, long thread)
    {
        using Rows rows = db.Query(
            """
            SELECT f.id, f.name, f.description, f.hidden, f.type, f.multi_select, f.mandatory, f.default_value, coalesce(v.value, '')
            FROM custom_fields f LEFT JOIN custom_field_values v ON v.field_id = f.id AND v.thread_id = ?2 WHERE f.site_id = ?1
            ORDER BY f.id
            """,
            site, thread);
        json.WriteStartArray("ticketFieldsFull"u8);
        while (rows.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, rows.Number(0));
            json.WriteString("name"u8, rows.Utf8(1));
            json.WriteString("description"u8, rows.Utf8(2));
            json.WriteBoolean("hidden"u8, rows.Flag(3));
            json.WriteString("type"u8, rows.Utf8(4));
            json.WriteString("valueAsString"u8, AsText(db, rows.Text(8)));
            json.WriteString("mandatory"u8, rows.Utf8(6));
            json.WriteString("defaultValue"u8, rows.Utf8(7));
            json.WriteBoolean("multiSelect"u8, rows.Flag(5));
            ReferencesJson.Write(
                db, json, "options"u8, "SELECT id, name FROM custom_field_options WHERE field_id = ?1 ORDER BY id", rows.Number(0));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteValues(Db db, Utf8JsonWriter json, long thread)
    {
        using Rows rows = db.Query(
            """
            SELECT f.id, f.type, f.multi_select, v.value FROM custom_field_values v JOIN custom_fields f ON f.id = v.field_id
            WHERE v.thread_id = ?1 ORDER BY f.id
            """,
            thread);
        json.WriteStartArray("fields"u8);
        while (rows.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, rows.Number(0));
            json.WriteString("type"u8, rows.Utf8(1));
            json.WriteBoolean("multiSelect"u8, rows.Flag(2));
            json.WritePropertyName("value"u8);
            json.WriteRawValue(rows.Utf8(3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>The value in words: an option by its name.</summary>
    private static string AsText(Db db, string value)
    {
        if (value.Length == 0)
        {
            return "";
        }

        using JsonDocument document = JsonDocument.Parse(value);
        JsonElement element = document.RootElement;
        return element.ValueKind switch
        {
            JsonValueKind.String => element.GetString()!,
            JsonValueKind.Number => OptionName(db, element),
            JsonValueKind.Array => string.Join(", ", element.EnumerateArray().Select(o => OptionName(db, o))),
            _ => element.GetRawText(),
        };
    }

    private static string OptionName(Db db, JsonElement option) =>
        db.FindText("SELECT name FROM custom_field_options WHERE id = ?1", option.GetInt64()) ?? "";
}
