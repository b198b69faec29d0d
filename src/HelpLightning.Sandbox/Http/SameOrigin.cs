using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.Http;

/// <summary>
/// Keeps the web pages that a browser has open elsewhere away from what changes the sandbox. What asks for no token is
/// protected by a browser's word for where a request comes from.
/// </summary>
internal static class SameOrigin
{
    /// <exception cref="SandboxException">A browser says that another site's page sends the request.</exception>
    public static void Require(HttpRequest request)
    {
        string own = $"{request.Scheme}://{request.Host}";
        StringValues origin = request.Headers.Origin;
        if (origin.Count > 0 && (origin.Count > 1 || !own.Equals(origin[0], StringComparison.OrdinalIgnoreCase)))
        {
            throw CrossSite($"its Origin is not {own}");
        }

        string? site = request.Headers["Sec-Fetch-Site"];
        if (site is not (null or "same-origin" or "none"))
        {
            throw CrossSite("its Sec-Fetch-Site is neither same-origin nor none");
        }
    }

    private static SandboxException CrossSite(string reason) =>
        new(403, VendorCode.PermissionDenied, $"The request comes from another site's page ({reason}), which may not control the sandbox.");
}
