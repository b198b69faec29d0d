namespace HelpLightning.Files;

/// <summary>Where a whole file goes: the place that the links of a name lead to, and what is there.</summary>
/// <param name="Path">The file itself; a link is none.</param>
/// <param name="Status">What is there.</param>
/// <param name="IsLink">The name that was given is that of a link.</param>
internal sealed record FileTarget(string Path, FileStatus Status, bool IsLink)
{
    /// <summary>As many as Linux follows.</summary>
    private const int MostLinks = 40;

    /// <exception cref="DirectoryNotFoundException">There is no folder for it.</exception>
    /// <exception cref="IOException">There is something that cannot be written as a file.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public static FileTarget Find(string path)
    {
        if (string.IsNullOrWhiteSpace(path) || path.Contains('\0'))
        {
            throw new IOException($"'{path.Replace("\0", "\\0", StringComparison.Ordinal)}' is no name of a file.");
        }

        string full = System.IO.Path.GetFullPath(path);
        FileStatus status = FileStatus.Of(full);
        switch (status.Kind)
        {
            case FileKind.Folder:
                throw new IOException($"'{path}' is a directory. Name a file in it.");
            case FileKind.Disk:
                throw new IOException($"'{path}' is a disk, and all that is on it would be lost. Name a file.");
            case FileKind.Socket:
                throw new IOException($"'{path}' is a socket, which cannot be written like a file. Name a file.");
            case FileKind.Channel:
                // Opened by the name it was given: a descriptor (/dev/stdout) has no other.
                return new FileTarget(full, status, IsLink: false);
            default:
                string final = Follow(path, full);
                if (status.Kind == FileKind.Regular)
                {
                    RequireWritable(path, final);
                }

                return new FileTarget(final, status, IsLink: new FileInfo(full).LinkTarget is not null);
        }
    }

    private static string Follow(string named, string full)
    {
        if (OperatingSystem.IsWindows())
        {
            // Of a file that is not there Windows tells no target, but throws; it tells of a link to nothing.
            FileInfo file = new(full);
            string end = file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
            string around = System.IO.Path.GetDirectoryName(end)!;
            RequireFolder(Directory.Exists(around) ? 0 : UnixError.NotFound, around);
            return end;
        }

        string path = full;
        for (int links = 0; links <= MostLinks; links++)
        {
            string name = System.IO.Path.GetFileName(path);
            if (name is "" or "." or "..")
            {
                throw new IOException($"'{named}' names no file, but a directory that is not there. Name a file.");
            }

            // Without links in it, because a link beside it with ../ in it starts from where the folder really is.
            string folder = System.IO.Path.GetDirectoryName(path)!;
            string real = UnixCalls.RealFolder(folder, out int error) ?? "";
            RequireFolder(error, folder);
            string place = System.IO.Path.Combine(real, name);
            if (new FileInfo(place).LinkTarget is not { } next)
            {
                return place;
            }

            if (real.StartsWith("/proc/", StringComparison.Ordinal))
            {
                throw new IOException(
                    $"'{named}' is an open file, whose content would be replaced behind the back of whoever opened it. "
                    + "Name the file itself.");
            }

            path = System.IO.Path.Combine(real, next);
        }

        throw new IOException($"'{named}' is a link that leads in a circle. Name the file itself.");
    }

    private static void RequireFolder(int error, string folder)
    {
        switch (error)
        {
            case 0:
                return;
            case UnixError.NotFound or UnixError.NotAFolder:
                throw new DirectoryNotFoundException($"There is no directory '{folder}'. Make it, or name another one.");
            case UnixError.NotAllowed:
                throw new UnauthorizedAccessException($"'{folder}' may not be entered. Get the right to it, or name another one.");
            default:
                throw new IOException(
                    $"'{folder}' cannot be used: {System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error)}.", error);
        }
    }

    /// <summary>Only the folder decides whether a file can be replaced; who made it read-only did so to keep it.</summary>
    private static void RequireWritable(string named, string final)
    {
        bool isWritable = OperatingSystem.IsWindows()
            ? (File.GetAttributes(final) & FileAttributes.ReadOnly) == 0
            : UnixCalls.MayBeWritten(final);
        if (!isWritable)
        {
            throw new UnauthorizedAccessException(
                $"'{named}' may not be written: it is read-only or somebody else's. Get the right to write it, or name another file.");
        }
    }
}
