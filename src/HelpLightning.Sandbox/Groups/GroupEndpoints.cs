using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Groups;

/// <summary>The groups of a site, which the wire calls pods.</summary>
internal sealed class GroupEndpoints(Listing lists, TokenIssuer tokens)
{
    private const string Columns = """
        g.id, g.name, g.description, g.email, (SELECT count(*) FROM group_admins a WHERE a.group_id = g.id),
        iif(g.is_default, (SELECT user_count FROM sites s WHERE s.id = g.site_id),
          (SELECT count(*) FROM group_members m WHERE m.group_id = g.id)),
        g.is_default, g.is_expert
        """;

    private static readonly ListableFields Fields = new(
        filters: new Dictionary<string, FilterField>
        {
            ["id"] = new("id", FieldKind.Number),
            ["name"] = new("name", FieldKind.Text),
            ["updated_at"] = new("updated_at", FieldKind.Time),
        },
        orders: new Dictionary<string, string> { ["id"] = "id", ["name"] = "name", ["updated_at"] = "updated_at" });

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", "/api/v1r1/enterprise/pods", TokenKinds.AnyEnterprise, "Lists the groups of a site", ListAsync)
        {
            Query = ListableFields.Parameters, Reply = "GroupPage", Group = "Groups",
        },
        new("GET", "/api/v1r1/enterprise/pods/{pod_id}", TokenKinds.AnyEnterprise, "Shows a group with its members", GetAsync)
        {
            Reply = "GroupDetail", Group = "Groups",
        },
        new("GET", "/api/v1/enterprise/pods/{pod_id}/users", TokenKinds.AnyEnterprise, "Lists the members of a group", UsersAsync)
        {
            Query = ListableFields.Parameters, Reply = "MemberPage", Group = "Groups",
        },
        new(
            "GET", "/api/v1/enterprise/pods/{pod_id}/calls", TokenKinds.AnyEnterprise,
            "Lists the calls in which only members of a group took part", CallsAsync)
        {
            Query = ListableFields.Parameters, Reply = "CallPage", Group = "Groups",
        },
    ];

    private Task ListAsync(ApiRequest request) => lists.AnswerAsync(request, Fields, (db, json, asked) =>
    {
        string condition = asked.Filter is null ? "?2 IS NULL" : asked.Filter.Sql("?2");
        SqlValue value = asked.Filter?.Value ?? default;
        long total = db.Number($"SELECT count(*) FROM groups WHERE site_id = ?1 AND {condition}", request.SiteId, value);
        ListQuery query = asked.Within(total);
        using Rows rows = db.Query(
            $"SELECT {Columns} FROM groups g WHERE site_id = ?1 AND {condition} ORDER BY {query.OrderBy} LIMIT ?3 OFFSET ?4",
            request.SiteId, value, query.PageSize, query.Offset);
        PageJson.Begin(json);
        while (rows.Next())
        {
            json.WriteStartObject();
            WriteFields(json, rows);
            json.WriteEndObject();
        }

        PageJson.End(json, query, total);
    });

    private static Task GetAsync(ApiRequest request)
    {
        long id = request.PathNumber("pod_id");
        return request.ReadAsync((db, json) =>
        {
            bool isDefault = RequireGroup(db, id, request.Caller.SiteId);
            using Rows rows = db.Query($"SELECT {Columns} FROM groups g WHERE g.id = ?1", id);
            rows.Next();
            json.WriteStartObject();
            WriteFields(json, rows);
            ReferencesJson.Write(db, json, "users"u8, isDefault
                ? "SELECT id, name FROM users WHERE site_id = (SELECT site_id FROM groups WHERE id = ?1) ORDER BY seq"
                : "SELECT u.id, u.name FROM group_members m JOIN users u ON u.id = m.user_id WHERE m.group_id = ?1 ORDER BY u.id", id);
            ReferencesJson.Write(
                db, json, "admins"u8,
                "SELECT u.id, u.name FROM group_admins a JOIN users u ON u.id = a.user_id WHERE a.group_id = ?1 ORDER BY u.id", id);
            ReferencesJson.Write(
                db, json, "subpods"u8,
                "SELECT g.id, g.name FROM subgroups s JOIN groups g ON g.id = s.included_id WHERE s.group_id = ?1 ORDER BY g.id", id);
            ReferencesJson.Write(
                db, json, "on_call_pods"u8,
                "SELECT g.id, g.name FROM on_call_groups o JOIN groups g ON g.id = o.on_call_id WHERE o.group_id = ?1 ORDER BY g.id", id);
            json.WriteEndObject();
        });
    }

    private Task UsersAsync(ApiRequest request)
    {
        long id = request.PathNumber("pod_id");
        ListQuery query = lists.Query(request, UserStore.Fields);
        return request.ReadAsync((db, json) =>
        {
            bool isDefault = RequireGroup(db, id, request.Caller.SiteId);
            UserStore.WritePage(db, json, request.Caller.SiteId, query, UserShape.Member, tokens, isDefault ? null : id);
        });
    }

    private Task CallsAsync(ApiRequest request)
    {
        long id = request.PathNumber("pod_id");
        return lists.AnswerAsync(request, CallList.Fields, (db, json, query) =>
            CallList.WriteOfGroup(db, json, request.SiteId, query, RequireGroup(db, id, request.SiteId) ? null : id));
    }

    /// <summary>Tells whether the group is the one of everybody.</summary>
    private static bool RequireGroup(Db db, long id, long site) =>
        db.FindNumber("SELECT is_default FROM groups WHERE id = ?1 AND site_id = ?2", id, site) is { } isDefault
        ? isDefault != 0
        : throw SandboxException.NotFound($"There is no group {id} in site {site}.");

    private static void WriteFields(Utf8JsonWriter json, in Rows row)
    {
        json.WriteNumber("id"u8, row.Number(0));
        json.WriteString("name"u8, row.Utf8(1));
        json.WriteString("description"u8, row.Utf8(2));
        json.WriteString("email"u8, row.Utf8(3));
        json.WriteNumber("admin_count"u8, row.Number(4));
        json.WriteNumber("user_count"u8, row.Number(5));
        json.WriteBoolean("default"u8, row.Flag(6));
        json.WriteBoolean("expert"u8, row.Flag(7));
        json.WriteBoolean("manage"u8, true);
    }
}
