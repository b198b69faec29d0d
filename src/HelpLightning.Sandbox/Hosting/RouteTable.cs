using HelpLightning.Sandbox.Users;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Every route of the API. A new resource is one line here and a folder of its own.</summary>
internal static class RouteTable
{
    public static IReadOnlyList<Route> Build(SandboxCore core) =>
    [
        .. new UserEndpoints(core).Routes,
    ];
}
