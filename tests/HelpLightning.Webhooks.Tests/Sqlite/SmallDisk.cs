using System.Diagnostics;

namespace HelpLightning.Webhooks.Tests.Sqlite;

/// <summary>A disk of a few megabytes, to be filled up for real.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string folder) => Folder = folder;

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        string folder = Directory.CreateTempSubdirectory("hl-disk-").FullName;
        if (OperatingSystem.IsLinux() && Environment.UserName == "root"
            && await RunAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", folder) == 0)
        {
            return new SmallDisk(folder);
        }

        Directory.Delete(folder);
        Assert.SkipUnless(false, "Only root on Linux can mount a small disk.");
        throw new InvalidOperationException();
    }

    public void FillUp(long leaving)
    {
        using FileStream filler = new(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        filler.Write(new byte[new DriveInfo(Folder).AvailableFreeSpace - leaving]);
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        RunAsync("umount", "-l", Folder).Wait();
        Directory.Delete(Folder);
    }

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
