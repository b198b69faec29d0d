using System.Globalization;

namespace HelpLightning.Client;

/// <summary>
/// A route of the API. Each is declared once, in the class whose operation calls it; docs/api-coverage.md is made from
/// these declarations.
/// </summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Template">The path with its parameters in braces. It is the trace's <c>url.template</c>, so it holds no value.</param>
/// <param name="Token">What the route wants in <c>Authorization</c>.</param>
/// <param name="Confidence">Where the route is known from.</param>
internal sealed record Endpoint(HttpMethod Method, string Template, TokenKind Token, Confidence Confidence = Confidence.VendorCode)
{
    /// <summary>
    /// May it be sent again when nobody knows whether the first attempt arrived? True for the idempotent methods
    /// (RFC 9110 section 9.2.2), and for a POST that only reads.
    /// </summary>
    public bool IsRepeatable { get; init; } = IsIdempotent(Method);

    public static bool IsIdempotent(HttpMethod method) =>
        method == HttpMethod.Get || method == HttpMethod.Head || method == HttpMethod.Put || method == HttpMethod.Delete;

    public static Endpoint Get(string template, TokenKind token, Confidence confidence = Confidence.VendorCode) =>
        new(HttpMethod.Get, template, token, confidence);

    public static Endpoint Post(string template, TokenKind token, Confidence confidence = Confidence.VendorCode) =>
        new(HttpMethod.Post, template, token, confidence);

    public static Endpoint Put(string template, TokenKind token, Confidence confidence = Confidence.VendorCode) =>
        new(HttpMethod.Put, template, token, confidence);

    public static Endpoint Delete(string template, TokenKind token, Confidence confidence = Confidence.VendorCode) =>
        new(HttpMethod.Delete, template, token, confidence);

    public override string ToString() => $"{Method} {Template}";

    /// <summary>A request to this route, its path parameters filled in from left to right.</summary>
    public ApiRequest Request(params ReadOnlySpan<object> values)
    {
        string path = Template;
        foreach (object value in values)
        {
            int start = path.IndexOf('{', StringComparison.Ordinal);
            int end = path.IndexOf('}', StringComparison.Ordinal);
            path = string.Concat(path.AsSpan(0, start), Segment(value), path.AsSpan(end + 1));
        }

        return new ApiRequest(Method, path, Template, IsRepeatable);
    }

    /// <summary>One path segment. What would change the path (nothing, a dot, two dots) is refused.</summary>
    private static string Segment(object value)
    {
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        return text is "" or "." or ".."
            ? throw new ArgumentException($"\"{text}\" is not an id.", nameof(value))
            : Uri.EscapeDataString(text);
    }
}
