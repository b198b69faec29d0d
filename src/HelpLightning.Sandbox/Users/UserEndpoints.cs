using System.Globalization;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Hosting;
using HelpLightning.Sandbox.Lists;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Users;

/// <summary><c>/api/v1r1/enterprise/users</c>: rows carry no token; the detail does, which is how one acts for a user.</summary>
internal sealed class UserEndpoints(UserStore users, TokenIssuer issuer, HelpLightningSandboxOptions options)
{
    public void Map(ResourceMap map)
    {
        map.Get("/api/v1r1/enterprise/users", ListAsync);
        map.Get("/api/v1r1/enterprise/users/{id}", GetAsync);
    }

    private async Task ListAsync(HttpContext context)
    {
        ListQuery query = ListQuery.Parse(context.Request.Query, UserStore.Fields);
        (List<UserRow> rows, long total) = users.List(query);
        await using JsonAnswer answer = new(context);
        PageJson.Write(answer.Writer, query, total, rows, (writer, row) => UserJson.Write(writer, row, options.SiteId, token: null));
    }

    private async Task GetAsync(HttpContext context)
    {
        ListQuery.RequireNoParameters(context.Request.Query);
        string given = (string)context.Request.RouteValues["id"]!;
        if (!long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
        {
            throw SandboxException.BadParameter("The user id in the path is not a whole number.");
        }

        UserRow row = users.Find(id) ?? throw new SandboxException(404, VendorCode.UnknownContact, $"There is no user {id} in site {options.SiteId}.");
        await using JsonAnswer answer = new(context);
        UserJson.Write(answer.Writer, row, options.SiteId, issuer.UserToken(id));
    }
}
