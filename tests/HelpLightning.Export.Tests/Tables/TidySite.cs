namespace HelpLightning.Export.Tests;

/// <summary>What the tidy tables must hold, from the sandbox's own database: each row as text, cell after cell, in the order of its key.</summary>
internal static class TidySite
{
    /// <summary>By table: its columns, and the query.</summary>
    public static readonly IReadOnlyDictionary<string, (string Columns, string Query)> Tables = new Dictionary<string, (string, string)>
    {
        ["users"] = (
            "id,name,email,username,title,license,created_at,updated_at,last_used_at,active",
            "SELECT id, name, email, username, title, license, created_at, updated_at, last_used_at, iif(active, 'true', 'false') FROM users WHERE site_id = 54344 ORDER BY id"),
        ["groups"] = (
            "id,name,is_default,is_expert",
            "SELECT id, name, iif(is_default, 'true', 'false'), iif(is_expert, 'true', 'false') FROM groups WHERE site_id = 54344 ORDER BY id"),
        ["groups_users"] = (
            "group_id,user_id",
            """
            SELECT g.id, u.id FROM groups g JOIN users u ON u.site_id = g.site_id
            WHERE g.site_id = 54344 AND (g.is_default OR EXISTS (SELECT 1 FROM group_members m WHERE m.group_id = g.id AND m.user_id = u.id)) ORDER BY g.id, u.id
            """),
        ["groups_admins"] = ("group_id,user_id", "SELECT group_id, user_id FROM group_admins JOIN groups g ON g.id = group_id WHERE g.site_id = 54344 ORDER BY 1, 2"),
        ["groups_groups"] = ("group_id,included_group_id", "SELECT group_id, included_id FROM subgroups JOIN groups g ON g.id = group_id WHERE g.site_id = 54344 ORDER BY 1, 2"),
        ["groups_on_call_groups"] = ("group_id,on_call_group_id", "SELECT group_id, on_call_id FROM on_call_groups JOIN groups g ON g.id = group_id WHERE g.site_id = 54344 ORDER BY 1, 2"),
        ["calls"] = (
            "id,started_at,ended_at,dialer,dialer_id,receiver,receiver_id,duration,end_reason,intra_enterprise,has_attachments",
            $"""
            SELECT c.call_id, {Time("c.started_at")}, {Time("c.ended_at")}, d.name, d.id, r.name, r.id, ifnull((c.ended_at - c.started_at + 500) / 1000, 0), c.reason,
              iif(c.is_internal, 'true', 'false'), iif(EXISTS (SELECT 1 FROM attachments a WHERE a.call_id = c.id), 'true', 'false')
            FROM calls c JOIN users d ON d.id = c.dialer_id LEFT JOIN users r ON r.id = c.receiver_id WHERE c.site_id = 54344 ORDER BY c.call_id
            """),
        ["calls_participants"] = (
            "call_id,position,user_id,name,email,is_anonymous,is_external",
            """
            SELECT c.call_id, row_number() OVER (PARTITION BY c.id ORDER BY p.position), u.id, u.name, u.email, iif(u.site_id = 0, 'true', 'false'), iif(u.site_id <> 54344, 'true', 'false')
            FROM calls c JOIN call_participants p ON p.call_id = c.id JOIN users u ON u.id = p.user_id WHERE c.site_id = 54344 ORDER BY 1, 2
            """),
        ["calls_tags"] = (
            "call_id,position,tag_id,name",
            """
            SELECT c.call_id, row_number() OVER (PARTITION BY c.id ORDER BY t.id), t.id, t.name
            FROM calls c JOIN call_tags ct ON ct.call_id = c.id JOIN tags t ON t.id = ct.tag_id WHERE c.site_id = 54344 ORDER BY 1, 2
            """),
        ["calls_groups"] = (
            "call_id,position,name",
            """
            SELECT c.call_id, row_number() OVER (PARTITION BY c.id ORDER BY g.id), g.name
            FROM calls c JOIN group_members m ON m.user_id = c.dialer_id JOIN groups g ON g.id = m.group_id WHERE c.site_id = 54344 ORDER BY 1, 2
            """),
        ["calls_comments"] = ("call_id,comments", "SELECT call_id, comments FROM calls WHERE site_id = 54344 AND comments <> '' ORDER BY 1"),
    };

    /// <summary>Rows in the order of their first two cells, numbers by value, as the queries have them.</summary>
    public static List<string> Expected(this ExportSite site, string table) => Sorted(site.Query(Tables[table].Query));

    public static List<string> Sorted(IEnumerable<string> rows) => [.. rows.Order(StringComparer.Ordinal)];

    private static string Time(string column) => $"strftime('%Y-%m-%dT%H:%M:%S', {column} / 1000, 'unixepoch') || printf('.%03d000Z', {column} % 1000)";
}
