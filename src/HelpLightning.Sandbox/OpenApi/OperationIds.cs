using System.Text.RegularExpressions;
using HelpLightning.Sandbox.Routing;

namespace HelpLightning.Sandbox.OpenApi;

/// <summary>
/// What generators of clients call an operation: <c>listUsers</c>, <c>getUser</c>, <c>createArea</c>. The method gives the
/// verb and the path the things, in the words of Help Lightning's pages (groups, not pods). A path that is no list of
/// things has its name in a table. Where a route of version v1 has a twin in v1r1, the older one is called <c>…V1</c>.
/// </summary>
internal static partial class OperationIds
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["pods"] = "groups",
        ["workboxes"] = "helpThreads",
    };

    /// <summary>By method and path without the version: what the rule would give no good name to.</summary>
    private static readonly Dictionary<string, string> Named = new(StringComparer.Ordinal)
    {
        ["POST /auth"] = "signIn",
        ["POST /auth/refresh"] = "refreshToken",
        ["POST /auth/pat"] = "signInWithPersonalAccessToken",
        ["POST /auth/federate"] = "findSignInMethod",
        ["POST /anonymous/auth"] = "signInAsGuest",
        ["GET /user"] = "getMe",
        ["GET /info"] = "getAccount",
        ["GET /user/search/directory"] = "searchDirectory",
        ["GET /user/search/personal"] = "searchPersonalContacts",
        ["GET /user/search/team"] = "searchTeam",
        ["GET /user/search/favorites"] = "searchFavorites",
        ["GET /user/search/on_call_groups"] = "searchOnCallGroups",
        ["GET /user/search/on_call_group_favorites"] = "searchOnCallGroupFavorites",
        ["POST /search"] = "searchPeople",
        ["GET /enterprise/calls/range"] = "listCallsInRange",
        ["GET /enterprise/sessions/{session_id}"] = "listSessionCalls",
        ["POST /enterprise/reports/calls"] = "createCallReport",
        ["POST /enterprise/reports/calls.json"] = "createCallReportJson",
        ["GET /enterprise/reports/calls/{uuid}"] = "getCallReport",
        ["POST /session/video"] = "startVideo",
        ["POST /sessions/link"] = "createLink",
        ["POST /sessions/link/invite"] = "sendLink",
        ["POST /personal_room/invite"] = "sendPersonalRoomLink",
        ["GET /enterprise/workboxes/by_call_id/{call_id}"] = "getCallHelpThread",
        ["GET /enterprise/workboxes/{workbox_id}"] = "getHelpThreadTicket",
        ["POST /workbox/close"] = "closeHelpThread",
        ["POST /workbox/reopen"] = "reopenHelpThread",
        ["PUT /workbox/custom_fields"] = "updateCustomFields",
        ["POST /workbox/invite"] = "inviteGuest",
        ["POST /workbox/invite/silent"] = "createGuestLink",
        ["POST /workbox/invite/{guest_uuid}"] = "resendGuestInvitation",
        ["DELETE /workbox/invite/{guest_uuid}"] = "deleteGuest",
        ["GET /workbox/messages"] = "listMessages",
        ["POST /workbox/messages"] = "createMessage",
        ["GET /workbox/messages/{message_id}"] = "getMessage",
        ["GET /workbox/messages/recent_history"] = "listRecentMessages",
        ["GET /workbox/messages/history_by_direction"] = "listMessageHistory",
    };

    public static string Of(ApiRoute route, IEnumerable<ApiRoute> all)
    {
        string key = Key(route);
        string name = Named.GetValueOrDefault(key) ?? ByRule(route.Method, key.Split('/')[1..]);
        bool hasNewerTwin = Version(route) == "v1" && all.Any(other => other != route && Version(other) != "v1" && Key(other) == key);
        return hasNewerTwin ? name + "V1" : name;
    }

    private static string ByRule(string method, string[] parts)
    {
        string[] things = [.. parts.Where(p => p != "enterprise" && !p.StartsWith('{'))];
        bool isOne = parts[^1].StartsWith('{') || method == "POST" || method == "DELETE";
        string verb = method switch
        {
            "GET" => isOne || !things[^1].EndsWith('s') ? "get" : "list",
            "POST" => "create",
            "PUT" or "PATCH" => "update",
            _ => "delete",
        };
        return verb + string.Concat(
            things.Select((thing, i) => Pascal(Words.GetValueOrDefault(thing, thing), isOne || i < things.Length - 1)));
    }

    private static string Pascal(string words, bool isOne)
    {
        string name = string.Concat(words.Split('_').Select(w => char.ToUpperInvariant(w[0]) + w[1..]));
        return isOne && name.EndsWith('s') ? name[..^1] : name;
    }

    private static string Key(ApiRoute route) => $"{route.Method} {VersionPart().Replace(route.Template, "/")}";

    private static string Version(ApiRoute route) => VersionPart().Match(route.Template).Groups[1].Value;

    [GeneratedRegex("^/api/(v[0-9r]+)/")]
    private static partial Regex VersionPart();
}
