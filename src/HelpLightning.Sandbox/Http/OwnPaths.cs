using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Http;

/// <summary>Paths that Help Lightning has not.</summary>
internal static class OwnPaths
{
    public const string OpenApi = "/openapi.json";

    /// <summary>The control routes.</summary>
    public const string Control = "/_sandbox";

    /// <summary>What the Developer page, which is at <c>/</c>, is made of: under the control routes, which no fault touches.</summary>
    public const string Page = Control + "/page";

    /// <summary>The page asks for news once a second; in the request log that would push everything else out.</summary>
    public static bool IsPage(PathString path) => path == "/" || path.StartsWithSegments(Page, StringComparison.OrdinalIgnoreCase);

    /// <summary>The page and the control routes must work when nothing else does.</summary>
    public static bool AreFaultless(PathString path) =>
        path == "/" || path == OpenApi || path.StartsWithSegments(Control, StringComparison.OrdinalIgnoreCase);
}
