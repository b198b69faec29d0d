using System.Runtime.InteropServices;

namespace HelpLightning.Files;

/// <summary>What the file system of a Unix can do and .NET has no call for.</summary>
internal static partial class UnixCalls
{
    private const int ThisFolder = -100; // AT_FDCWD of Linux
    private const uint NoReplace = 1; // RENAME_NOREPLACE
    private const int MayWrite = 2; // W_OK
    private const int LongestPath = 4096; // PATH_MAX of Linux; that of macOS is less

    /// <summary>Writes the names in a folder to the disk.</summary>
    public static void FlushFolder(string folder)
    {
        int handle = Open(folder, 0);
        if (handle >= 0)
        {
            // Some file systems refuse this for folders, and there is nothing else to try.
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    /// <summary>Gives a file another name in one step, unless there is something of that name.</summary>
    /// <returns>An error number; 0 when it is done.</returns>
    public static int RenameToNew(string from, string to)
    {
        if (OperatingSystem.IsLinux())
        {
            try
            {
                if (Rename(ThisFolder, from, ThisFolder, to, NoReplace) == 0)
                {
                    return 0;
                }

                // Not every file system knows how: NFS does not.
                if (Marshal.GetLastPInvokeError() == UnixError.Exists)
                {
                    return UnixError.Exists;
                }
            }
            catch (EntryPointNotFoundException)
            {
                // The C library is older than the call, or another one.
            }
        }

        if (Link(from, to) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        File.Delete(from);
        return 0;
    }

    /// <summary>The name of a folder without links, and without the steps up that mean something else behind a link.</summary>
    /// <returns>Null when there is none; then the error tells why.</returns>
    public static string? RealFolder(string folder, out int error)
    {
        Span<byte> name = stackalloc byte[LongestPath + 1];
        name.Clear();
        error = RealPath(folder, name) == 0 ? Marshal.GetLastPInvokeError() : 0;
        return error == 0 ? System.Text.Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]) : null;
    }

    /// <summary>Whoever runs this may write to what has that name.</summary>
    public static bool MayBeWritten(string path) => Access(path, MayWrite) == 0;

    /// <summary>Gives a file to the owner and group that another one has, as far as that is allowed.</summary>
    /// <returns>False when it is still of another group.</returns>
    public static bool TryGive(SafeHandle file, uint user, uint group) =>
        ChangeOwner(file, user, group) == 0 || ChangeOwner(file, uint.MaxValue, group) == 0;

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(int fromFolder, string from, int toFolder, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string from, string to);

    [LibraryImport("libc", EntryPoint = "realpath", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint RealPath(string path, Span<byte> name);

    [LibraryImport("libc", EntryPoint = "access", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);

    [LibraryImport("libc", EntryPoint = "fchown")]
    private static partial int ChangeOwner(SafeHandle file, uint user, uint group);
}
