using System.Security.Cryptography;

namespace HelpLightning.Client;

/// <summary>
/// What tells one version of a key file from the next: its content. Neither file system events nor names and times see
/// the swapped folder links by which Kubernetes replaces a mounted secret, when both versions were written together.
/// </summary>
internal readonly record struct KeyFileState(string Digest)
{
    public static KeyFileState? Of(string path)
    {
        try
        {
            FileInfo file = new(path);
            FileInfo final = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!final.Exists)
            {
                return null;
            }

            if (final.Length == 0)
            {
                // Empty, or a pipe, which must not be read a second time.
                return new KeyFileState("");
            }

            using FileStream content = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new KeyFileState(Convert.ToHexString(SHA256.HashData(content)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
