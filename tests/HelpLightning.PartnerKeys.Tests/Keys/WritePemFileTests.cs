using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>A written key file is its owner's alone, never takes the place of another unasked, and is whole or not there.</summary>
public sealed class WritePemFileTests
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public void A_written_key_is_its_owners_alone_and_reads_back()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        TestKeys.Key.WritePemFile(path);
        RequireOwnerOnly(path);
        using PartnerKey back = PartnerKey.FromFile(path);
        Assert.Equal(TestKeys.Thumbprint, back.Thumbprint);
        Assert.Empty(back.Warnings);
        Assert.Equal(TestKeys.Pkcs8, File.ReadAllText(path));
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void An_existing_file_is_not_overwritten_unasked()
    {
        using TemporaryFolder folder = new();
        byte[] precious = [.. "precious\r\n"u8, 0, 255];
        string path = TestKeys.Write(folder, "k.pem", precious, OwnerOnly | UnixFileMode.GroupRead);
        Assert.Throws<IOException>(() => TestKeys.Key.WritePemFile(path));
        Assert.Equal(precious, File.ReadAllBytes(path));
        Assert.Equal(["k.pem"], folder.Files);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path) == (OwnerOnly | UnixFileMode.GroupRead));
    }

    [Fact]
    public void A_symbolic_link_to_nothing_is_not_followed()
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder.PathTo("link.pem"), folder.PathTo("elsewhere.pem"));
        Assert.Throws<IOException>(() => TestKeys.Key.WritePemFile(folder.PathTo("link.pem")));
        Assert.False(File.Exists(folder.PathTo("elsewhere.pem")));
    }

    [Fact]
    public void Overwriting_follows_a_symbolic_link_which_stays_one()
    {
        using TemporaryFolder folder = new();
        string target = TestKeys.Write(folder, "elsewhere.pem", [1, 2, 3]);
        string link = folder.PathTo("link.pem");
        File.CreateSymbolicLink(link, target);
        TestKeys.Key.WritePemFile(link, overwrite: true);
        Assert.Equal(target, new FileInfo(link).LinkTarget);
        Assert.Equal(TestKeys.Pkcs8, File.ReadAllText(target));
        RequireOwnerOnly(target);
    }

    [Fact]
    public void Overwriting_on_request_leaves_one_closed_file()
    {
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k.pem", [1, 2, 3], OwnerOnly | UnixFileMode.OtherRead);
        TestKeys.Key.WritePemFile(path, overwrite: true);
        Assert.Equal(TestKeys.Pkcs8, File.ReadAllText(path));
        RequireOwnerOnly(path);
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void Overwriting_also_makes_a_file_that_was_not_there()
    {
        using TemporaryFolder folder = new();
        TestKeys.Key.WritePemFile(folder.PathTo("k.pem"), overwrite: true);
        RequireOwnerOnly(folder.PathTo("k.pem"));
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void Whoever_has_the_old_file_open_when_it_is_replaced_still_reads_the_old_key_whole()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows does not replace a file that is open.");
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        TestKeys.OtherKey.WritePemFile(path);
        using FileStream open = File.OpenRead(path);
        TestKeys.Key.WritePemFile(path, overwrite: true);
        using PartnerKey old = PartnerKey.FromStream(open);
        using PartnerKey current = PartnerKey.FromFile(path);
        Assert.Equal(TestKeys.OtherKey.Thumbprint, old.Thumbprint);
        Assert.Equal(TestKeys.Thumbprint, current.Thumbprint);
    }

    [Fact]
    public async Task A_reader_never_sees_half_a_key_while_it_is_replaced()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        TestKeys.Key.WritePemFile(path);
        Task writer = Task.Run(() =>
        {
            for (int i = 0; i < 50; i++)
            {
                (i % 2 == 0 ? TestKeys.OtherKey : TestKeys.Key).WritePemFile(path, overwrite: true);
            }
        }, TestContext.Current.CancellationToken);
        do
        {
            using PartnerKey key = PartnerKey.FromFile(path);
            Assert.Contains(key.Thumbprint, new[] { TestKeys.Thumbprint, TestKeys.OtherKey.Thumbprint });
            Assert.Empty(key.Warnings);
        }
        while (!writer.IsCompleted);
        await writer;
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void A_failed_replacement_leaves_nothing_behind()
    {
        using TemporaryFolder folder = new();
        string inTheWay = Directory.CreateDirectory(folder.PathTo("k.pem")).FullName;
        File.WriteAllText(Path.Combine(inTheWay, "precious"), "");
        Exception? e = Record.Exception(() => TestKeys.Key.WritePemFile(inTheWay, overwrite: true));
        Assert.True(e is IOException or UnauthorizedAccessException, e?.ToString() ?? "no error");
        Assert.True(File.Exists(Path.Combine(inTheWay, "precious")));
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_folder_that_is_not_there_is_an_error_and_is_not_made(bool overwrite)
    {
        using TemporaryFolder folder = new();
        Assert.Throws<DirectoryNotFoundException>(() => TestKeys.Key.WritePemFile(folder.PathTo("none/k.pem"), overwrite));
        Assert.False(Directory.Exists(folder.PathTo("none")));
    }

    [Theory]
    [InlineData("some words")]
    [InlineData("Übermäßig — 鍵 🔑")]
    public void An_encrypted_file_opens_with_its_passphrase_only(string passphrase)
    {
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        TestKeys.Key.WritePemFile(path, overwrite: false, passphrase);
        RequireOwnerOnly(path);
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n", File.ReadAllText(path), StringComparison.Ordinal);
        using PartnerKey back = PartnerKey.FromFile(path, passphrase);
        Assert.Equal(TestKeys.Thumbprint, back.Thumbprint);
        Assert.Equal(PartnerKeyProblem.PassphraseWrong, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(path, "other words")).Problem);
        Assert.Equal(PartnerKeyProblem.PassphraseMissing, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(path)).Problem);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_key_that_stays_in_its_device_cannot_be_written_and_says_so(bool overwrite)
    {
        using PartnerKey key = PartnerKey.FromRsa(new DeviceRsa(TestKeys.Pkcs8));
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k.pem", [1, 2, 3]);
        CryptographicException e = Assert.Throws<CryptographicException>(() => key.WritePemFile(path, overwrite));
        Assert.Contains("does not leave the device", e.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void A_disposed_key_is_not_written()
    {
        using TemporaryFolder folder = new();
        PartnerKey key = PartnerKey.FromText(TestKeys.Pkcs8);
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => key.WritePemFile(folder.PathTo("k.pem")));
        Assert.Empty(folder.Files);
    }

    private static void RequireOwnerOnly(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        }
    }
}
