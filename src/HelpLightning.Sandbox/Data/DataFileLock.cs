using System.Globalization;

namespace HelpLightning.Sandbox.Data;

/// <summary>
/// Keeps a second sandbox away from a data file: each would answer from lists that the other has changed, and send the
/// other's events again. The system holds the lock for the process, so it ends with it, however that ends.
/// </summary>
internal sealed class DataFileLock : IDisposable
{
    private const int MostTries = 100;

    private readonly string _path;
    private readonly FileStream _held;

    private DataFileLock(string path, FileStream held)
    {
        _path = path;
        _held = held;
    }

    /// <summary>
    /// Whoever writes its name alone, and then still reads it while it lets others read, has the lock: nobody can write
    /// again as long as somebody reads. So those who are refused can read who has it.
    /// </summary>
    /// <exception cref="IOException">Another sandbox has the file, or the lock cannot be written.</exception>
    public static DataFileLock Take(string dataFile)
    {
        string path = dataFile + "-lock";
        string name = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId} {Guid.NewGuid():N}");
        for (int tries = 1; ; tries++)
        {
            try
            {
                WriteAlone(path, name);
                FileStream held = new(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
                if (Read(held) == name)
                {
                    return new DataFileLock(path, held);
                }

                held.Dispose();
            }
            catch (FileNotFoundException) when (tries < MostTries)
            {
                // The one before removed it just now.
                continue;
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException && !IsHeld(e))
            {
                throw new IOException(DataFileTrouble.Unopened.About(dataFile), e);
            }
            catch (IOException)
            {
                // It is held: see below.
            }

            throw new IOException(
                $"The data file '{dataFile}' is in use by {Holder(path)}: two at one file would undo each other's work. Stop that one, "
                + "or give a file of its own.");
        }
    }

    public void Dispose()
    {
        // While it is still held: what is removed is this lock, and no later one.
        File.Delete(_path);
        _held.Dispose();
    }

    private static void WriteAlone(string path, string name)
    {
        FileStreamOptions options = new() { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnersOnly.Mode;
        }

        using FileStream alone = new(path, options);
        using StreamWriter writer = new(alone);
        alone.SetLength(0);
        writer.Write(name);
    }

    private static string Read(FileStream stream)
    {
        using StreamReader reader = new(stream, leaveOpen: true);
        return reader.ReadToEnd();
    }

    /// <summary>EWOULDBLOCK of flock on Linux and macOS, and Windows' sharing violation.</summary>
    private static bool IsHeld(Exception e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string Holder(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return int.TryParse(Read(stream).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                ? process == Environment.ProcessId ? "another sandbox of this process" : $"another sandbox (process {process})"
                : "another sandbox";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another sandbox";
        }
    }
}
