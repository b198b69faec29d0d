using System.Security.Cryptography;

namespace HelpLightning.Secrets;

/// <summary>A small file, or what comes through a pipe, whole and in memory that does not move: who asked for it wipes it.</summary>
internal static class PinnedContent
{
    /// <summary>Open for others too, who may be about to write it or to put another one in its place.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or it is a folder.</exception>
    public static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

    /// <returns>All of it; when that is more than the largest, one byte more, so that the caller can refuse it.</returns>
    /// <inheritdoc cref="Open" path="/exception"/>
    public static byte[] OfFile(string path, int largest)
    {
        using FileStream file = Open(path);
        return Of(file, largest);
    }

    /// <summary>The rest of a stream, which may not know its length.</summary>
    /// <returns>As of a file.</returns>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static byte[] Of(Stream stream, int largest)
    {
        int expected = stream is { CanSeek: true, Length: > 0 and var known } ? (int)Math.Min(known, largest) : largest;
        byte[] buffer = Pinned.Bytes(expected + 1);
        try
        {
            int length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length == buffer.Length && length <= largest)
            {
                // It has grown since it was asked for its length, and the beginning of a secret may look like a whole one.
                byte[] beginning = buffer;
                buffer = Pinned.Bytes(largest + 1);
                beginning.CopyTo(buffer, 0);
                CryptographicOperations.ZeroMemory(beginning);
                length += stream.ReadAtLeast(buffer.AsSpan(length), buffer.Length - length, throwOnEndOfStream: false);
            }

            return Pinned.Copy<byte>(buffer.AsSpan(0, length));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(buffer);
        }
    }
}
