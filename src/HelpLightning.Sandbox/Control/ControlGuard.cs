using HelpLightning.Sandbox.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Sandbox.Control;

/// <summary>
/// Who may control the sandbox: programs of this machine and its own page, but no other web page that a browser has
/// open. The control routes ask for no token, so a browser's word for where a request comes from is what protects them.
/// </summary>
internal static class ControlGuard
{
    /// <exception cref="SandboxException">The request comes from elsewhere, or writes without being JSON.</exception>
    public static void Require(HttpContext context)
    {
        HttpRequest request = context.Request;
        RequireSameOrigin(request);
        bool hasNoBody = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsDelete(request.Method);

        // A form of another site can send only three content types, and this is none of them (Fetch, CORS-safelisted headers).
        if (!hasNoBody && !IsJson(request.ContentType))
        {
            throw new SandboxException(415, VendorCode.InvalidMethodParameter, "The control routes take JSON only: send the header 'Content-Type: application/json', with {} for an empty body.");
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    /// <exception cref="SandboxException">A browser says that another site's page sends the request.</exception>
    public static void RequireSameOrigin(HttpRequest request)
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

    private static bool IsJson(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);

    private static SandboxException CrossSite(string reason) =>
        new(403, VendorCode.PermissionDenied, $"The request comes from another site's page ({reason}), which may not control the sandbox.");
}
