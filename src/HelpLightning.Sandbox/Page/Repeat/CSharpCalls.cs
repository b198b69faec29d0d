namespace HelpLightning.Sandbox.Page.Repeat;

/// <summary>
/// The call of the typed client for each route. The sandbox does not know the client, so that each checks the other; a test
/// of the client's compiles what stands here and holds it against the routes that the methods say they call. A secret is a
/// variable, such as <c>password</c>, and so is what a request does not tell.
/// </summary>
internal static class CSharpCalls
{
    private static readonly Dictionary<string, Func<CSharpRequest, string>> Table = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/auth"] =
            r => $"UserTokens tokens = await client.SignIn.WithPasswordAsync({r.FieldText("email")}, password, ApiRevision.V1);",
        ["POST /api/v1r1/auth"] = r => $"UserTokens tokens = await client.SignIn.WithPasswordAsync({r.FieldText("email")}, password);",
        ["POST /api/v1/auth/refresh"] = _ => "UserTokens tokens = await client.SignIn.RefreshAsync(refreshToken);",
        ["POST /api/v1r1/auth/pat"] = _ => "UserTokens tokens = await client.SignIn.WithPersonalAccessTokenAsync(personalAccessToken);",
        ["POST /auth/federate"] = r => $"SignInMethod method = await client.SignIn.FindMethodAsync({r.FieldText("email")});",
        ["POST /api/v1/anonymous/auth"] = r => $"UserTokens tokens = await client.SignIn.AsGuestAsync({r.FieldText("display_name")});",
        ["GET /api/v1/enterprises"] = r => r.List("Enterprise", $"{r.User}.ListEnterprisesAsync("),
        ["GET /api/v1r1/user"] = r => $"User me = await {r.User}.Me.GetAsync();",
        ["GET /api/v1/info"] = r => $"User account = await {r.User}.Me.GetAccountAsync();",
        ["GET /api/v1r1/user/search/directory"] = r => Search(r, "Contact", "SearchDirectoryAsync"),
        ["GET /api/v1r1/user/search/personal"] = r => Search(r, "Contact", "SearchPersonalAsync"),
        ["GET /api/v1r1/user/search/team"] = r => Search(r, "Contact", "SearchTeamAsync"),
        ["GET /api/v1r1/user/search/favorites"] = r => Search(r, "Contact", "SearchFavoritesAsync"),
        ["GET /api/v1r1/user/search/on_call_groups"] = r => Search(r, "OnCallGroup", "SearchOnCallGroupsAsync"),
        ["GET /api/v1r1/user/search/on_call_group_favorites"] = r => Search(r, "OnCallGroup", "SearchOnCallGroupFavoritesAsync"),
        ["POST /api/v1/favorites"] = r => $"await {r.User}.Contacts.AddFavoriteAsync({r.FieldNumber("id")});",
        ["DELETE /api/v1/favorites"] = r => $"await {r.User}.Contacts.RemoveFavoriteAsync({r.QueryNumber("id", r.FieldNumber("id"))});",
        ["POST /api/v1/on_call_groups/{group_id}/favorites"] =
            r => $"await {r.User}.Contacts.AddOnCallGroupFavoriteAsync({r.Number("group_id")});",
        ["DELETE /api/v1/on_call_groups/{group_id}/favorites"] =
            r => $"await {r.User}.Contacts.RemoveOnCallGroupFavoriteAsync({r.Number("group_id")});",
        ["POST /api/v1/search"] =
            r => $"IReadOnlyList<Contact> people = await {r.Client}.Contacts.SearchAsync({r.FieldText("search_term")});",
        ["GET /api/v1r1/enterprise/users"] = r => r.List("User", $"{r.Client}.Users.ListAsync(", "UserFilter"),
        ["POST /api/v1r1/enterprise/users"] = r =>
            $"User user = await {r.Client}.Users.InviteAsync(new UserInvitation {{ Name = {r.FieldText("name")}, Email = "
            + $"{r.FieldText("email")} }});",
        ["GET /api/v1r1/enterprise/users/{user_id}"] = r => $"User user = await {r.Client}.Users.GetAsync({r.Number("user_id")});",
        ["GET /api/v1/enterprise/users"] = r => r.List("User", $"{r.Client}.Users.ListWithTokensAsync(", "UserFilter"),
        ["GET /api/v1r1/enterprise/pods"] = r => r.List("Group", $"{r.Client}.Groups.ListAsync(", "GroupFilter"),
        ["GET /api/v1r1/enterprise/pods/{pod_id}"] = r => $"Group group = await {r.Client}.Groups.GetAsync({r.Number("pod_id")});",
        ["GET /api/v1/enterprise/pods/{pod_id}/users"] = r => r.List(
            "User", $"{r.Client}.Groups.ListMembersAsync({r.Number("pod_id")}", "UserFilter"),
        ["GET /api/v1/enterprise/pods/{pod_id}/calls"] = r => r.List(
            "Call", $"{r.Client}.Groups.ListCallsAsync({r.Number("pod_id")}", "CallFilter"),
        ["GET /api/v1r1/enterprise/workspaces"] = r => r.List("Workspace", $"{r.Client}.Workspaces.ListAsync("),
        ["GET /api/v1r1/enterprise/workspaces/{workspace_id}"] =
            r => $"Workspace workspace = await client.Workspaces.GetAsync({r.Number("workspace_id")});",
        ["GET /api/v1/enterprise/calls"] = r => r.List("Call", $"{r.Client}.Calls.ListAsync(", "CallFilter"),
        ["GET /api/v1/enterprise/calls/range"] = r =>
            r.List("Call", $"{r.Client}.Calls.ListSinceAsync(DateTimeOffset.FromUnixTimeSeconds({r.QueryNumber("from_date", "0")})"),
        ["GET /api/v1/enterprise/calls/{call_id}"] = r => $"Call call = await {r.Client}.Calls.GetAsync({CallId(r)});",
        ["GET /api/v1/enterprise/sessions/{session_id}"] = r =>
            $"IReadOnlyList<SessionCall> calls = await {r.Client}.Calls.ListOfSessionAsync({r.Part("session_id")});",
        ["GET /api/v1r1/enterprise/calls/{call_id}/attachments"] =
            r => $"IReadOnlyList<Attachment> files = await {r.Client}.Attachments.ListAsync({CallId(r)});",
        ["GET /api/v1r1/enterprise/calls/{call_id}/attachments/{attachment_id}"] = r =>
            $"Attachment file = await {r.Client}.Attachments.GetAsync({CallId(r)}, {r.Number("attachment_id")});",
        ["POST /api/v1r1/enterprise/reports/calls"] = r => $"Report report = await {r.Client}.Reports.CreateAsync();",
        ["POST /api/v1r1/enterprise/reports/calls.json"] = r => $"Report report = await {r.Client}.Reports.CreateAsync(ReportFormat.Json);",
        ["GET /api/v1r1/enterprise/reports/calls/{uuid}"] = r => $"Report report = await {r.Client}.Reports.GetAsync({r.Part("uuid")});",
        ["POST /api/v1/sessions"] = r => $"Session session = await {r.User}.Sessions.CreateWithTokensAsync(contactTokens);",
        ["GET /api/v1/sessions/{session_id}"] = r => $"Session session = await {r.User}.Sessions.GetAsync({r.Part("session_id")});",
        ["POST /api/v1/session/video"] = r => $"VideoConnection video = await {r.User}.Sessions.Open({r.SessionId}).StartVideoAsync();",
        ["POST /api/v1/sessions/link"] = r => $"CallLink link = await {r.User}.Links.CreateAsync({LinkType(r)});",
        ["POST /api/v1/sessions/link/invite"] = r =>
            $"LinkInvitationResult sent = await {r.User}.Links.InviteAsync(new LinkInvitation {LinkInvitation(r)});",
        ["POST /api/v1/personal_room/invite"] =
            r => $"await {r.User}.Links.InviteToMyHelpSpaceAsync({r.FieldText("name")}, {r.FieldText("email")});",
        ["GET /api/v1r1/workboxes"] = r => r.List("HelpThread", $"{r.User}.HelpThreads.ListAsync({ThreadStatus(r)}"),
        ["POST /api/v1r1/workboxes"] = r => $"HelpThread thread = await {r.User}.HelpThreads.CreateAsync({r.FieldText("title")});",
        ["GET /api/v1r1/workboxes/{workbox_id}"] =
            r => $"HelpThread thread = await {r.User}.HelpThreads.GetAsync({r.Number("workbox_id")});",
        ["GET /api/v1r1/enterprise/workboxes/by_call_id/{call_id}"] =
            r => $"HelpThread? thread = await {r.Client}.HelpThreads.FindByCallAsync({CallId(r)});",
        ["GET /api/v1/enterprise/workboxes/{workbox_id}"] =
            r => $"ThreadTicket ticket = await {r.Client}.HelpThreads.GetTicketAsync({r.Number("workbox_id")});",
        ["POST /api/v1r1/workbox/close"] = r => $"await {r.Thread}.CloseAsync();",
        ["POST /api/v1r1/workbox/reopen"] = r => $"await {r.Thread}.ReopenAsync();",
        ["PUT /api/v1r1/workbox/custom_fields"] = r => $"await {r.Thread}.SetFieldsAsync(fieldValues);",
        ["POST /api/v1r1/workbox/invite"] = r =>
            $"HelpThreadInviteResult invited = await {r.Thread}.InviteAsync(new HelpThreadInvitation {{ Name = {r.FieldText("name")}, "
            + $"Email = {r.FieldText("email")} }});",
        ["POST /api/v1r1/workbox/invite/silent"] =
            r => $"HelpThreadInviteResult invited = await {r.Thread}.InviteSilentlyAsync({r.FieldText("name")});",
        ["POST /api/v1r1/workbox/invite/{guest_uuid}"] = r => $"await {r.Thread}.ResendInvitationAsync({r.Part("guest_uuid")});",
        ["DELETE /api/v1r1/workbox/invite/{guest_uuid}"] = r => $"await {r.Thread}.RemoveGuestAsync({r.Part("guest_uuid")});",
        ["GET /api/v1r1/workbox/messages"] = r => r.List("HelpThreadMessage", $"{r.Thread}.Messages.ListAsync("),
        ["POST /api/v1r1/workbox/messages"] =
            r => $"HelpThreadMessage? message = await {r.Thread}.Messages.SendTextAsync({r.FieldText("username")}, text);",
        ["GET /api/v1r1/workbox/messages/{message_id}"] =
            r => $"HelpThreadMessage message = await {r.Thread}.Messages.GetAsync({r.Number("message_id")});",
        ["GET /api/v1r1/workbox/messages/recent_history"] = r =>
            $"IReadOnlyList<HelpThreadMessage> messages = await {r.Thread}.Messages.GetRecentAsync({r.QueryNumber("limit", "")});",
        ["GET /api/v1r1/workbox/messages/history_by_direction"] = r =>
            $"IReadOnlyList<HelpThreadMessage> messages = await {r.Thread}.Messages.GetHistoryAsync({r.QueryNumber("message_id", "0")});",
        ["GET /api/v1/enterprise/areas"] = r => r.List("Area", $"{r.Client}.Areas.ListAsync("),
        ["POST /api/v1/enterprise/areas"] = r => $"Area area = await {r.Client}.Areas.CreateAsync({AreaDetails(r)});",
        ["GET /api/v1/enterprise/areas/{area_id}"] = r => $"Area area = await {r.Client}.Areas.GetAsync({r.Number("area_id")});",
        ["PUT /api/v1/enterprise/areas/{area_id}"] =
            r => $"Area area = await {r.Client}.Areas.UpdateAsync({r.Number("area_id")}, {AreaDetails(r)});",
        ["GET /api/v1/enterprise/areas/{area_id}/assets"] = r => r.List(
            "AreaAsset", $"{r.Client}.Areas.ListAssetsAsync({r.Number("area_id")}"),
        ["POST /api/v1/enterprise/areas/{area_id}/assets"] = r =>
            $"AreaAsset asset = await {r.Client}.Areas.CreateAssetAsync({r.Number("area_id")}, new JsonObject {{ [\"name\"] = "
            + $"{r.FieldText("name")} }});",
    };

    public static IReadOnlyCollection<string> Routes => Table.Keys;

    /// <summary>The call; null for a route that has none, and for a request that the typed client cannot make.</summary>
    /// <param name="route">The method and the template of the path.</param>
    /// <param name="request">What was sent.</param>
    public static string? Find(string route, CSharpRequest request)
    {
        try
        {
            return Table.GetValueOrDefault(route)?.Invoke(request);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static string CallId(CSharpRequest r) => $"new CallId({r.Part("call_id")})";

    private static string Search(CSharpRequest r, string type, string method)
    {
        string term = r.Query("search_term", "");
        return r.List(type, $"{r.User}.Contacts.{method}({term}", isNamed: term.Length == 0);
    }

    private static string LinkType(CSharpRequest r) =>
        r.FieldIs("linkType", "mhs") ? "LinkType.MyHelpSpace" : r.FieldIs("linkType", "tpi") ? "LinkType.RunningCall" : "LinkType.OneTime";

    private static string LinkInvitation(CSharpRequest r) => r.With(
        ("Name", r.HasField("recipientName") ? "recipientName" : "name"), ("Email", "recipientEmail"),
        ("PhoneNumber", "recipientPhoneNumber"), ("Message", "message"));

    private static string ThreadStatus(CSharpRequest r) => r.Query("status", "") switch
    {
        "\"CLOSED\"" => "HelpThreadStatusFilter.Closed",
        "\"ALL\"" => "HelpThreadStatusFilter.All",
        _ => "HelpThreadStatusFilter.Open",
    };

    private static string AreaDetails(CSharpRequest r) =>
        $"new AreaDetails({r.FieldText("name")}, {r.FieldNumber("latitude")}, {r.FieldNumber("longitude")})";
}
