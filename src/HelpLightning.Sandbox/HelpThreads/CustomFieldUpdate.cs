using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;

namespace HelpLightning.Sandbox.HelpThreads;

/// <summary>Saves values of custom fields: text, a bool, an option's id or several, or null for none.</summary>
internal static class CustomFieldUpdate
{
    public static void Save(Db db, long thread, JsonElement values)
    {
        foreach (JsonElement entry in values.EnumerateArray())
        {
            if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("id"u8, out JsonElement id)
                || !id.TryGetInt64Value(out long field)
                || !entry.TryGetProperty("value"u8, out JsonElement value))
            {
                throw SandboxException.BadParameter("Parameter 'values' wants a list of {\"id\": …, \"value\": …}.");
            }

            Save(db, thread, field, value);
        }
    }

    private static void Save(Db db, long thread, long field, JsonElement value)
    {
        using (Rows row = db.Query(
            "SELECT f.type, f.multi_select FROM custom_fields f JOIN help_threads t ON t.site_id = f.site_id WHERE t.id = ?1 AND f.id = ?2",
            thread, field))
        {
            if (!row.Next())
            {
                throw SandboxException.BadParameter($"Parameter 'values': there is no custom field {field}.");
            }

            if (!Fits(db, field, row.Text(0), row.Flag(1), value))
            {
                throw SandboxException.BadParameter(
                    $"Parameter 'values': field {field} is {row.Text(0)}{(row.Flag(1) ? " with several options" : "")}, and its value "
                    + "does not fit.");
            }
        }

        if (value.ValueKind == JsonValueKind.Null)
        {
            db.Run("DELETE FROM custom_field_values WHERE thread_id = ?1 AND field_id = ?2", thread, field);
        }
        else
        {
            db.Run(
                "INSERT OR REPLACE INTO custom_field_values (thread_id, field_id, value) VALUES (?1, ?2, ?3)", thread, field,
                value.GetRawText());
        }
    }

    private static bool Fits(Db db, long field, string type, bool isMultiSelect, JsonElement value) => (type, value.ValueKind) switch
    {
        (_, JsonValueKind.Null) => true,
        ("TEXT", JsonValueKind.String) => true,
        ("BOOLEAN", JsonValueKind.True or JsonValueKind.False) => true,
        ("LIST", JsonValueKind.Number) => !isMultiSelect && IsOption(db, field, value),
        ("LIST", JsonValueKind.Array) => isMultiSelect && value.EnumerateArray().All(o => IsOption(db, field, o)),
        _ => false,
    };

    private static bool IsOption(Db db, long field, JsonElement option) =>
        option.TryGetInt64Value(out long id) && db.Exists("SELECT 1 FROM custom_field_options WHERE id = ?1 AND field_id = ?2", id, field);

    private static bool TryGetInt64Value(this JsonElement element, out long number)
    {
        number = 0;
        return element.ValueKind == JsonValueKind.Number && element.TryGetInt64(out number);
    }
}
