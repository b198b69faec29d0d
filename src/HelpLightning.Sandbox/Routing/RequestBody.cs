using System.Text.Json;
using HelpLightning.Sandbox.Errors;
using HelpLightning.Sandbox.Glimpses;
using HelpLightning.Sandbox.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace HelpLightning.Sandbox.Routing;

/// <summary>A JSON body whose fields have been checked against the route's declaration.</summary>
internal sealed class RequestBody
{
    private const int LargestBody = 1024 * 1024;

    private static readonly RequestBody Empty = new(JsonDocument.Parse("{}").RootElement);

    private RequestBody(JsonElement fields) => Fields = fields;

    public JsonElement Fields { get; }

    /// <summary>Reads and checks a body; a field that is wrong is an error that names it.</summary>
    public static async Task<RequestBody> ReadAsync(HttpContext context, ApiRoute route, bool isStrict)
    {
        bool hasBody = context.Features.Get<IHttpRequestBodyDetectionFeature>() is not { CanHaveBody: false };
        byte[] bytes = hasBody ? await ReadBytesAsync(context).ConfigureAwait(false) : [];
        context.Items[JsonGlimpse.BodyItem] = bytes;
        if (bytes.Length == 0)
        {
            return route.Body.FirstOrDefault(f => f.IsRequired) is { } missing ? throw Missing(missing.Name) : Empty;
        }

        if (isStrict)
        {
            RequireJsonType(context);
        }

        RequestBody body = new(Parse(bytes));
        body.Check(route, isStrict);
        return body;
    }

    /// <summary>The text of a field; null when it is absent or null.</summary>
    public string? Text(string name) => Find(name) is { } value
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()
        : null;

    /// <summary>The text of a required field.</summary>
    public string RequiredText(string name) => Text(name) is { Length: > 0 } text
        ? text
        : throw SandboxException.BadParameter($"Parameter '{name}' is empty.");

    public long Number(string name) => Find(name)!.Value.TryGetInt64(out long number)
        ? number
        : throw SandboxException.BadParameter($"Parameter '{name}' wants a whole number.");

    public bool Flag(string name) => Find(name) is { ValueKind: JsonValueKind.True };

    public List<string> Texts(string name) => Find(name) is { } list ? [.. list.EnumerateArray().Select(e => e.GetString()!)] : [];

    public JsonElement? Find(string name) =>
        Fields.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static SandboxException Missing(string name) => SandboxException.BadParameter($"Parameter '{name}' is missing from the body.");

    private static async Task<byte[]> ReadBytesAsync(HttpContext context)
    {
        if (context.Request.ContentLength > LargestBody)
        {
            throw TooLarge();
        }

        using MemoryStream copy = new();
        byte[] buffer = new byte[4096];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, context.RequestAborted).ConfigureAwait(false)) > 0)
        {
            copy.Write(buffer, 0, read);
            if (copy.Length > LargestBody)
            {
                throw TooLarge();
            }
        }

        return copy.ToArray();
    }

    private static SandboxException TooLarge() => new(413, VendorCode.InvalidMethodParameter, "The body is larger than 1 MiB.");

    private static void RequireJsonType(HttpContext context)
    {
        string? given = context.Request.ContentType;
        bool isJson = MediaTypeHeaderValue.TryParse(given, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase));
        if (!isJson)
        {
            throw new SandboxException(415, VendorCode.InvalidMethodParameter, $"The header Content-Type is {(given is null ? "missing" : $"'{given}'")}; this route wants application/json.");
        }
    }

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            using JsonDocument document = ForeignJson.Parse(bytes, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw SandboxException.BadParameter("The body is not a JSON object.");
        }
        catch (JsonException e)
        {
            throw SandboxException.BadParameter($"The body {e.Message}.");
        }
    }

    private void Check(ApiRoute route, bool isStrict)
    {
        foreach (BodyField field in route.Body)
        {
            if (Find(field.Name) is not { } value)
            {
                _ = field.IsRequired ? throw Missing(field.Name) : true;
            }
            else if (!Fits(value, field.Type))
            {
                throw SandboxException.BadParameter($"Parameter '{field.Name}' wants {Words(field.Type)}.");
            }
        }

        if (!isStrict || route.TakesAnyField)
        {
            return;
        }

        foreach (JsonProperty property in Fields.EnumerateObject())
        {
            if (!route.Body.Any(f => f.Name == property.Name))
            {
                string known = route.Body.Count == 0 ? "none" : string.Join(", ", route.Body.Select(f => f.Name));
                throw SandboxException.BadParameter($"Unknown parameter '{property.Name}' in the body. This route knows: {known}.");
            }
        }
    }

    private static bool Fits(JsonElement value, BodyFieldType type) => type switch
    {
        BodyFieldType.Text => value.ValueKind == JsonValueKind.String,
        BodyFieldType.Number => value.ValueKind == JsonValueKind.Number,
        BodyFieldType.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        BodyFieldType.NumberOrText => value.ValueKind is JsonValueKind.Number or JsonValueKind.String,
        BodyFieldType.List => value.ValueKind == JsonValueKind.Array,
        BodyFieldType.TextList => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String),
        _ => value.ValueKind == JsonValueKind.Object,
    };

    private static string Words(BodyFieldType type) => type switch
    {
        BodyFieldType.Text => "text",
        BodyFieldType.Number => "a number",
        BodyFieldType.Boolean => "true or false",
        BodyFieldType.NumberOrText => "a number or text",
        BodyFieldType.List => "a list",
        BodyFieldType.TextList => "a list of texts",
        _ => "an object",
    };
}
