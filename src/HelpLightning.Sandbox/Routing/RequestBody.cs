using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Glimpses;
using HelpLightning.Sandbox.Http;
using HelpLightning.Sandbox.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace HelpLightning.Sandbox.Routing;

/// <summary>The JSON body of a request to the API, whose fields are the API's parameters.</summary>
internal static class RequestBody
{
    private const int MostMebibytes = 1;
    private const string Whole = "The body";
    private const string Noun = "Parameter ";

    private static readonly JsonFields Empty = JsonFields.Empty(Whole, Noun);

    /// <summary>Reads a body and checks it against the route's declaration; a field that is wrong is an error that names it.</summary>
    public static async Task<JsonFields> ReadAsync(HttpContext context, ApiRoute route, bool isStrict)
    {
        bool hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
        byte[] bytes = hasBody ? await BodyBytes.ReadAsync(context, MostMebibytes).ConfigureAwait(false) : [];
        context.Items[JsonGlimpse.BodyItem] = bytes;
        if (bytes.Length > 0 && isStrict)
        {
            RequireJsonType(context);
        }

        JsonFields body = bytes.Length == 0 ? Empty : JsonFields.Parse(bytes, Whole, Noun);
        body.Require(route.Body, takesOthers: !isStrict || route.TakesAnyField);
        return body;
    }

    private static void RequireJsonType(HttpContext context)
    {
        string? given = context.Request.ContentType;
        bool isJson = MediaTypeHeaderValue.TryParse(given, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            string found = given is null ? "missing" : $"'{given}'";
            throw new SandboxException(
                415, VendorCode.InvalidMethodParameter, $"The header Content-Type is {found}; this route wants application/json.");
        }
    }
}
