using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Every form in which people deliver a key, each read as the same key.</summary>
public sealed class AcceptedFormsTests
{
    private static readonly Dictionary<string, Func<byte[]>> Forms = new()
    {
        ["PKCS#8 PEM"] = () => Utf8(TestKeys.Pkcs8),
        ["PKCS#1 PEM"] = () => Utf8(TestKeys.Pkcs1),
        ["encrypted PKCS#8, AES-256"] = () => TestKeys.Bytes("test-2048-encrypted-aes256.pem"),
        ["encrypted PKCS#8, 3DES"] = () => TestKeys.Bytes("test-2048-encrypted-3des.pem"),
        ["PKCS#8 DER"] = () => TestKeys.Der(TestKeys.Pkcs8),
        ["PKCS#1 DER"] = () => TestKeys.Der(TestKeys.Pkcs1),
        ["encrypted PKCS#8 DER"] = () => TestKeys.Der(TestKeys.Text("test-2048-encrypted-aes256.pem")),
        ["CRLF line ends"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["CR line ends"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\r", StringComparison.Ordinal)),
        ["one line with spaces"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", " ", StringComparison.Ordinal)),
        ["indented"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\n    ", StringComparison.Ordinal)),
        ["UTF-8 with BOM"] = () => [0xef, 0xbb, 0xbf, .. Utf8(TestKeys.Pkcs8)],
        ["UTF-16 little endian with BOM"] = () => [0xff, 0xfe, .. Encoding.Unicode.GetBytes(TestKeys.Pkcs8)],
        ["UTF-16 big endian with BOM"] = () => [0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(TestKeys.Pkcs8)],
        ["white space around"] = () => Utf8("\n \t\r\n" + TestKeys.Pkcs8 + "\n\n \t"),
        ["double quotes around"] = () => Utf8($"\"{TestKeys.Pkcs8}\""),
        ["single quotes around, trailing newline"] = () => Utf8($"'{TestKeys.Pkcs8.Trim()}'\n"),
        ["backslash n"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\\n", StringComparison.Ordinal)),
        ["backslash r backslash n, quoted"] = () => Utf8($"\"{TestKeys.Pkcs8.Replace("\n", "\\r\\n", StringComparison.Ordinal)}\""),
        ["bag attributes and certificate beside"] = () => TestKeys.Bytes("test-2048-bag-attributes.pem"),
        ["text before and after"] = () => Utf8($"This is my key:\n{TestKeys.Pkcs8}\nKeep it safe.\n"),
        ["certificate before"] = () => Utf8(TestKeys.Text("test-2048-certificate.pem") + TestKeys.Pkcs8),
        ["public key after"] = () => Utf8(TestKeys.Pkcs8 + TestKeys.Text("test-2048-public.pem")),
        ["the same key twice"] = () => Utf8(TestKeys.Pkcs8 + TestKeys.Pkcs1),
        ["bare base64 of PKCS#8"] = () => Utf8(TestKeys.Base64(TestKeys.Pkcs8)),
        ["bare base64 of PKCS#1, wrapped"] = () => Utf8(string.Join('\n', TestKeys.Base64(TestKeys.Pkcs1).Chunk(64).Select(c => new string(c)))),
        ["PKCS#1 under the label of PKCS#8"] = () => Utf8(TestKeys.Pkcs1.Replace("RSA PRIVATE", "PRIVATE", StringComparison.Ordinal)),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_in_this_form_is_read_from_a_file(string form)
    {
        using TemporaryFolder folder = new();
        using PartnerKey key = PartnerKey.FromPemFile(TestKeys.Write(folder, "k", Forms[form]()), TestKeys.Passphrase);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        Assert.Empty(key.Warnings);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_in_this_form_is_read_from_a_stream(string form)
    {
        using MemoryStream stream = new(Forms[form]());
        using PartnerKey key = PartnerKey.FromStream(stream, TestKeys.Passphrase);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        Assert.True(stream.CanRead, "the stream stays open");
    }

    [Theory]
    [InlineData("test-2048-pkcs8.pem", PartnerKeySyntax.Pkcs8, "PKCS#8, PEM")]
    [InlineData("test-2048-pkcs1.pem", PartnerKeySyntax.Pkcs1, "PKCS#1, PEM")]
    [InlineData("test-2048-encrypted-aes256.pem", PartnerKeySyntax.EncryptedPkcs8, "encrypted PKCS#8, PEM")]
    public void The_form_is_told(string file, PartnerKeySyntax syntax, string words)
    {
        using PartnerKey key = PartnerKey.FromText(TestKeys.Text(file), TestKeys.Passphrase);
        Assert.Equal(new PartnerKeyForm(syntax, PartnerKeyEncoding.Pem), key.Form);
        Assert.Equal(words, key.Form!.ToString());
    }

    [Fact]
    public void A_key_is_read_from_an_environment_variable()
    {
        string name = $"HL_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, TestKeys.Pkcs8.Replace("\n", "\\n", StringComparison.Ordinal));
        using PartnerKey key = PartnerKey.FromEnvironmentVariable(name);
        Environment.SetEnvironmentVariable(name, null);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1536)]
    public void A_short_key_works_with_a_warning(int bits)
    {
        using PartnerKey key = PartnerKey.FromText(TestKeys.Text($"test-{bits}-pkcs8.pem"));
        PartnerKeyWarning warning = Assert.Single(key.Warnings);
        Assert.Equal(PartnerKeyWarningCode.KeySizeBelow2048, warning.Code);
        Assert.Contains($"{bits} bits", warning.Message, StringComparison.Ordinal);
        string token = new PartnerTokenSigner(key, new SiteId(1)).Sign().Value;
        Assert.True(new PartnerTokenVerifier(new SiteId(1), [key.PublicKey]).Verify(token).IsValid);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead, "0604")]
    [InlineData(UnixFileMode.GroupRead, "0640")]
    public void A_file_that_others_can_read_works_with_a_warning(UnixFileMode others, string octal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k.pem", Utf8(TestKeys.Pkcs8), UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        using PartnerKey key = PartnerKey.FromPemFile(path);
        PartnerKeyWarning warning = Assert.Single(key.Warnings);
        Assert.Equal(PartnerKeyWarningCode.FileReadableByOthers, warning.Code);
        Assert.Contains($"mode {octal}", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith($"chmod 600 {path}", warning.Message, StringComparison.Ordinal);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
