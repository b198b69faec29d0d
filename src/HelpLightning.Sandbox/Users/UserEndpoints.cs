using HelpLightning.PartnerKeys;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Data;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Json;
using HelpLightning.Sandbox.Lists;
using HelpLightning.Sandbox.Routing;
using HelpLightning.Sandbox.Time;

namespace HelpLightning.Sandbox.Users;

/// <summary>
/// The people of a site. Rows of v1r1 carry no token and the detail does, which is how one acts for a user; the older rows of
/// v1 carry one each.
/// </summary>
internal sealed class UserEndpoints(Listing lists, TokenIssuer tokens, SiteId primarySite, TimeProvider clock)
{
    private const string Path = "/api/v1r1/enterprise/users";

    public IEnumerable<ApiRoute> Routes =>
    [
        new("GET", Path, TokenKinds.AnyEnterprise, "Lists the users of a site", ListAsync)
        {
            Query = ListableFields.Parameters, Reply = "UserPage", Group = "Users",
        },
        new("POST", Path, TokenKinds.AnyEnterprise, "Invites a user to the site", InviteAsync)
        {
            Body =
            [
                new("name", BodyFieldType.Text, IsRequired: true), new("email", BodyFieldType.Text, IsRequired: true),
                new("role", BodyFieldType.Text), new("title", BodyFieldType.Text), new("location", BodyFieldType.Text),
                new("license", BodyFieldType.Text), new("suppress_email", BodyFieldType.Boolean),
            ],
            Reply = "User", Group = "Users",
        },
        new("GET", Path + "/{user_id}", TokenKinds.AnyEnterprise, "Shows a user, with a token to act for them", GetAsync)
        {
            Reply = "UserDetail", Group = "Users",
        },
        new("GET", "/api/v1/enterprise/users", TokenKinds.AnyEnterprise, "Lists the users of a site, each with a token", ListV1Async)
        {
            Query = ListableFields.Parameters, Reply = "UserV1Page", Group = "Users",
        },
    ];

    private Task ListAsync(ApiRequest request) => lists.AnswerAsync(
        request, UserStore.Fields, (db, json, query) => UserStore.WritePage(db, json, request.SiteId, query, UserShape.Row, tokens));

    /// <summary>Made anew every time: the rows hold tokens.</summary>
    private Task ListV1Async(ApiRequest request)
    {
        ListQuery query = lists.Query(request, UserStore.Fields);
        return request.ReadAsync((db, json) => UserStore.WritePage(db, json, request.SiteId, query, UserShape.V1, tokens));
    }

    private Task GetAsync(ApiRequest request)
    {
        long id = request.PathNumber("user_id");
        return request.ReadAsync((db, json) =>
        {
            using Rows rows = db.Query($"SELECT {UserJson.Columns} FROM users WHERE id = ?1 AND site_id = ?2", id, request.Caller.SiteId);
            if (!rows.Next())
            {
                throw UserStore.Unknown(id, request.Caller.SiteId);
            }

            UserJson.Write(json, rows, UserShape.Detail, tokens);
        });
    }

    private Task InviteAsync(ApiRequest request)
    {
        string name = Invitation.RequireName(request.Body.FilledText("name"));
        string email = Invitation.RequireEmail(request.Body.FilledText("email"));
        int role = Invitation.Role(request.Body.LooseText("role"));
        return request.WriteAsync((db, json) =>
        {
            long site = request.Caller.SiteId;
            if (db.Exists("SELECT 1 FROM users WHERE email = ?1 AND site_id = ?2", email, site))
            {
                throw new SandboxException(400, VendorCode.EmailTaken, "Parameter 'email': somebody in this site has this address.");
            }

            string now = VendorTime.Now(clock);
            long id = UserStore.Add(db, new UserRow
            {
                SiteId = site,
                PrimaryId = db.FindNumber("SELECT id FROM users WHERE email = ?1 AND site_id = ?2", email, primarySite.Value),
                Name = name,
                Username = Invitation.FreeUsername(db, email),
                Email = email,
                Title = request.Body.LooseText("title") ?? "",
                Location = request.Body.LooseText("location") ?? "",
                License = request.Body.LooseText("license") ?? "team",
                RoleId = role,
                Active = true,
                Available = false,
                IsConfirmed = false,
                IsFirstLogin = true,
                CreatedAt = now,
                UpdatedAt = now,
                ConfirmedAt = "",
                InvitationSentAt = request.Body.Flag("suppress_email") == true ? "" : now,
                FirstCallAt = "",
                LastUsedAt = "",
            });
            using Rows rows = db.Query($"SELECT {UserJson.Columns} FROM users WHERE id = ?1", id);
            rows.Next();
            UserJson.Write(json, rows, UserShape.Row, tokens);
        });
    }
}
