using System.Runtime.InteropServices;

namespace HelpLightning.Export;

/// <summary>Files that survive a loss of power: written, flushed to the disk, and only then given their name.</summary>
internal static partial class DurableFile
{
    /// <summary>What a kill leaves of a file that was to be put in a place.</summary>
    public static string PartOf(string path) => path + ".part";

    /// <summary>Puts a file that only its owner can read in the place of the one of that name, or both stay as they were.</summary>
    public static void Replace(string path, byte[] content) => Replace(path, isPrivate: true, stream => stream.Write(content));

    /// <summary>Puts a file in the place of the one of that name, or both stay as they were.</summary>
    public static void Replace(string path, bool isPrivate, Action<Stream> write)
    {
        string part = PartOf(path);
        using (FileStream stream = Create(part, isPrivate))
        {
            write(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(part, path, overwrite: true);
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>A new, empty file; of its owner alone unless told otherwise, for exports are people's data.</summary>
    public static FileStream Create(string path, bool isPrivate = true)
    {
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.ReadWrite, Share = FileShare.Read };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }

    /// <summary>Writes the names in a folder to the disk. Windows has no such call and needs none.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        int handle = Open(folder, 0);
        if (handle >= 0)
        {
            // Some file systems refuse this for folders, and there is nothing else to try.
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
