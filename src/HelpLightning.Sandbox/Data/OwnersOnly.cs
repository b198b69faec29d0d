namespace HelpLightning.Sandbox.Data;

/// <summary>
/// The data file holds what tokens are signed with, so it is its owner's alone, as are the files that SQLite puts beside
/// it.
/// </summary>
internal static class OwnersOnly
{
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>SQLite gives the files beside it the mode of the data file.</summary>
    private static readonly string[] Endings = ["", "-wal", "-shm", "-journal"];

    /// <summary>Makes the file, if there is none, before SQLite would for everybody to read.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Create(string file)
    {
        if (OperatingSystem.IsWindows() || File.Exists(file))
        {
            return;
        }

        try
        {
            new FileStream(
                file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = Mode }).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(DataFileTrouble.Unopened.About(file), e);
        }
    }

    /// <summary>Takes away what others may do with files that were made before, by an older sandbox or by hand.</summary>
    public static void Narrow(string file)
    {
        // Empty is what a device such as /dev/null is as well, whose mode is no business of ours.
        if (OperatingSystem.IsWindows() || new FileInfo(file).Length == 0)
        {
            return;
        }

        foreach (string path in Endings.Select(ending => file + ending).Where(File.Exists))
        {
            UnixFileMode mode = File.GetUnixFileMode(path);
            if ((mode & ~Mode) != 0)
            {
                try
                {
                    File.SetUnixFileMode(path, mode & Mode);
                }
                catch (UnauthorizedAccessException)
                {
                    // It is somebody else's, who lets this one write to it.
                }
            }
        }
    }
}
