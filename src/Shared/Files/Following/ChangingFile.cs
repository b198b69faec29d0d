using System.Security.Cryptography;
using HelpLightning.Secrets;

namespace HelpLightning.Files;

/// <summary>
/// A small file that others change: written in place, renamed into its place, reached by a link that was moved, gone for a moment. What
/// tells one version from the next is its content: neither file system events nor names and times see the swapped folder links by which
/// Kubernetes replaces a mounted secret, when both versions were written together. One of which nothing could be made, half written
/// perhaps, is a change again at the next look. What was read is wiped at the end of each look. A pipe is read once and never changes.
/// </summary>
/// <remarks>One caller at a time.</remarks>
/// <param name="path">The file.</param>
/// <param name="largest">In bytes. Of a larger file one byte more is read, for the one who makes something of it to refuse it.</param>
internal sealed class ChangingFile(string path, int largest)
{
    private static readonly byte[] DigestOfNothing = SHA256.HashData([]);

    /// <summary>Of what is in use; null before there is any.</summary>
    private byte[]? _digest;

    /// <summary>
    /// What it holds now is as good as in use, as somebody else reads it after this: what comes meanwhile is a change. If it cannot be
    /// read, whatever comes is one.
    /// </summary>
    public void TakeAsItIs()
    {
        // A pipe is left to the one who reads it.
        _digest = DigestOfNothing;
        try
        {
            byte[] content = Read(out _);
            _digest = SHA256.HashData(content);
            CryptographicOperations.ZeroMemory(content);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Looks at the file.</summary>
    /// <param name="make">Makes something of the content, which it does not keep. When it throws, the content is not in use.</param>
    /// <returns>What was made; null when the content is the one in use.</returns>
    /// <exception cref="IOException">The file cannot be read. Between two versions there may be none.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not read it, or it is a folder.</exception>
    public T? TakeChange<T>(Func<byte[], T> make)
        where T : class
    {
        byte[] content = Read(out bool isPipe);
        try
        {
            byte[] digest = SHA256.HashData(content);
            if (_digest is { } inUse && digest.AsSpan().SequenceEqual(inUse))
            {
                return null;
            }

            T made = make(content);
            _digest = isPipe ? DigestOfNothing : digest;
            return made;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <param name="isPipe">It will be found empty from now on.</param>
    private byte[] Read(out bool isPipe)
    {
        FileInfo file = new(path);
        FileInfo final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;

        // A length of nothing: empty, or a pipe with a name. To open one of these once more may be to wait for ever.
        isPipe = final is { Exists: true, Length: 0 };
        if (isPipe && _digest is not null)
        {
            return [];
        }

        using FileStream stream = PinnedContent.Open(path);
        isPipe |= !stream.CanSeek;
        return isPipe && _digest is not null ? [] : PinnedContent.Of(stream, largest);
    }
}
