using System.Runtime.InteropServices;

namespace HelpLightning.Cli.Hosting;

/// <summary>
/// Descriptors 0, 1 and 2, which whoever starts hl may have closed (<c>hl token >&amp;-</c>). The next file to be opened then takes
/// the free number, and what is printed would go into it: a token to standard error, a table into a key file. So free numbers
/// are filled before anything is opened. Some the runtime has taken already; those it keeps, and hl does not touch them.
/// </summary>
internal static partial class StandardFiles
{
    public const int Input = 0;
    public const int Output = 1;
    public const int Error = 2;

    private const int GetDescriptorFlags = 1;
    private const int CloseOnExec = 1;

    private static readonly bool[] Missing = new bool[3];

    public static bool Has(int file) => !Missing[file];

    /// <summary>The first thing that the program does.</summary>
    public static void Secure()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        for (int file = Input; file <= Error; file++)
        {
            int flags = Control(file, GetDescriptorFlags);

            // What came through exec cannot have the flag that closes it there: it is of this process.
            Missing[file] = flags < 0 || (flags & CloseOnExec) != 0;
            if (flags < 0)
            {
                // The lowest free number, which is this one, as those below are filled. Open for reading: writing to it fails.
                _ = Open("/dev/null", 0);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl")]
    private static partial int Control(int file, int command);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);
}
