using System.Net;
using System.Text.RegularExpressions;
using HelpLightning.Sandbox.Authentication;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.Tests;

/// <summary>Every route with every kind of token. The list is written by hand, so that the sandbox's own table is checked too.</summary>
public sealed partial class RouteMatrixTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    /// <summary>
    /// - the API key alone · E partner, enterprise or workspace · P partner or enterprise · U user · A user or E · S
    /// session · W workbox.
    /// </summary>
    private const string Routes = """
        - POST /api/v1/auth
        - POST /api/v1r1/auth
        - POST /api/v1/auth/refresh
        - POST /api/v1r1/auth/pat
        - POST /auth/federate
        - POST /api/v1/anonymous/auth
        U GET /api/v1/enterprises
        U GET /api/v1r1/user
        U GET /api/v1/info
        U GET /api/v1r1/user/search/directory
        U GET /api/v1r1/user/search/personal
        U GET /api/v1r1/user/search/team
        U GET /api/v1r1/user/search/favorites
        U GET /api/v1r1/user/search/on_call_groups
        U GET /api/v1r1/user/search/on_call_group_favorites
        U POST /api/v1/favorites
        U DELETE /api/v1/favorites
        U POST /api/v1/on_call_groups/{group_id}/favorites
        U DELETE /api/v1/on_call_groups/{group_id}/favorites
        A POST /api/v1/search
        E GET /api/v1r1/enterprise/users
        E POST /api/v1r1/enterprise/users
        E GET /api/v1r1/enterprise/users/{user_id}
        E GET /api/v1/enterprise/users
        E GET /api/v1r1/enterprise/pods
        E GET /api/v1r1/enterprise/pods/{pod_id}
        E GET /api/v1/enterprise/pods/{pod_id}/users
        E GET /api/v1/enterprise/pods/{pod_id}/calls
        E GET /api/v1r1/enterprise/workspaces
        P GET /api/v1r1/enterprise/workspaces/{workspace_id}
        E GET /api/v1/enterprise/calls
        E GET /api/v1/enterprise/calls/range
        E GET /api/v1/enterprise/calls/{call_id}
        E GET /api/v1/enterprise/sessions/{session_id}
        E GET /api/v1r1/enterprise/calls/{call_id}/attachments
        E GET /api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}
        E POST /api/v1r1/enterprise/reports/calls
        E POST /api/v1r1/enterprise/reports/calls.json
        E GET /api/v1r1/enterprise/reports/calls/{uuid}
        U POST /api/v1/sessions
        U GET /api/v1/sessions/{session_id}
        S POST /api/v1/session/video
        U POST /api/v1/sessions/link
        U POST /api/v1/sessions/link/invite
        U POST /api/v1/personal_room/invite
        U GET /api/v1r1/workboxes
        U POST /api/v1r1/workboxes
        U GET /api/v1r1/workboxes/{workbox_id}
        E GET /api/v1r1/enterprise/workboxes/by_call_id/{call_id}
        E GET /api/v1/enterprise/workboxes/{workbox_id}
        W POST /api/v1r1/workbox/close
        W POST /api/v1r1/workbox/reopen
        W PUT /api/v1r1/workbox/custom_fields
        W POST /api/v1r1/workbox/invite
        W POST /api/v1r1/workbox/invite/silent
        W POST /api/v1r1/workbox/invite/{guest_uuid}
        W DELETE /api/v1r1/workbox/invite/{guest_uuid}
        W GET /api/v1r1/workbox/messages
        W POST /api/v1r1/workbox/messages
        W GET /api/v1r1/workbox/messages/{message_id}
        W GET /api/v1r1/workbox/messages/recent_history
        W GET /api/v1r1/workbox/messages/history_by_direction
        E GET /api/v1/enterprise/areas
        E POST /api/v1/enterprise/areas
        E GET /api/v1/enterprise/areas/{area_id}
        E PUT /api/v1/enterprise/areas/{area_id}
        E GET /api/v1/enterprise/areas/{area_id}/assets
        E POST /api/v1/enterprise/areas/{area_id}/assets
        """;

    private static readonly Dictionary<string, string[]> Accepted = new()
    {
        ["-"] = ["none", "partner", "enterprise", "workspace", "user", "contact", "session", "gss", "workbox"],
        ["E"] = ["partner", "enterprise", "workspace"],
        ["P"] = ["partner", "enterprise"],
        ["U"] = ["user"],
        ["A"] = ["partner", "enterprise", "workspace", "user"],
        ["S"] = ["session"],
        ["W"] = ["workbox"],
    };

    [Fact]
    public void The_sandbox_has_the_routes_of_the_API_and_no_others()
    {
        string[] expected = [.. Lines().Select(l => $"{l.Method} {l.Path}").Order(StringComparer.Ordinal)];
        string[] actual = [.. fixture.Sandbox.Routes.Select(r => $"{r.Method} {r.Template}").Order(StringComparer.Ordinal)];
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void The_table_says_which_tokens_each_route_takes()
    {
        Dictionary<string, TokenKinds> kinds = new()
        {
            ["-"] = TokenKinds.None,
            ["E"] = TokenKinds.AnyEnterprise,
            ["P"] = TokenKinds.Partner | TokenKinds.Enterprise,
            ["U"] = TokenKinds.User,
            ["A"] = TokenKinds.User | TokenKinds.AnyEnterprise,
            ["S"] = TokenKinds.Session,
            ["W"] = TokenKinds.Workbox,
        };
        foreach ((string letter, string method, string path) in Lines())
        {
            ApiRoute route = fixture.Sandbox.Routes.Single(r => r.Method == method && r.Template == path);
            Assert.True(route.Tokens == kinds[letter], $"{method} {path} takes {route.Tokens}");
        }
    }

    [Theory]
    [InlineData("none")]
    [InlineData("partner")]
    [InlineData("enterprise")]
    [InlineData("workspace")]
    [InlineData("user")]
    [InlineData("contact")]
    [InlineData("session")]
    [InlineData("gss")]
    [InlineData("workbox")]
    public async Task A_token_opens_the_routes_of_its_kind_and_no_others(string kind)
    {
        string? token = await TokenAsync(kind);
        foreach ((string letter, string method, string path) in Lines())
        {
            // Nothing has this id, and no body fits: what passes the gate is answered about that.
            Answer answer = await fixture.CallAsync(
                method, Parameter().Replace(path, "987654321"), token, method is "POST" or "PUT" ? "{}" : null);
            string what = $"{method} {path} with {kind}: {(int)answer.Status} {answer.Body}";
            if (Accepted[letter].Contains(kind))
            {
                Assert.True(answer.Status is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.NotFound, what);
                Assert.False(answer.Status != HttpStatusCode.OK && (answer.Code == 202 || answer.Code == 1042), what);
            }
            else if (kind == "none")
            {
                Assert.True(answer.Status == HttpStatusCode.Unauthorized && answer.Code == 1042, what);
            }
            else
            {
                Assert.True(answer.Status == HttpStatusCode.Forbidden && answer.Code == 202, what);
                Assert.True(answer.Message.StartsWith("This route wants ", StringComparison.Ordinal), what);
                Assert.True(answer.Message.EndsWith($" {kind} token.", StringComparison.OrdinalIgnoreCase), what);
            }
        }
    }

    private async Task<string?> TokenAsync(string kind) => kind switch
    {
        "none" => null,
        "partner" => fixture.Token(),
        "enterprise" => await fixture.EnterpriseTokenAsync(),
        "workspace" => await fixture.WorkspaceTokenAsync(),
        "user" => await fixture.UserTokenAsync(),
        "contact" => await fixture.OtherContactTokenAsync(),
        "session" => await fixture.SessionTokenAsync(),
        "gss" => await fixture.GssTokenAsync(),
        _ => await fixture.WorkboxTokenAsync(),
    };

    private static IEnumerable<(string Letter, string Method, string Path)> Lines() =>
        Routes.Split('\n').Select(l => l.Split(' ')).Select(l => (l[0], l[1], l[2]));

    [GeneratedRegex(@"\{\w+\}")]
    private static partial Regex Parameter();
}
