using System.Security.Cryptography;
using HelpLightning.Secrets;

namespace HelpLightning.Client;

/// <summary>
/// A key file as it changes. What tells one version from the next is its content: neither file system events nor names and
/// times see the swapped folder links by which Kubernetes replaces a mounted secret, when both versions were written together.
/// </summary>
internal sealed class FileContent
{
    /// <summary>
    /// No key is larger. Of a larger file the beginning is enough to see that it changed; reading a key from it says why not.
    /// </summary>
    private const int Largest = 64 * 1024;

    private readonly string _path;
    private byte[] _accepted;

    /// <param name="path">The file.</param>
    /// <param name="isInUse">What it holds now is in use; if not, it is a change when it is looked at first.</param>
    public FileContent(string path, bool isInUse)
    {
        _path = path;
        byte[] content = (isInUse ? TryRead() : null) ?? [];
        _accepted = SHA256.HashData(content);
        CryptographicOperations.ZeroMemory(content);
    }

    /// <summary>Could it be read at the last look? Between two versions there may be none.</summary>
    public bool IsReadable { get; private set; } = true;

    /// <summary>Reads the file, once. One caller at a time.</summary>
    /// <param name="digest">What to <see cref="Accept"/> when the content is good.</param>
    /// <returns>What it holds, to be wiped by the caller; null when that is what was accepted last, or cannot be read now.</returns>
    public byte[]? ReadChange(out byte[] digest)
    {
        digest = _accepted;
        byte[]? content = TryRead();
        IsReadable = content is not null;
        if (content is null)
        {
            return null;
        }

        digest = SHA256.HashData(content);
        if (digest.AsSpan().SequenceEqual(_accepted))
        {
            CryptographicOperations.ZeroMemory(content);
            return null;
        }

        return content;
    }

    /// <summary>From now on this is what is in use.</summary>
    public void Accept(byte[] digest) => _accepted = digest;

    /// <returns>Null when there is no file, or none that can be read.</returns>
    private byte[]? TryRead()
    {
        try
        {
            FileInfo file = new(_path);
            FileInfo final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!final.Exists)
            {
                return null;
            }

            // A length of nothing: empty, or a pipe, which must not be read a second time.
            return final.Length == 0 ? [] : ReadAll();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private byte[] ReadAll()
    {
        using FileStream file = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);

        // One more than there is, to see whether more came meanwhile: that is another content at the next look.
        byte[] buffer = Pinned.Bytes((int)Math.Min(file.Length, Largest) + 1);
        int length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        byte[] content = Pinned.Copy<byte>(buffer.AsSpan(0, length));
        CryptographicOperations.ZeroMemory(buffer);
        return content;
    }
}
