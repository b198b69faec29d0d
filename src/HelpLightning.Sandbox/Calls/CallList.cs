using System.Text.Json;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Lists;

namespace HelpLightning.Sandbox.Calls;

/// <summary>Writes pages of calls, the oldest first unless asked otherwise.</summary>
internal static class CallList
{
    /// <summary>What a list of calls can be filtered and ordered by.</summary>
    public static readonly ListableFields Fields = new(
        filters: new Dictionary<string, FilterField>
        {
            ["tag.id"] = new("id", FieldKind.Number),
            ["tag.name"] = new("name", FieldKind.Text),
            ["session.call_id"] = new("call_id", FieldKind.Text),
        },
        orders: new Dictionary<string, string> { ["id"] = "id", ["timeCallStarted"] = "started_at" });

    public static void WritePage(Db db, Utf8JsonWriter json, long site, ListQuery query)
    {
        if (query.Filter is null && query.OrderColumn is null)
        {
            WriteByNumber(db, json, site, query);
        }
        else if (query.Filter is not null && query.OrderColumn is null)
        {
            CallSelection selection = CallSelection.Of(db, site, query.Filter);
            string ids = $"{selection.Ids} ORDER BY {selection.IdColumn}{query.Direction}";
            Write(db, json, query, $"SELECT count(*) FROM ({selection.Ids})", ids, site, selection.Value);
        }
        else
        {
            WriteSelected(db, json, site, query, "?3 IS NULL", default);
        }
    }

    /// <summary>Only calls whose people are all in the group; without a group id, all of the site.</summary>
    public static void WriteOfGroup(Db db, Utf8JsonWriter json, long site, ListQuery query, long? groupId) =>
        WriteSelected(db, json, site, query, groupId is null
            ? "is_internal = 1 AND ?3 IS NULL"
            : """
              id IN (SELECT call_id FROM call_participants WHERE user_id IN (SELECT user_id FROM group_members WHERE group_id = ?3))
              AND NOT EXISTS (SELECT 1 FROM call_participants p WHERE p.call_id = calls.id
                AND p.user_id NOT IN (SELECT user_id FROM group_members WHERE group_id = ?3))
              """, groupId);

    /// <summary>Calls that began in a span of milliseconds since 1970, both ends included.</summary>
    public static void WriteRange(Db db, Utf8JsonWriter json, long site, ListQuery asked, long from, long to)
    {
        long total = CallCount.Between(db, site, from, to);
        ListQuery query = asked.Within(total);
        using Rows rows = db.Query(
            $"""
            {CallJson.Select} WHERE c.id IN (
              SELECT id FROM calls WHERE site_id = ?1 AND started_at BETWEEN ?2 AND ?3 ORDER BY started_at, id LIMIT ?4 OFFSET ?5)
            ORDER BY c.started_at, c.id
            """,
            site, from, to, query.PageSize, query.Offset);
        PageJson.Begin(json);
        while (rows.Next())
        {
            CallJson.WriteRow(db, json, rows);
        }

        PageJson.End(json, query, total);
    }

    private static void WriteByNumber(Db db, Utf8JsonWriter json, long site, ListQuery asked)
    {
        long total = db.Number("SELECT call_count FROM sites WHERE id = ?1", site);
        ListQuery query = asked.Within(total);
        long first = query.IsDescending ? total - query.Offset - query.PageSize + 1 : query.Offset + 1;
        using Rows rows = db.Query(
            $"{CallJson.Select} WHERE c.site_id = ?1 AND c.seq BETWEEN ?2 AND ?3 ORDER BY c.seq{query.Direction}", site, first,
            first + query.PageSize - 1);
        PageJson.Begin(json);
        while (rows.Next())
        {
            CallJson.WriteRow(db, json, rows);
        }

        PageJson.End(json, query, total);
    }

    private static void WriteSelected(Db db, Utf8JsonWriter json, long site, ListQuery query, string condition, SqlValue third)
    {
        CallSelection? selection = query.Filter is null ? null : CallSelection.Of(db, site, query.Filter);
        string where = $"WHERE site_id = ?1 AND {(selection is null ? "?2 IS NULL" : $"id IN ({selection.Ids})")} AND {condition}";
        Write(
            db, json, query, $"SELECT count(*) FROM calls {where}", $"SELECT id FROM calls {where} ORDER BY {query.OrderBy}", site,
            selection?.Value ?? default, third);
    }

    private static void Write(
        Db db, Utf8JsonWriter json, ListQuery asked, string count, string ids, long site, SqlValue second, SqlValue third = default)
    {
        bool usesThird = count.Contains("?3", StringComparison.Ordinal);
        long total = usesThird ? db.Number(count, site, second, third) : db.Number(count, site, second);
        ListQuery query = asked.Within(total);
        using Rows rows = db.Query(
            $"{CallJson.Select} WHERE c.id IN ({ids} LIMIT ?4 OFFSET ?5) ORDER BY {query.OrderByIn("c.")}", site, second, third,
            query.PageSize, query.Offset);
        PageJson.Begin(json);
        while (rows.Next())
        {
            CallJson.WriteRow(db, json, rows);
        }

        PageJson.End(json, query, total);
    }
}
