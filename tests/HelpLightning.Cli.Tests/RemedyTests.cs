using System.Buffers;
using System.Buffers.Text;
using System.Text;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Cli.Tests;

/// <summary>
/// Every command that hl proposes for a key that it refuses is typed, as printed, on a copy: the key survives byte for byte,
/// nothing else that was there changes, and what the command makes is accepted.
/// </summary>
public sealed class RemedyTests : IDisposable
{
    /// <summary>openssl pkey -in test-2048-pkcs8.pem -pubout -outform DER | sha256sum</summary>
    private const string Thumbprint = "e9a2ddaf5e647623ee5cc8874b895215f80024eb0d7757af2a23b73ee8791b1c";

    private static readonly Dictionary<string, (string Program, Func<byte[]> Content)> Keys = new()
    {
        ["encrypted, and no passphrase given"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-encrypted-aes256.pem")),
        ["encrypted, DER"] = ("openssl", () => Decoded("test-2048-encrypted-aes128.pem")),
        ["encrypted, bare base64"] = ("openssl", () => Utf8(Convert.ToBase64String(Decoded("test-2048-encrypted-aes128.pem")))),
        ["encrypted, base64 of a PEM, wrapped"] = ("openssl", () => Utf8(Convert.ToBase64String(RemedyRun.KeyBytes("test-2048-encrypted-3des.pem"), Base64FormattingOptions.InsertLineBreaks))),
        ["encrypted, base64 of base64"] = ("openssl", () => Utf8(Convert.ToBase64String(Utf8(Convert.ToBase64String(RemedyRun.KeyBytes("test-2048-encrypted-aes128.pem")))))),
        ["encrypted, UTF-16"] = ("openssl", () => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(RemedyRun.KeyBytes("test-2048-encrypted-aes256.pem")))),
        ["encrypted, UTF-16 with a mark"] = ("openssl", () => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(RemedyRun.KeyBytes("test-2048-encrypted-aes256.pem")))]),
        ["scrypt"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-encrypted-scrypt.pem")),
        ["Camellia"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-encrypted-camellia.pem")),
        ["RC4"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-encrypted-rc4.pem")),
        ["20 million rounds"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-encrypted-20m-rounds.pem")),
        ["old PEM encryption"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-legacy-encrypted.pem")),
        ["PKCS#12"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-container.p12")),
        ["PKCS#12 with RC2"] = ("openssl", () => RemedyRun.KeyBytes("test-2048-container-rc2.p12")),
        ["PKCS#12 in base64"] = ("openssl", () => Utf8(Convert.ToBase64String(RemedyRun.KeyBytes("test-2048-container.p12")))),
        ["OpenSSH, encrypted"] = ("ssh-keygen", () => RemedyRun.KeyBytes("test-2048-openssh-encrypted.pem")),
        ["OpenSSH, encrypted, in base64"] = ("ssh-keygen", () => Utf8(Convert.ToBase64String(RemedyRun.KeyBytes("test-2048-openssh-encrypted.pem")))),
        ["PuTTY"] = ("puttygen", () => RemedyRun.KeyBytes("test-2048.ppk")),
        ["PuTTY, encrypted"] = ("puttygen", () => RemedyRun.KeyBytes("test-2048-encrypted.ppk")),
        ["Java keystore"] = ("keytool", () => RemedyRun.KeyBytes("test-2048.jks")),
        ["encrypted by GnuPG"] = ("gpg", () => RemedyRun.KeyBytes("test-2048-encrypted-gpg.asc")),
    };

    private readonly RemedyRun _run = new();

    public static TheoryData<string> Names => [.. Keys.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task What_is_printed_for_this_key_is_typed_and_the_key_survives(string name)
    {
        (string program, Func<byte[]> content) = Keys[name];
        await RequireAsync(program);
        _run.Put("key", content());
        HlResult refused = (await _run.HlAsync("", "token", "--key-file", "key", "--site-id", "1")).Require(3);
        string? command = RemedyRun.CommandIn(refused.Error);
        Assert.True(command is not null, refused.Error);
        await RequireOneGoodKeyAsync(await _run.TypeAsync(command));

        // Typed again it must not destroy what it made: the next one is told another name.
        HlResult again = (await _run.HlAsync("", "token", "--key-file", "key", "--site-id", "1")).Require(3);
        Assert.NotEqual(command, RemedyRun.CommandIn(again.Error));
    }

    [Theory]
    [InlineData("my key.pem")]
    [InlineData("it's \"the\" key.pem")]
    [InlineData("-key.pem")]
    [InlineData("-")]
    [InlineData("$(touch made) `touch made` * ? ~ #.pem")]
    [InlineData("back\\slash;touch made.pem")]
    [InlineData("Schlüssel für Anna.pem")]
    [InlineData("no-extension")]
    public async Task Any_name_is_typed_as_printed(string name)
    {
        await RequireAsync("openssl");
        foreach (string fixture in new[] { "test-2048-encrypted-aes256.pem", "test-2048-container.p12" })
        {
            _run.Put(name, RemedyRun.KeyBytes(fixture));
            foreach (string given in new[] { $"./{name}", _run.PathTo(name), name })
            {
                HlResult refused = (await _run.HlAsync("", "key", "inspect", $"--key-file={given}")).Require(3);
                if (name == "-" && given == name)
                {
                    continue; // standard input, as the manual says
                }

                await RequireOneGoodKeyAsync(await _run.TypeAsync(RemedyRun.CommandIn(refused.Error)!));
                Assert.False(File.Exists(_run.PathTo("made")));
            }
        }
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\\n")]
    public async Task A_variable_is_read_again_by_what_is_printed(string lineEnd)
    {
        await RequireAsync("openssl");
        _run.Environment["HL_PARTNER_KEY"] = Encoding.UTF8.GetString(RemedyRun.KeyBytes("test-2048-encrypted-scrypt.pem")).Replace("\n", lineEnd, StringComparison.Ordinal);
        HlResult refused = (await _run.HlAsync("", "token", "--site-id", "1")).Require(3);
        await RequireOneGoodKeyAsync(await _run.TypeAsync(RemedyRun.CommandIn(refused.Error)!));
    }

    [Fact]
    public async Task What_cannot_be_read_again_has_no_command()
    {
        string key = Encoding.UTF8.GetString(RemedyRun.KeyBytes("test-2048-encrypted-scrypt.pem"));
        HlResult refused = (await _run.HlAsync(key, "token", "--key-file", "-", "--site-id", "1")).Require(3);
        Assert.Null(RemedyRun.CommandIn(refused.Error));
        Assert.EndsWith("Write it into a file of its own first; the command is told when that file is given.\n", refused.Error, StringComparison.Ordinal);
        HlResult device = (await _run.HlAsync(key, "token", "--key-file", "/dev/stdin", "--site-id", "1")).Require(3);
        Assert.Null(RemedyRun.CommandIn(device.Error));
    }

    [Theory]
    [InlineData("nothing there")]
    [InlineData("empty", "")]
    [InlineData("public half", "test-2048-public.pem")]
    [InlineData("certificate", "test-2048-certificate.pem")]
    [InlineData("EC", "test-ec-pkcs8.pem")]
    [InlineData("OpenSSH, Ed25519", "test-openssh-ed25519.pem")]
    [InlineData("512 bits", "test-512-pkcs8.pem")]
    public async Task A_new_pair_goes_where_nothing_is(string name, string? fixture = null)
    {
        _run.Put("HelpLightningKey.pem", "precious"u8.ToArray());
        if (fixture is not null)
        {
            _run.Put(name, fixture.Length == 0 ? [] : RemedyRun.KeyBytes(fixture));
        }

        await RequireAsync("python3");
        HlResult refused = (await _run.HlAsync("", "token", "--key-file", name, "--site-id", "1")).Require(3);
        string[] made = await _run.TypeAsync(RemedyRun.CommandIn(refused.Error)!);
        Assert.NotEmpty(await _run.ThumbprintAsync(Assert.Single(made)));
    }

    [Theory]
    [InlineData("test-2048-pkcs8.pem")]
    [InlineData("test-2048-openssh.pem")]
    [InlineData("test-2048-encrypted-aes256.pem")]
    public async Task The_public_half_of_a_private_key_is_made_by_what_is_printed(string fixture)
    {
        await RequireAsync("python3");
        _run.Environment["HL_PARTNER_KEY_PASSPHRASE"] = RemedyRun.Passphrase;
        _run.Put("pub.pem", "precious"u8.ToArray());
        _run.Put("my key.pem", RemedyRun.KeyBytes(fixture));
        HlResult refused = (await _run.HlAsync("", "token", "verify", "a.b.c", "--public-key-file", "my key.pem", "--site-id", "1")).Require(3);
        string half = Assert.Single(await _run.TypeAsync(RemedyRun.CommandIn(refused.Error)!));
        Assert.Equal(Thumbprint, PartnerPublicKey.FromFile(_run.PathTo(half)).Thumbprint);
    }

    /// <summary>The library's own words name openssl where hl names itself.</summary>
    [Fact]
    public async Task The_public_half_is_made_by_what_the_library_proposes()
    {
        await RequireAsync("openssl");
        _run.Put("my key.pem", RemedyRun.KeyBytes("test-2048-pkcs8.pem"));
        PartnerKeyRemedy remedy = Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromFile(_run.PathTo("my key.pem"))).Remedy;
        string half = Assert.Single(await _run.TypeAsync(remedy.Command!));
        Assert.Equal(Thumbprint, PartnerPublicKey.FromFile(_run.PathTo(half)).Thumbprint);
    }

    [Fact]
    public async Task A_folder_is_shown_and_open_permissions_are_closed_by_what_is_printed()
    {
        await RequireAsync("python3");
        _run.Put("loose key.pem", RemedyRun.KeyBytes("test-2048-pkcs8.pem"));
        HlResult folder = (await _run.HlAsync("", "key", "inspect", "--key-file", _run.Folder)).Require(3);
        Assert.Empty(await _run.TypeAsync(RemedyRun.CommandIn(folder.Error)!));
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        File.SetUnixFileMode(_run.PathTo("loose key.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead);
        HlResult loose = (await _run.HlAsync("", "key", "inspect", "--key-file", "loose key.pem")).Require(0);
        Assert.Empty(await _run.TypeAsync(RemedyRun.CommandIn(loose.Error)!));
        Assert.Equal(Thumbprint, await _run.ThumbprintAsync("loose key.pem"));
    }

    [Fact]
    public async Task The_steps_after_a_new_key_can_be_typed()
    {
        await RequireAsync("python3");
        _run.Put("pub.pem", "precious"u8.ToArray());
        HlResult made = (await _run.HlAsync("", "key", "create", "--out", "my key.pem")).Require(0);
        string step = made.Error.Split('\n').Single(static line => line.Contains("hl key public", StringComparison.Ordinal)).Trim();
        Assert.Equal("pub-2.pem", Assert.Single(await _run.TypeAsync(step)));
    }

    public void Dispose() => _run.Dispose();

    private static async Task RequireAsync(string program)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The commands are for a POSIX shell.");
        await Shell.RequireAsync(RemedyRun.Python, "--version");
        if (program != "python3")
        {
            await Shell.RequireAsync(program, program == "openssl" ? "version" : "--help");
        }

        if (program == "keytool")
        {
            await Shell.RequireAsync("openssl", "version");
        }
    }

    /// <summary>A container may be made on the way; the key itself is the file that is no container.</summary>
    private async Task RequireOneGoodKeyAsync(string[] made)
    {
        string key = Assert.Single(made, static name => !name.EndsWith(".p12", StringComparison.Ordinal));
        Assert.Equal(Thumbprint, await _run.ThumbprintAsync(key));
    }

    private static byte[] Decoded(string fixture)
    {
        byte[] base64 = Utf8(string.Concat(
            Encoding.ASCII.GetString(RemedyRun.KeyBytes(fixture)).Split('\n').Where(static line => !line.StartsWith('-'))));
        Assert.Equal(OperationStatus.Done, Base64.DecodeFromUtf8InPlace(base64, out int length));
        return base64[..length];
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
