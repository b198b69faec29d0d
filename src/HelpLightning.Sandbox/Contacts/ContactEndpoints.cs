using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Contacts;

/// <summary>The searches of a user for people and on-call groups to call.</summary>
internal sealed class ContactEndpoints(Listing lists, TokenIssuer tokens)
{
    private const int LongestTerm = 255;

    private static readonly IReadOnlyList<string> Parameters = ["page", "page_size", "search_term"];

    public IEnumerable<ApiRoute> Routes =>
    [
        .. ContactSearch.People.Select(s => new ApiRoute(
            "GET", "/api/v1r1/user/search/" + s.Name, TokenKinds.User, s.Summary, r => PeopleAsync(r, s))
        {
            Query = Parameters, Reply = "ContactPage", Group = "Contacts",
        }),
        .. ContactSearch.Groups.Select(s => new ApiRoute(
            "GET", "/api/v1r1/user/search/" + s.Name, TokenKinds.User, s.Summary, r => GroupsAsync(r, s))
        {
            Query = Parameters, Reply = "OnCallGroupPage", Group = "Contacts",
        }),
    ];

    public static string RequireTerm(string? term) => term is null || term.Length <= LongestTerm
        ? term ?? ""
        : throw new SandboxException(400, VendorCode.InvalidSearchTerm, "Parameter 'search_term' has more than 255 characters.");

    private Task PeopleAsync(ApiRequest request, ContactSearch search)
    {
        ListQuery asked = lists.Query(request, ListableFields.None);
        string pattern = ContactSearch.Pattern(RequireTerm(request.Query("search_term")));
        string where =
            $@"WHERE {search.Condition} AND u.active = 1 AND u.id <> ?2 "
            + @"AND (u.name LIKE ?3 ESCAPE '\' OR u.username LIKE ?3 ESCAPE '\' OR u.email LIKE ?3 ESCAPE '\')";
        return request.ReadAsync((db, json) =>
        {
            long total = db.Number($"SELECT count(*) FROM users u {where}", request.Caller.SiteId, request.Caller.UserId, pattern);
            ListQuery query = asked.Within(total);
            using Rows rows = db.Query(
                $"""
                SELECT u.id, u.name, u.username, u.email, u.title, u.location, u.available, u.license, u.site_id,
                  EXISTS (SELECT 1 FROM favorites f WHERE f.user_id = ?2 AND f.contact_id = u.id)
                FROM users u {where} ORDER BY u.name, u.id LIMIT ?4 OFFSET ?5
                """,
                request.Caller.SiteId, request.Caller.UserId, pattern, query.PageSize, query.Offset);
            PageJson.Begin(json);
            while (rows.Next())
            {
                WritePerson(json, rows);
            }

            PageJson.End(json, query, total);
        });
    }

    private void WritePerson(Utf8JsonWriter json, in Rows row)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, row.Number(0));
        json.WriteString("name"u8, row.Utf8(1));
        json.WriteString("username"u8, row.Utf8(2));
        json.WriteString("email"u8, row.Utf8(3));
        json.WriteString("title"u8, row.Utf8(4));
        json.WriteString("location"u8, row.Utf8(5));
        json.WriteBoolean("reachable"u8, row.Flag(6));
        json.WriteBoolean("favorite"u8, row.Flag(9));
        json.WriteString("license"u8, row.Utf8(7));
        json.WriteBoolean("supports_messaging"u8, true);
        WriteAvatar(json);
        json.WriteNumber("enterprise_id"u8, row.Number(8));
        json.WriteString("token"u8, tokens.ContactToken(row.Number(0)));
        json.WriteEndObject();
    }

    private Task GroupsAsync(ApiRequest request, ContactSearch search)
    {
        ListQuery asked = lists.Query(request, ListableFields.None);
        string pattern = ContactSearch.Pattern(RequireTerm(request.Query("search_term")));
        string where = $@"WHERE {search.Condition} AND g.is_expert = 1 AND (g.name LIKE ?3 ESCAPE '\' OR g.description LIKE ?3 ESCAPE '\')";
        return request.ReadAsync((db, json) =>
        {
            long total = db.Number($"SELECT count(*) FROM groups g {where}", request.Caller.SiteId, request.Caller.UserId, pattern);
            ListQuery query = asked.Within(total);
            using Rows rows = db.Query(
                $"""
                SELECT g.id, g.name, g.description, g.color, g.site_id, (SELECT count(*) FROM group_members m WHERE m.group_id = g.id),
                  EXISTS (SELECT 1 FROM group_favorites f WHERE f.user_id = ?2 AND f.group_id = g.id)
                FROM groups g {where} ORDER BY g.name, g.id LIMIT ?4 OFFSET ?5
                """,
                request.Caller.SiteId, request.Caller.UserId, pattern, query.PageSize, query.Offset);
            PageJson.Begin(json);
            while (rows.Next())
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, rows.Number(0));
                json.WriteString("name"u8, rows.Utf8(1));
                json.WriteString("description"u8, rows.Utf8(2));
                json.WriteBoolean("on_call_group"u8, true);
                json.WriteString("color"u8, rows.Utf8(3));
                json.WriteNumber("user_count"u8, rows.Number(5));
                json.WriteBoolean("favorite"u8, rows.Flag(6));
                json.WriteNumber("enterprise_id"u8, rows.Number(4));
                WriteAvatar(json);
                json.WriteEndObject();
            }

            PageJson.End(json, query, total);
        });
    }

    /// <summary>With <c>url</c> where other answers have <c>original</c>.</summary>
    private static void WriteAvatar(Utf8JsonWriter json)
    {
        json.WriteStartObject("avatar"u8);
        json.WriteNull("url"u8);
        json.WriteNull("thumb"u8);
        json.WriteEndObject();
    }
}
