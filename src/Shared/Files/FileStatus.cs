using System.Runtime.InteropServices;

namespace HelpLightning.Files;

/// <summary>What has a name. .NET does not tell a file from a device.</summary>
internal enum FileKind
{
    Missing,
    Regular,
    Folder,

    /// <summary>A pipe, a terminal, <c>/dev/null</c>: what is written goes through it.</summary>
    Channel,
    Disk,
    Socket,
}

/// <summary>What lies where the links of a name lead to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Who may do what with it; of no meaning on Windows.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Group">Which group's.</param>
internal readonly partial record struct FileStatus(FileKind Kind, UnixFileMode Mode = default, uint User = 0, uint Group = 0)
{
    private const int RelativeToThisFolder = -100; // AT_FDCWD
    private const uint KindModeAndOwner = 0x1b; // STATX_TYPE, _MODE, _UID, _GID
    private const int LongestStatus = 256;

    /// <exception cref="IOException">Its links lead in a circle, or it cannot be looked at.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered, or a link in it not followed.</exception>
    public static FileStatus Of(string path)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsMacOS())
        {
            return OfUnix(path);
        }

        // NUL, CON, pipes: whoever names them means them.
        return path.StartsWith(@"\\.\", StringComparison.Ordinal) ? new(FileKind.Channel)
            : Directory.Exists(path) ? new(FileKind.Folder)
            : File.Exists(path) ? new(FileKind.Regular)
            : new(FileKind.Missing);
    }

    /// <summary>The layout of statx is the same on every Linux; that of stat differs by processor.</summary>
    private static FileStatus OfUnix(string path)
    {
        Span<byte> status = stackalloc byte[LongestStatus];
        status.Clear();
        int result = OperatingSystem.IsLinux() ? StatLinux(RelativeToThisFolder, path, 0, KindModeAndOwner, status)
            : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? StatIntelMac(path, status)
            : StatMac(path, status);
        int error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error == 0)
        {
            return OperatingSystem.IsLinux()
                ? From(
                    MemoryMarshal.Read<ushort>(status[28..]),
                    MemoryMarshal.Read<uint>(status[20..]),
                    MemoryMarshal.Read<uint>(status[24..]))
                : From(
                    MemoryMarshal.Read<ushort>(status[4..]),
                    MemoryMarshal.Read<uint>(status[16..]),
                    MemoryMarshal.Read<uint>(status[20..]));
        }

        return error switch
        {
            UnixError.NotFound or UnixError.NotAFolder => new(FileKind.Missing),
            UnixError.NotAllowed =>
                throw new UnauthorizedAccessException($"'{path}' may not be looked at. Get the right to its folder, or name another file."),
            _ when error == UnixError.Loop => throw new IOException($"'{path}' is a link that leads in a circle. Name the file itself."),
            _ when error == UnixError.NameTooLong =>
                throw new PathTooLongException($"'{path}' is longer than a name may be. Name another file."),
            _ => throw new IOException($"'{path}' cannot be used: {Marshal.GetPInvokeErrorMessage(error)}.", error),
        };
    }

    private static FileStatus From(int mode, uint user, uint group) => new(
        (mode & 0xf000) switch
        {
            0x8000 => FileKind.Regular,
            0x4000 => FileKind.Folder,
            0x6000 => FileKind.Disk,
            0xc000 => FileKind.Socket,
            _ => FileKind.Channel,
        },
        (UnixFileMode)(mode & 0x1ff),
        user,
        group);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatLinux(int folder, string path, int flags, uint wanted, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatMac(string path, Span<byte> status);

    [LibraryImport("libc", EntryPoint = "stat$INODE64", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int StatIntelMac(string path, Span<byte> status);
}
