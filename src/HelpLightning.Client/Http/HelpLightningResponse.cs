using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace HelpLightning.Client;

/// <summary>A whole answer of the API, whatever its status. It may hold tokens: JSON made of it has neither headers nor body.</summary>
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
    [JsonIgnore]
    public HttpResponseHeaders Headers { get; }

    /// <summary>The headers that describe the body.</summary>
    [JsonIgnore]
    public HttpContentHeaders ContentHeaders { get; }

    /// <summary>The body, decompressed and without a byte order mark; empty when there is none.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>True for 200 to 299.</summary>
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    internal TimeSpan? RetryAfter => _details.RetryAfter;

    internal TimeSpan? ClockOffset => _details.ClockOffset;

    internal bool IsTokenRefused => TokenRefusal.Is(Status, _details.Body);

    /// <summary>Returns this when it is a success.</summary>
    /// <exception cref="HelpLightningApiException">It is not.</exception>
    public HelpLightningResponse EnsureSuccess() => IsSuccess ? this : throw ApiErrors.From(_details);

    /// <summary>The body as a JSON document, which the caller disposes.</summary>
    /// <exception cref="HelpLightningMalformedReplyException">It is not JSON, or holds text that cannot be read.</exception>
    public JsonDocument ReadJson()
    {
        if (!JsonText.IsSound(Body.Span))
        {
            throw NotJson(null);
        }

        try
        {
            return JsonDocument.Parse(Body);
        }
        catch (JsonException e)
        {
            throw NotJson(e);
        }
    }

    /// <summary>What v1 may answer with 200 when it failed: an object whose <c>error</c> is true.</summary>
    internal HelpLightningException FlaggedError() => ApiErrors.From(_details with { Body = ErrorBody.Read(Body.Span) });

    internal HelpLightningMalformedReplyException NotAList() =>
        Malformed($"is not a list: the answer has no entries ({Body.Length:N0} bytes).", null);

    internal HelpLightningMalformedReplyException NotJson(Exception? cause)
    {
        bool isMarkup = Body.Span.TrimStart(" \r\n\t"u8).StartsWith("<"u8);
        string found = isMarkup ? "a web page (is this address the API's?)"
            : Body.IsEmpty ? "nothing"
            : "something that is not the expected JSON";
        if (!JsonText.IsSound(Body.Span))
        {
            found += " (text in it is not UTF-8, or ends within a character)";
        }

        string at = cause is JsonException { Path: { Length: > 1 } path } ? $" (at {path})" : "";
        return Malformed($"was answered with {(int)Status} and {found}{at}, {Body.Length:N0} bytes.", cause);
    }

    private HelpLightningMalformedReplyException Malformed(string what, Exception? cause) => new($"{_details.RequestLine} {what}", cause)
    {
        RequestLine = _details.RequestLine,
        Attempts = _details.Attempts,
    };
}
