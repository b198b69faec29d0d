using HelpLightning.Files;

namespace HelpLightning.Client;

/// <summary>Reads the whole of an answer, up to a limit: a small question must not fill the memory.</summary>
internal static class ReplyReader
{
    /// <summary>Bytes. The largest known answers, pages of 1,000 users, have about 1 MiB.</summary>
    public const int Largest = 64 * 1024 * 1024;

    private const int Little = 16 * 1024;

    /// <summary>Bytes. For no more than this is the server's word for the length trusted.</summary>
    private const int Trusted = 2 * 1024 * 1024;

    public static async Task<byte[]> ReadAsync(
        HttpResponseMessage response, HttpRequestMessage request, CancellationToken cancellationToken)
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
            throw new HelpLightningMalformedReplyException(
                $"{line} was answered with {(int)response.StatusCode} and a body that does not unpack: "
                + "it is not packed as its Content-Encoding says.", e)
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
            byte[] body = Uninitialized(Math.Min(length ?? Little, Trusted));
            int count = 0;
            int read;
            while (count != length && (read = await stream.ReadAsync(body.AsMemory(count), cancellationToken).ConfigureAwait(false)) > 0)
            {
                count += read;
                if (count > Largest)
                {
                    throw TooLarge(request);
                }

                if (count == body.Length && count != length)
                {
                    byte[] larger = Uninitialized(2L * count);
                    body.CopyTo(larger, 0);
                    body = larger;
                }
            }

            if (count < length)
            {
                throw new EndOfStreamException();
            }

            // Callers may keep an answer, and should not keep twice its size with it. A byte order mark says in which
            // encoding the text is, and is not part of it (RFC 8259 section 8.1 lets a reader pass over it).
            ReadOnlySpan<byte> text = Utf8Mark.Strip(body.AsSpan(0, count));
            return text.Length == body.Length ? body : text.ToArray();
        }
    }

    /// <summary>Memory that is about to be written to need not be cleared.</summary>
    private static byte[] Uninitialized(long length) => GC.AllocateUninitializedArray<byte>((int)length);

    private static HelpLightningMalformedReplyException TooLarge(HttpRequestMessage request)
    {
        string line = LineOf(request);
        return new($"{line} was answered with more than {Largest / (1024 * 1024)} MiB, which no answer of the API has. Reading stopped.")
        {
            RequestLine = line,
        };
    }

    private static string LineOf(HttpRequestMessage request) => $"{request.Method} {request.RequestUri!.AbsolutePath}";
}
