using HelpLightning.Sandbox.Areas;
using HelpLightning.Sandbox.Calls;
using HelpLightning.Sandbox.Contacts;
using HelpLightning.Sandbox.Groups;
using HelpLightning.Sandbox.HelpThreads;
using HelpLightning.Sandbox.Links;
using HelpLightning.Sandbox.Reports;
using HelpLightning.Sandbox.Sessions;
using HelpLightning.Sandbox.SignIn;
using HelpLightning.Sandbox.Users;
using HelpLightning.Sandbox.Workspaces;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Every route of the API. A new resource is one line here and a folder of its own.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> Build(SandboxCore core) =>
    [
        .. new SignInEndpoints(core).Routes,
        .. new AccountEndpoints(core).Routes,
        .. new ContactEndpoints(core).Routes,
        .. FavoriteEndpoints.Routes,
        .. new SearchEndpoints(core).Routes,
        .. new UserEndpoints(core).Routes,
        .. new GroupEndpoints(core).Routes,
        .. new WorkspaceEndpoints(core).Routes,
        .. new CallEndpoints(core).Routes,
        .. new ReportEndpoints(core).Routes,
        .. new SessionEndpoints(core).Routes,
        .. new LinkEndpoints(core).Routes,
        .. new ThreadEndpoints(core).Routes,
        .. new InsideThreadEndpoints(core).Routes,
        .. new GuestEndpoints(core).Routes,
        .. new MessageEndpoints(core).Routes,
        .. new AreaEndpoints(core).Routes,
    ];
}
