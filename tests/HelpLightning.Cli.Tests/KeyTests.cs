using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

public sealed class KeyTests(Workshop shop) : IClassFixture<Workshop>
{
    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    public async Task A_new_key_is_its_owners_alone_and_the_next_steps_are_told(int bits)
    {
        string path = shop.PathTo($"new{bits}.pem");
        HlResult result = (await Hl.RunAsync("key", "create", "--out", path, "--bits", $"{bits}")).Require(0);
        using PartnerKey key = PartnerKey.FromFile(path);
        Assert.Equal(bits, key.KeySizeInBits);
        Assert.Empty(key.Warnings);
        Assert.Contains(key.Thumbprint, result.Output, StringComparison.Ordinal);
        Assert.Contains($"hl key public --key-file {path}", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_key_is_kept_unless_forced()
    {
        string path = shop.PathTo("kept.pem");
        (await Hl.RunAsync("key", "create", "--out", path)).Require(0);
        string before = await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
        HlResult refused = (await Hl.RunAsync("key", "create", "--out", path)).Require(3);
        Assert.Contains("exists already", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
        (await Hl.RunAsync("key", "create", "--out", path, "--force")).Require(0);
        Assert.NotEqual(before, await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Wrong_sizes_and_folders_are_named()
    {
        Assert.Contains("2048, 3072 or 4096", (await Hl.RunAsync("key", "create", "--out", shop.PathTo("x.pem"), "--bits", "1024")).Require(2).Error, StringComparison.Ordinal);
        Assert.Contains("The directory of '/nowhere/k.pem' does not exist", (await Hl.RunAsync("key", "create", "--out", "/nowhere/k.pem")).Require(3).Error, StringComparison.Ordinal);
        Assert.Contains("--out", (await Hl.RunAsync("key", "create")).Require(2).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_public_half_goes_to_standard_output_or_a_file()
    {
        HlResult result = (await Hl.RunAsync("key", "public", "--key-file", shop.KeyFile)).Require(0);
        Assert.Equal(shop.Key.PublicKey.ToPem(), result.Output);
        string path = shop.PathTo("out.pem");
        (await Hl.RunAsync("key", "public", "--key-file", shop.KeyFile, "--out", path)).Require(0);
        Assert.Equal(shop.Key.PublicKey.ToPem(), await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_public_half_never_overwrites_a_private_key()
    {
        string before = await File.ReadAllTextAsync(shop.KeyFile, TestContext.Current.CancellationToken);
        HlResult result = (await Hl.RunAsync("key", "public", "--key-file", shop.KeyFile, "--out", shop.KeyFile)).Require(3);
        Assert.Contains("holds a private key, which would be lost", result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllTextAsync(shop.KeyFile, TestContext.Current.CancellationToken));
    }

    /// <summary>Whatever form a key is in, one slip (--out for --key-file) must not cost it.</summary>
    [Theory]
    [InlineData("test-2048-encrypted-scrypt.pem", "holds a private key")]
    [InlineData("test-2048-container.p12", "holds something that is no public key")]
    [InlineData("test-2048.ppk", "holds a private key")]
    [InlineData("test-2048.jks", "holds a private key")]
    public async Task The_public_half_replaces_nothing_but_a_public_key(string fixture, string says)
    {
        string path = shop.PathTo($"kept-{fixture}");
        byte[] before = RemedyRun.KeyBytes(fixture);
        await File.WriteAllBytesAsync(path, before, TestContext.Current.CancellationToken);
        HlResult result = (await Hl.RunAsync("key", "public", "--key-file", shop.KeyFile, "--out", path)).Require(3);
        Assert.Contains(says, result.Error, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Inspecting_tells_form_size_thumbprint_and_warnings()
    {
        HlResult good = (await Hl.RunAsync("key", "inspect", "--key-file", shop.KeyFile)).Require(0);
        Assert.Equal(
            $"Form        PKCS#8, PEM\nSize        2048 bits\nThumbprint  {shop.Key.Thumbprint}\nWarnings    none\n", good.Output);
        string loose = shop.PathTo("loose.pem");
        File.Copy(shop.KeyFile, loose);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(loose, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            HlResult warned = (await Hl.RunAsync("key", "inspect", "--key-file", loose)).Require(0);
            Assert.Contains("FileReadableByOthers", warned.Output, StringComparison.Ordinal);
            Assert.Contains($"warning: File '{loose}' can be read by other users of this machine (mode 0404). Close it: chmod 600 {loose}", warned.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_encrypted_key_opens_with_a_passphrase_file_or_variable()
    {
        string pass = shop.PathTo("pass.txt");
        await File.WriteAllTextAsync(pass, "quite long words\n", TestContext.Current.CancellationToken);
        string path = shop.PathTo("encrypted.pem");
        HlResult made = (await Hl.RunAsync("key", "create", "--out", path, "--passphrase-file", pass)).Require(0);
        Assert.Contains("Encrypted    with the passphrase of --passphrase-file\n", made.Output, StringComparison.Ordinal);
        Assert.Contains("encrypted PKCS#8", (await Hl.RunAsync("key", "inspect", "-k", path, "--passphrase-file", pass)).Require(0).Output, StringComparison.Ordinal);
        (await Hl.RunAsync(new Dictionary<string, string> { ["HL_PARTNER_KEY_PASSPHRASE"] = "quite long words" }, "", "token", "-k", path, "-s", "1")).Require(0);
        Assert.Contains("no passphrase was given", (await Hl.RunAsync("key", "inspect", "-k", path)).Require(3).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_that_a_variable_encrypts_says_so()
    {
        string path = shop.PathTo("by-variable.pem");
        Dictionary<string, string> environment = new() { ["HL_PARTNER_KEY_PASSPHRASE"] = "quite long words" };
        HlResult made = (await Hl.RunAsync(environment, "", "key", "create", "--out", path)).Require(0);
        Assert.Contains("Encrypted    with the passphrase of HL_PARTNER_KEY_PASSPHRASE\n", made.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("quite long", made.All, StringComparison.Ordinal);
        Assert.DoesNotContain("Encrypted", (await Hl.RunAsync("key", "create", "--out", shop.PathTo("plain.pem"))).Require(0).Output, StringComparison.Ordinal);
    }
}
