using HelpLightning.Sandbox.Page;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Hosting;

/// <summary>Paths that Help Lightning has not.</summary>
internal static class OwnPaths
{
    public const string OpenApi = "/openapi.json";

    /// <summary>The page asks for news once a second; in the request log that would push everything else out.</summary>
    public static bool IsPage(PathString path) => path == "/" || path.StartsWithSegments(PageContext.Root, StringComparison.OrdinalIgnoreCase);
}
