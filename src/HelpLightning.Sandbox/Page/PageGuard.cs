using System.Security.Cryptography;
using System.Text;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Sandbox.Page;

/// <summary>
/// Keeps other web pages from using this one. A browser tells where a form comes from, and besides every form carries a
/// token that only a page of this process knows (OWASP, Cross-Site Request Forgery Prevention).
/// </summary>
internal sealed class PageGuard
{
    public const string Field = "_token";

    /// <summary>Nothing from elsewhere, nothing inline, no frames, forms only to here.</summary>
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    public string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    public static void SetHeaders(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers.CacheControl = "no-store";

        // With no-referrer a browser sends "Origin: null" with the page's own forms (Fetch, 3.1 Origin header).
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
    }

    /// <exception cref="SandboxException">The form was not made by this page.</exception>
    public void RequireOwnForm(HttpRequest request, IFormCollection form)
    {
        SameOrigin.Require(request);
        string given = form[Field].ToString();
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(Token)))
        {
            throw new SandboxException(
                403, VendorCode.PermissionDenied,
                "This form is not from the page of the running sandbox: load the page again and repeat what you did.");
        }
    }
}
