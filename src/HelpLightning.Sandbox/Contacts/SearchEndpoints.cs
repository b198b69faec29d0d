using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Contacts;

/// <summary>
/// The search for anybody. It answers a bare array whose rows have no e-mail; a whole address finds people of other sites
/// too, part of a name only those of the caller's.
/// </summary>
internal sealed class SearchEndpoints(TokenIssuer tokens)
{
    private const int MostFound = 100;

    public IEnumerable<ApiRoute> Routes =>
    [
        new("POST", "/api/v1/search", TokenKinds.User | TokenKinds.AnyEnterprise, "Searches people to call", SearchAsync)
        {
            Body = [new("search_term", BodyFieldType.Text, IsRequired: true), new("include_token", BodyFieldType.Boolean)],
            Reply = "FoundPeople", Group = "Contacts",
        },
    ];

    private Task SearchAsync(ApiRequest request)
    {
        string term = ContactEndpoints.RequireTerm(request.Body.FilledText("search_term"));
        bool withToken = request.Body.Flag("include_token") ?? false;
        return request.ReadAsync((db, json) =>
        {
            using Rows rows = db.Query(
                @"
                SELECT id, name, username, active FROM users WHERE email = ?2 AND site_id > 0
                UNION SELECT id, name, username, active FROM users WHERE site_id = ?1
                  AND (name LIKE ?3 ESCAPE '\' OR username LIKE ?3 ESCAPE '\')
                ORDER BY id LIMIT ?4",
                request.Caller.SiteId, term, ContactSearch.Pattern(term), MostFound);
            json.WriteStartArray();
            while (rows.Next())
            {
                json.WriteStartObject();
                json.WriteNumber("id"u8, rows.Number(0));
                json.WriteString("name"u8, rows.Utf8(1));
                json.WriteString("username"u8, rows.Utf8(2));
                json.WriteBoolean("active"u8, rows.Flag(3));
                UserJson.WriteAvatar(json);
                if (withToken)
                {
                    json.WriteString("token"u8, tokens.ContactToken(rows.Number(0)));
                }

                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
