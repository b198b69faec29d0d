using Microsoft.AspNetCore.Http;

namespace HelpLightning.Proxy;

/// <summary>An answer of the proxy's own: why a request went nowhere, or nothing came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="By">What refused it, a word that logs and metrics count by.</param>
/// <param name="Detail">For whoever wrote the caller: what was found, and what to do. Nothing secret.</param>
internal sealed record Refusal(int Status, string By, string Detail)
{
    /// <summary>The rule that decided, in the operator's words; null where none did.</summary>
    public string? Rule { get; init; }

    /// <summary>How long to wait before another try; null when that would not help.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The word of RFC 9209 section 2.3 for what happened.</summary>
    public string ProxyError { get; init; } = "http_request_denied";

    public static Refusal Of(int status, string by, string detail) => new(status, by, detail);

    public static Refusal Forbidden(string by, string detail) => new(StatusCodes.Status403Forbidden, by, detail);

    public static Refusal Bad(string by, string detail) =>
        new(StatusCodes.Status400BadRequest, by, detail) { ProxyError = "http_request_error" };
}
