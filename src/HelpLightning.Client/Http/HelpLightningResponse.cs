using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>A whole answer of the API, whatever its status.</summary>
public sealed class HelpLightningResponse
{
    private readonly ApiErrorDetails _details;

    internal HelpLightningResponse(HttpResponseMessage message, ReadOnlyMemory<byte> body, ApiErrorDetails details)
    {
        Status = message.StatusCode;
        Version = message.Version;
        Headers = message.Headers;
        ContentHeaders = message.Content.Headers;
        Body = body;
        _details = details;
    }

    /// <summary>The HTTP status.</summary>
    public HttpStatusCode Status { get; }

    /// <summary>The HTTP version of the answer.</summary>
    public Version Version { get; }

    /// <summary>The headers of the answer.</summary>
    public HttpResponseHeaders Headers { get; }

    /// <summary>The headers that describe the body.</summary>
    public HttpContentHeaders ContentHeaders { get; }

    /// <summary>The body, decompressed; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>True for 200 to 299.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>Returns this when it is a success.</summary>
    /// <exception cref="HelpLightningApiException">It is not.</exception>
    public HelpLightningResponse EnsureSuccess() => IsSuccess ? this : throw ApiErrors.From(_details);

    /// <summary>The body as a JSON document, which the caller disposes.</summary>
    /// <exception cref="HelpLightningMalformedReplyException">It is not JSON.</exception>
    public JsonDocument ReadJson()
    {
        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    internal T ReadJson<T>(JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(Body.Span, type) ?? throw NotJson(null);
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    private HelpLightningMalformedReplyException NotJson(JsonException? cause)
    {
        bool isMarkup = Body.Span.TrimStart(" \r\n\t"u8).StartsWith("<"u8);
        string found = isMarkup ? "a web page (is this address the API's?)" : Body.IsEmpty ? "nothing" : "something that is not the expected JSON";
        return new HelpLightningMalformedReplyException(
            $"{_details.Method} {_details.Path} was answered with {(int)Status} and {found}, {Body.Length:N0} bytes.", cause);
    }
}
