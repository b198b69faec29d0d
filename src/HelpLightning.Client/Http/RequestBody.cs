using System.Net.Http.Headers;

namespace HelpLightning.Client;

/// <summary>
/// What is sent. A body up to 1 MiB is kept, so that each attempt gets a new message with the whole of it; a larger one is
/// sent as it streams, once.
/// </summary>
internal sealed class RequestBody
{
    private const long LargestRepeatable = 1024 * 1024;

    private readonly byte[]? _bytes;
    private readonly HttpContent? _stream;
    private readonly MediaTypeHeaderValue? _type;

    private RequestBody(byte[]? bytes, HttpContent? stream, MediaTypeHeaderValue? type)
    {
        _bytes = bytes;
        _stream = stream;
        _type = type;
    }

    public bool IsRepeatable => _bytes is not null;

    public static RequestBody Json(byte[] bytes) => new(bytes, null, new MediaTypeHeaderValue("application/json"));

    public static async Task<RequestBody?> OfAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return null;
        }

        // Content with headers of its own beyond the type (an encoding, a language) is passed on whole.
        bool isPlain = content.Headers.All(static h => h.Key is "Content-Type" or "Content-Length");
        if (!isPlain || content.Headers.ContentLength is not <= LargestRepeatable)
        {
            return new RequestBody(null, content, null);
        }

        using (content)
        {
            byte[] bytes = await content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
            return new RequestBody(bytes, null, content.Headers.ContentType);
        }
    }

    public HttpContent ToContent()
    {
        if (_stream is not null)
        {
            return _stream;
        }

        ByteArrayContent content = new(_bytes!);
        content.Headers.ContentType = _type;
        return content;
    }
}
