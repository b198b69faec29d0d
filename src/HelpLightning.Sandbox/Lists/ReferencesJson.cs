using System.Text.Json;
using HelpLightning.Sandbox.Data;

namespace HelpLightning.Sandbox.Lists;

/// <summary>Writes a list of things by <c>id</c> and <c>name</c>, as many objects of the API hold.</summary>
internal static class ReferencesJson
{
    /// <param name="db">Where to read.</param>
    /// <param name="json">Where to write.</param>
    /// <param name="property">What the list is called.</param>
    /// <param name="sql">Selects id and name by <c>?1</c>.</param>
    /// <param name="owner">What <c>?1</c> is.</param>
    public static void Write(Db db, Utf8JsonWriter json, ReadOnlySpan<byte> property, string sql, long owner)
    {
        using Rows rows = db.Query(sql, owner);
        json.WriteStartArray(property);
        while (rows.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, rows.Number(0));
            json.WriteString("name"u8, rows.Utf8(1));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
