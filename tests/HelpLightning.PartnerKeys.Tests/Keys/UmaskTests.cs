using System.Runtime.InteropServices;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>The umask belongs to the whole process, so these run while no other test does.</summary>
[Collection(nameof(UmaskTests))]
[CollectionDefinition(nameof(UmaskTests), DisableParallelization = true)]
public sealed class UmaskTests
{
    [Theory]
    [InlineData(0)] // 000: everything is allowed to everybody
    [InlineData(0x12)] // 022
    [InlineData(0x3f)] // 077
    public void A_written_key_has_mode_0600_under_any_umask(uint mask)
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no such modes.");
            return;
        }

        using TemporaryFolder folder = new();
        UnixFileMode ordinary;
        uint before = SetUmask(mask);
        try
        {
            File.WriteAllText(folder.PathTo("ordinary"), "");
            ordinary = File.GetUnixFileMode(folder.PathTo("ordinary"));
            TestKeys.Key.WritePemFile(folder.PathTo("new.pem"));
            TestKeys.Key.WritePemFile(folder.PathTo("new.pem.2"), overwrite: true);
            TestKeys.Key.WritePemFile(folder.PathTo("ordinary"), overwrite: true);
        }
        finally
        {
            _ = SetUmask(before);
        }

        Assert.Equal((UnixFileMode)(0x1b6 & ~mask), ordinary); // 0666 less the mask: the umask was in force
        Assert.Equal(["new.pem", "new.pem.2", "ordinary"], folder.Files);
        foreach (string name in folder.Files)
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.PathTo(name)));
        }
    }

    [DllImport("libc", EntryPoint = "umask")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern uint SetUmask(uint mask);
}
