using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>One call: what to send, where, and whether it may be sent more than once. Immutable.</summary>
internal sealed record ApiRequest(HttpMethod Method, string PathAndQuery, string Template, bool IsRepeatable)
{
    private const int UsualPageSize = 50;

    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    /// <summary>Names and messages go as they are, not as escape sequences.</summary>
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The body; null for none.</summary>
    public RequestBody? Body { get; private init; }

    /// <summary>A request that the caller wrote by hand.</summary>
    public static ApiRequest Raw(HttpMethod method, string pathAndQuery, RequestBody? body) =>
        new(method, pathAndQuery, "(raw)", Endpoint.IsIdempotent(method) && body is not { IsRepeatable: false }) { Body = body };

    /// <summary>The same request for another page of the list.</summary>
    public ApiRequest At(string pathAndQuery) => this with { PathAndQuery = pathAndQuery };

    /// <summary>With a query parameter, unless it is null.</summary>
    public ApiRequest Query(string name, string? value)
    {
        if (value is null)
        {
            return this;
        }

        char separator = PathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?';
        return this with { PathAndQuery = $"{PathAndQuery}{separator}{name}={Uri.EscapeDataString(value)}" };
    }

    /// <summary>With a query parameter, unless it is null.</summary>
    public ApiRequest Query(string name, long? value) => Query(name, value?.ToString(CultureInfo.InvariantCulture));

    /// <summary>With what a list by page numbers takes.</summary>
    public ApiRequest ListQuery(ListOptions? options, ListFilter? filter = null)
    {
        options ??= new ListOptions();
        if (options.Position is { PageSize: { } counted } && options.PageSize is { } wanted && counted != wanted)
        {
            throw new ArgumentException(
                $"The position counts in pages of {counted} rows, so PageSize must be {counted} too, or null.", nameof(options));
        }

        int size = options.PageSize ?? options.Position?.PageSize ?? Math.Min(UsualPageSize, options.Limit ?? UsualPageSize);
        return Query("filter", filter?.Text).Query("order", options.Order).Query("page_size", size);
    }

    /// <summary>With a JSON body.</summary>
    public ApiRequest Json(JsonObject body)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            body.WriteTo(writer);
        }

        return this with { Body = RequestBody.Json(buffer.WrittenSpan.ToArray()) };
    }

    /// <summary>With the body <c>{}</c>, for a POST that says nothing.</summary>
    public ApiRequest EmptyJson() => this with { Body = RequestBody.Json(EmptyObject) };
}
