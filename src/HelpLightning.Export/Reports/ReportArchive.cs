using System.IO.Compression;
using System.IO.Hashing;

namespace HelpLightning.Export;

/// <summary>The zip that a report comes in: one file, of which all bytes must be as they were packed.</summary>
internal static class ReportArchive
{
    /// <summary>A table of calls packs to a tenth or so; what unpacks to a thousand times its size is made to fill a disk.</summary>
    private const int LargestRatio = 300;

    private const long SmallEnough = 100 * 1024 * 1024;

    /// <summary>Reads all that is in it.</summary>
    /// <param name="zip">Seekable. Not closed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">It is no zip, or is damaged.</exception>
    public static async Task CheckAsync(Stream zip, CancellationToken cancellationToken)
    {
        foreach (ZipArchiveEntry entry in Open(zip))
        {
            await CopyAsync(entry, Stream.Null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Copies the one file in it. Its name there is not looked at.</summary>
    /// <param name="zip">Seekable. Not closed.</param>
    /// <param name="destination">Where to. Not closed.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">It is no zip with one file in it, or is damaged.</exception>
    public static Task<long> CopyAsync(Stream zip, Stream destination, CancellationToken cancellationToken) => Open(zip) switch
    {
        [ZipArchiveEntry only] => CopyAsync(only, destination, cancellationToken),
        var files => throw new InvalidDataException(
            $"The report's zip holds {files.Length:N0} files, so it is not clear which to extract. Save the zip itself."),
    };

    private static async Task<long> CopyAsync(ZipArchiveEntry entry, Stream destination, CancellationToken cancellationToken)
    {
        // The platform reads the checksum that stands in the zip, but does not compare it.
        Crc32 crc = new();
        long copied = 0;
        byte[] buffer = new byte[128 * 1024];
        Stream content = await OpenAsync(entry, cancellationToken).ConfigureAwait(false);
        await using (content.ConfigureAwait(false))
        {
            int read;
            while ((read = await ReadAsync(content, buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                copied += read;
                if (copied > entry.Length)
                {
                    throw Damaged($"it holds more than the {entry.Length:N0} bytes that it tells of");
                }

                crc.Append(buffer.AsSpan(0, read));
                await destination.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
            }
        }

        return copied == entry.Length && crc.GetCurrentHashAsUInt32() == entry.Crc32
            ? copied
            : throw Damaged("its bytes do not match their checksum");
    }

    private static ZipArchiveEntry[] Open(Stream zip)
    {
        zip.Position = 0;
        ZipArchiveEntry[] files;
        try
        {
            // Not disposed: that would do nothing but close the zip, whose owner needs it.
            files = [.. new ZipArchive(zip, ZipArchiveMode.Read, leaveOpen: true).Entries.Where(static e => !e.FullName.EndsWith('/'))];
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"The report that came is no zip ({zip.Length:N0} bytes). Ask for it again.", e);
        }

        long length = files.Sum(static e => e.Length);
        return files.Length == 0 ? throw new InvalidDataException("The report's zip is empty. Ask for it again.")
            : length > SmallEnough && length / LargestRatio > zip.Length
                ? throw new InvalidDataException(
                    $"The report's zip would unpack to {length:N0} bytes, over {LargestRatio} times its size. "
                    + "That is no report, so it was not unpacked.")
            : files;
    }

    private static async Task<Stream> OpenAsync(ZipArchiveEntry entry, CancellationToken cancellationToken)
    {
        try
        {
            return await entry.OpenAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message.TrimEnd('.'), e);
        }
    }

    private static async Task<int> ReadAsync(Stream content, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            return await content.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(e.Message.TrimEnd('.'), e);
        }
    }

    private static InvalidDataException Damaged(string how, Exception? cause = null) =>
        new($"The report's zip is damaged: {how}. Ask for it again.", cause);
}
