using System.Security.Cryptography;
using HelpLightning.Export;

namespace HelpLightning.Interop.Tests;

/// <summary>gpg, tar and sha256sum open what an encrypted export leaves.</summary>
public sealed class GpgTests(EncryptedExport export) : IClassFixture<EncryptedExport>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_archive_holds_the_files_of_a_plain_export()
    {
        Assert.EndsWith(".tar.gz.gpg", export.Archive, StringComparison.Ordinal);
        Assert.Equal(3, Directory.GetFileSystemEntries(export.PathTo("encrypted")).Length);
        (await Peer.RunAsync("sh", "-c", $"cd '{export.PathTo("encrypted")}' && sha256sum -c *.sha256")).RequireSuccess();
        (await DecryptAsync(export.Archive, "passphrase")).RequireSuccess();
        (await Peer.RunAsync("tar", "-xzf", export.PathTo("out.tar.gz"), "-C", export.Folder)).RequireSuccess();
        string unpacked = Directory.GetDirectories(export.Folder, "hl_export_full_*").Single();
        (await Peer.RunAsync("sh", "-c", $"cd '{unpacked}' && sha256sum -c SHA256SUMS")).RequireSuccess();
        string plain = Directory.GetDirectories(export.PathTo("plain"), "hl_export_full_*").Single();
        foreach (string file in Directory.GetFiles(plain))
        {
            Assert.Equal(await File.ReadAllTextAsync(file, Cancellation), await File.ReadAllTextAsync(Path.Combine(unpacked, Path.GetFileName(file)), Cancellation));
        }
    }

    [Fact]
    public async Task Another_passphrase_opens_nothing()
    {
        await File.WriteAllTextAsync(export.PathTo("wrong"), EncryptedExport.Passphrase + "!\n", Cancellation);
        Assert.NotEqual(0, (await DecryptAsync(export.Archive, "wrong")).ExitCode);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public async Task A_changed_byte_is_found_out(double at)
    {
        byte[] bytes = await File.ReadAllBytesAsync(export.Archive, Cancellation);
        bytes[(int)(bytes.Length * at)] ^= 1;
        await File.WriteAllBytesAsync(export.PathTo("changed.gpg"), bytes, Cancellation);
        Assert.NotEqual(0, (await DecryptAsync(export.PathTo("changed.gpg"), "passphrase")).ExitCode);
    }

    /// <summary>Lengths around the block of the cipher and the parts of the packets.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public async Task Any_length(int length)
    {
        byte[] content = RandomNumberGenerator.GetBytes(length);
        using (FileStream file = File.Create(export.PathTo("any.gpg")))
        {
            OpenPgpMessage.Write(file, EncryptedExport.Passphrase, "any", DateTimeOffset.UnixEpoch, stream => stream.Write(content));
        }

        (await DecryptAsync(export.PathTo("any.gpg"), "passphrase")).RequireSuccess();
        Assert.Equal(content, await File.ReadAllBytesAsync(export.PathTo("out.tar.gz"), Cancellation));
    }

    private Task<PeerResult> DecryptAsync(string path, string passphraseFile) => Peer.RunAsync(
        "gpg", "--batch", "--yes", "--homedir", export.Folder, "--pinentry-mode", "loopback", "--passphrase-file", export.PathTo(passphraseFile),
        "--output", export.PathTo("out.tar.gz"), "--decrypt", path);
}
