namespace HelpLightning.Client;

/// <summary>Reads the whole of an answer, up to a limit: a small question must not fill the memory.</summary>
internal static class ReplyReader
{
    /// <summary>Bytes. The largest known answers, pages of 1,000 users, have about 1 MiB.</summary>
    public const int Largest = 64 * 1024 * 1024;

    private const int BufferSize = 16 * 1024;

    public static async Task<byte[]> ReadAsync(HttpResponseMessage response, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method == HttpMethod.Head)
        {
            // It tells the length of what GET would bring.
            return [];
        }

        try
        {
            return await ReadBodyAsync(response.Content, request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException)
        {
            // The first from gzip and deflate, the second from Brotli.
            string line = LineOf(request);
            throw new HelpLightningMalformedReplyException($"{line} was answered with {(int)response.StatusCode} and a body that does not unpack: it is not packed as its Content-Encoding says.", e)
            {
                RequestLine = line,
            };
        }
    }

    private static async Task<byte[]> ReadBodyAsync(HttpContent content, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        long? length = content.Headers.ContentLength;
        if (length > Largest)
        {
            throw TooLarge(request);
        }

        Stream stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            // The server's word for the length is trusted for a little memory only.
            return length is <= BufferSize
                ? await ReadExactlyAsync(stream, (int)length, cancellationToken).ConfigureAwait(false)
                : await ReadToEndAsync(stream, request, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<byte[]> ReadExactlyAsync(Stream stream, int length, CancellationToken cancellationToken)
    {
        byte[] body = new byte[length];
        await stream.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return body;
    }

    private static async Task<byte[]> ReadToEndAsync(Stream stream, HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using MemoryStream body = new();
        byte[] buffer = new byte[BufferSize];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > Largest)
            {
                throw TooLarge(request);
            }

            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private static HelpLightningMalformedReplyException TooLarge(HttpRequestMessage request)
    {
        string line = LineOf(request);
        return new($"{line} was answered with more than {Largest / (1024 * 1024)} MiB, which no answer of the API has. Reading stopped.") { RequestLine = line };
    }

    private static string LineOf(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";
}
