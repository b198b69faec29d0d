using System.Text.Json;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Workspaces;

/// <summary>The workspaces of a site, each with the token that opens it. Seen from inside a workspace there are none.</summary>
internal sealed class WorkspaceEndpoints(Listing lists, TokenIssuer tokens, int wrongTokenKindStatus)
{
    private const string Path = "/api/v1r1/enterprise/workspaces";

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", Path, TokenKinds.AnyEnterprise, "Lists the workspaces of a site; empty from inside a workspace", ListAsync)
        {
            Query = ListableFields.PageParameters, Reply = "WorkspacePage", Group = "Workspaces",
        },
        new("GET", Path + "/{workspace_id}", TokenKinds.Partner | TokenKinds.Enterprise, "Shows a workspace with a token for it", GetAsync)
        {
            Reply = "Workspace", Group = "Workspaces",
        },
    ];

    private Task ListAsync(ApiRequest request)
    {
        ListQuery asked = lists.Query(request, ListableFields.None);
        return request.ReadAsync((db, json) =>
        {
            long total = db.Number("SELECT count(*) FROM sites WHERE parent_id = ?1", request.Caller.SiteId);
            ListQuery query = asked.Within(total);
            using Rows rows = db.Query(
                "SELECT id, name, active FROM sites WHERE parent_id = ?1 ORDER BY id LIMIT ?2 OFFSET ?3", request.Caller.SiteId,
                query.PageSize, query.Offset);
            PageJson.Begin(json);
            while (rows.Next())
            {
                Write(db, json, rows);
            }

            PageJson.End(json, query, total);
        });
    }

    private Task GetAsync(ApiRequest request)
    {
        long id = request.PathNumber("workspace_id");
        if (request.Caller.IsWorkspaceLevel)
        {
            throw new SandboxException(
                wrongTokenKindStatus, VendorCode.PermissionDenied, "This route wants a token of the site, and this one is of a workspace.");
        }

        return request.ReadAsync((db, json) =>
        {
            using Rows rows = db.Query("SELECT id, name, active FROM sites WHERE id = ?1 AND parent_id = ?2", id, request.Caller.SiteId);
            if (!rows.Next())
            {
                throw SandboxException.NotFound($"There is no workspace {id} in site {request.Caller.SiteId}.");
            }

            Write(db, json, rows);
        });
    }

    private void Write(Db db, Utf8JsonWriter json, in Rows row)
    {
        json.WriteStartObject();
        json.WriteNumber("id"u8, row.Number(0));
        json.WriteString("name"u8, row.Utf8(1));
        json.WriteBoolean("active"u8, row.Flag(2));
        json.WriteString("token"u8, tokens.EnterpriseToken(row.Number(0)));
        json.WriteStartArray("admins"u8);
        using Rows admins = db.Query(
            "SELECT id, name, email FROM users WHERE site_id = ?1 AND role_id = ?2 ORDER BY id", row.Number(0), UserRow.AdministratorRole);
        while (admins.Next())
        {
            json.WriteStartObject();
            json.WriteNumber("id"u8, admins.Number(0));
            json.WriteString("name"u8, admins.Utf8(1));
            json.WriteString("email"u8, admins.Utf8(2));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
