using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using System.Net.Http.Headers;

namespace HelpLightning.Client;

/// <summary>A look at the beginning of an answer's body, which afterwards is read from its first byte as if nobody had looked.</summary>
internal static class ErrorGlimpse
{
    /// <returns>Nothing for a body that is longer than an error.</returns>
    public static async ValueTask<ErrorBody> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        HttpContent whole = response.Content;
        PipeReader reader = PipeReader.Create(await whole.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false));
        ReadResult beginning = await reader.ReadAtLeastAsync(ErrorBody.Largest + 1, cancellationToken).ConfigureAwait(false);
        ErrorBody found = beginning.Buffer.Length > ErrorBody.Largest
            ? default
            : Read(beginning.Buffer.ToArray(), whole.Headers.ContentEncoding);
        reader.AdvanceTo(beginning.Buffer.Start);
        response.Content = new StreamContent(reader.AsStream());
        foreach ((string name, HeaderStringValues values) in whole.Headers.NonValidated)
        {
#pragma warning disable RS0030 // not the vendor's headers: those of an answer, as they came
            response.Content.Headers.TryAddWithoutValidation(name, values);
#pragma warning restore RS0030
        }

        return found;
    }

    private static ErrorBody Read(byte[] body, ICollection<string> encodings) => encodings switch
    {
        { Count: 0 } => ErrorBody.Read(body),
        { Count: 1 } => Unpack(body, encodings.First()) is { } plain ? ErrorBody.Read(plain) : default,
        _ => default,
    };

    /// <returns>Null for what cannot be unpacked, or is no error by its size.</returns>
    private static byte[]? Unpack(byte[] body, string encoding)
    {
        using MemoryStream packed = new(body);
        using Stream? unpacking = encoding.ToUpperInvariant() switch
        {
            "GZIP" or "X-GZIP" => new GZipStream(packed, CompressionMode.Decompress),
            "DEFLATE" => new ZLibStream(packed, CompressionMode.Decompress),
            "BR" => new BrotliStream(packed, CompressionMode.Decompress),
            _ => null,
        };
        if (unpacking is null)
        {
            return null;
        }

        try
        {
            byte[] plain = new byte[ErrorBody.Largest + 1];
            int length = unpacking.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false);
            return length > ErrorBody.Largest ? null : plain[..length];
        }
        catch (Exception e) when (e is InvalidDataException or InvalidOperationException or IOException)
        {
            return null;
        }
    }
}
