using System.Security.Cryptography;
using System.Text;
using HelpLightning.Files;
using HelpLightning.PartnerKeys;
using HelpLightning.Secrets;

namespace HelpLightning.Cli.KeyRotation;

/// <summary>
/// The files of a rotation, which are all that it remembers: what there is tells how far it came, so that it can be broken off anywhere
/// and begun again. The present key is never without a file: the next one is written beside it, the old one is copied before it is
/// replaced, and the next one's own file goes last.
/// </summary>
internal sealed class RotationFiles(string keyFile)
{
    public string Key { get; } = keyFile;

    /// <summary>Where programs that follow the key file look when the present key is refused.</summary>
    public string Next { get; } = keyFile + ".next";

    public string NextPublicHalf { get; } = keyFile + ".next.pub.pem";

    /// <summary>A rotation that was begun.</summary>
    public bool IsUnderWay => File.Exists(Next);

    /// <summary>Where a key is kept when another has taken its place.</summary>
    public string OldOf(PartnerKey key) => $"{Key}.old-{key.Thumbprint[..8]}";

    /// <summary>Makes the next key. One that is there already stays: it may be what the service holds.</summary>
    public void CreateNext(int bits, ReadOnlySpan<char> passphrase)
    {
        using PartnerKey key = PartnerKey.Create(bits);
        key.WritePemFile(Next, overwrite: false, passphrase);
    }

    public void WritePublicHalf(PartnerKey next) =>
        DurableFile.Write(NextPublicHalf, Encoding.ASCII.GetBytes(next.PublicKey.ToPem()), new FileRule());

    /// <summary>Puts the next key in the place of the present one, which is kept aside first.</summary>
    public void Switch(PartnerKey present)
    {
        string old = OldOf(present);
        if (!File.Exists(old))
        {
            Copy(Key, old, new FileRule { IsPrivate = true, IsNew = true });
        }

        Copy(Next, Key, new FileRule { IsPrivate = true });
    }

    /// <summary>The last step, or the first back: without the next key's file there is no rotation.</summary>
    public void RemoveNext()
    {
        File.Delete(NextPublicHalf);
        File.Delete(Next);
        DurableFile.FlushFolder(Path.GetDirectoryName(Path.GetFullPath(Next))!);
    }

    private static void Copy(string from, string to, FileRule rule)
    {
        using FileStream file = new(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] content = Pinned.Bytes((int)file.Length);
        try
        {
            file.ReadExactly(content);
            DurableFile.Write(to, content, rule);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }
}
