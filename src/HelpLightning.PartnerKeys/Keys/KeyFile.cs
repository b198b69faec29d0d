using System.Security.Cryptography;
using HelpLightning.Files;
using HelpLightning.Secrets;

namespace HelpLightning.PartnerKeys;

/// <summary>Key files on disk: read with a look at who else can, written for the owner's eyes only.</summary>
internal static class KeyFile
{
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    public static (byte[] Bytes, PartnerKeyWarning? Warning) Read(string path, KeySource source)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
        {
            throw KeyFault.NotFound(source);
        }

        if (Directory.Exists(path))
        {
            throw KeyFault.IsDirectory(source);
        }

        try
        {
            using FileStream file = PinnedContent.Open(path);
            return (ReadToEnd(file, source), LooseModeWarning(file, source));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or PathTooLongException)
        {
            throw KeyFault.NotFound(source);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw KeyFault.NotReadable(source);
        }
    }

    /// <summary>Reads a stream that may not know its length (a pipe, <c>&lt;(...)</c>), up to the limit.</summary>
    public static byte[] ReadToEnd(Stream stream, KeySource source)
    {
        byte[] content = PinnedContent.Of(stream, KeyInput.Limit);
        if (content.Length <= KeyInput.Limit)
        {
            return content;
        }

        CryptographicOperations.ZeroMemory(content);
        throw KeyFault.TooLarge(source);
    }

    public static void Write(string path, ReadOnlySpan<byte> content, bool overwrite) =>
        DurableFile.Write(path, content, new FileRule { IsPrivate = true, IsNew = !overwrite });

    private static PartnerKeyWarning? LooseModeWarning(FileStream file, KeySource source)
    {
        // A pipe or terminal has a mode too, but nobody keeps a key there.
        if (OperatingSystem.IsWindows() || !file.CanSeek)
        {
            return null;
        }

        UnixFileMode mode = File.GetUnixFileMode(file.SafeFileHandle);
        if ((mode & Others) == 0)
        {
            return null;
        }

        string octal = Convert.ToString((int)mode & 0x1ff, 8);
        return new PartnerKeyWarning(
            PartnerKeyWarningCode.FileReadableByOthers,
            $"{source.Label} can be read by other users of this machine (mode 0{octal}). Close it: chmod 600 {source.PathToType}");
    }
}
