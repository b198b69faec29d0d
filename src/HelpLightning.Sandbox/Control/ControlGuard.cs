using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Http;
using Microsoft.AspNetCore.Http;

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
        SameOrigin.Require(request);
        bool hasNoBody = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) || HttpMethods.IsDelete(request.Method);

        // A form of another site can send only three content types, and this is none of them (Fetch, CORS-safelisted headers).
        if (!hasNoBody && !IsJson(request.ContentType))
        {
            throw new SandboxException(
                415, VendorCode.InvalidMethodParameter,
                "The control routes take JSON only: send the header 'Content-Type: application/json', with {} for an empty body.");
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
    }

    private static bool IsJson(string? contentType) =>
        contentType is not null && contentType.Split(';')[0].Trim().Equals("application/json", StringComparison.OrdinalIgnoreCase);
}
