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
        ["encrypted PKCS#8, AES-128"] = () => TestKeys.Bytes("test-2048-encrypted-aes128.pem"),
        ["encrypted PKCS#8, 3DES"] = () => TestKeys.Bytes("test-2048-encrypted-3des.pem"),
        ["encrypted PKCS#8, PBES1 with 3DES"] = () => TestKeys.Bytes("test-2048-encrypted-pbes1-3des.pem"),
        ["PKCS#8 DER"] = () => TestKeys.Der(TestKeys.Pkcs8),
        ["PKCS#1 DER"] = () => TestKeys.Der(TestKeys.Pkcs1),
        ["encrypted PKCS#8 DER, AES-256"] = () => TestKeys.Der(TestKeys.Text("test-2048-encrypted-aes256.pem")),
        ["encrypted PKCS#8 DER, AES-128"] = () => TestKeys.Der(TestKeys.Text("test-2048-encrypted-aes128.pem")),
        ["encrypted PKCS#8 DER, PBES1 with 3DES"] = () => TestKeys.Der(TestKeys.Text("test-2048-encrypted-pbes1-3des.pem")),
        ["encrypted PKCS#8, CRLF, quoted"] = () => Utf8($"\"{TestKeys.Text("test-2048-encrypted-aes128.pem").Replace("\n", "\r\n", StringComparison.Ordinal)}\""),
        ["bare base64 of encrypted PKCS#8"] = () => Utf8(TestKeys.Base64(TestKeys.Text("test-2048-encrypted-aes128.pem"))),
        ["CRLF line ends"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["CR line ends"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\r", StringComparison.Ordinal)),
        ["one line with spaces"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", " ", StringComparison.Ordinal)),
        ["no line ends at all"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "", StringComparison.Ordinal)),
        ["UTF-8 with BOM, CRLF"] = () => [0xef, 0xbb, 0xbf, .. Utf8(TestKeys.Pkcs8.Replace("\n", "\r\n", StringComparison.Ordinal))],
        ["a line of an .env file"] = () => Utf8($"HL_SITE_ID=1\nHL_PARTNER_KEY=\"{TestKeys.Pkcs8.Replace("\n", "\\n", StringComparison.Ordinal)}\"\n"),
        ["a member of a JSON document"] = () => Utf8($$"""{"key":"{{TestKeys.Pkcs8.Replace("\n", "\\n", StringComparison.Ordinal)}}"}"""),
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
        ["certificate after"] = () => Utf8(TestKeys.Pkcs8 + TestKeys.Text("test-2048-certificate.pem")),
        ["certificate of another key before"] = () => Utf8(TestKeys.Text("test-ec-certificate.pem") + TestKeys.Pkcs8),
        ["public key before"] = () => Utf8(TestKeys.Text("test-2048-public.pem") + TestKeys.Pkcs8),
        ["PKCS#1 public key before"] = () => Utf8(TestKeys.Text("test-2048-pkcs1-public.pem") + TestKeys.Pkcs1),
        ["the same key three times, once encrypted"] = () => Utf8(TestKeys.Pkcs8 + TestKeys.Text("test-2048-encrypted-aes128.pem") + TestKeys.Pkcs8),
        ["public key after"] = () => Utf8(TestKeys.Pkcs8 + TestKeys.Text("test-2048-public.pem")),
        ["the same key twice"] = () => Utf8(TestKeys.Pkcs8 + TestKeys.Pkcs1),
        ["bare base64 of PKCS#8"] = () => Utf8(TestKeys.Base64(TestKeys.Pkcs8)),
        ["bare base64 of PKCS#1"] = () => Utf8(TestKeys.Base64(TestKeys.Pkcs1)),
        ["bare base64 of PKCS#8, wrapped"] = () => Utf8(Wrap(TestKeys.Base64(TestKeys.Pkcs8), "\r\n")),
        ["bare base64 of PKCS#1, wrapped"] = () => Utf8(Wrap(TestKeys.Base64(TestKeys.Pkcs1), "\n")),
        ["bare base64, wrapped with backslash n, quoted"] = () => Utf8($"'{Wrap(TestKeys.Base64(TestKeys.Pkcs8), "\\n")}'"),
        ["base64 of a PEM"] = () => Utf8(Encoded(TestKeys.Pkcs8)),
        ["base64 of a PEM, wrapped"] = () => Utf8(Wrap(Encoded(TestKeys.Pkcs8), "\r\n")),
        ["base64 of a PEM, twice"] = () => Utf8(Encoded(Encoded(TestKeys.Pkcs8))),
        ["base64 of a PEM, twice, wrapped"] = () => Utf8(Wrap(Encoded(Wrap(Encoded(TestKeys.Pkcs8), "\n")), "\n")),
        ["base64url of a PEM, no padding"] = () => Utf8(Url(Encoded("ü" + TestKeys.Pkcs8 + "ÿ?>"))),
        ["base64 of a PEM with CRLF and byte order mark"] = () => Utf8(Encoded("\ufeff" + TestKeys.Pkcs8.Replace("\n", "\r\n", StringComparison.Ordinal))),
        ["base64 of an encrypted PEM"] = () => Utf8(Encoded(TestKeys.Text("test-2048-encrypted-aes128.pem"))),
        ["base64 of UTF-16"] = () => Utf8(System.Convert.ToBase64String(Encoding.Unicode.GetBytes(TestKeys.Pkcs8))),
        ["base64 of bare base64"] = () => Utf8(Encoded(TestKeys.Base64(TestKeys.Pkcs8))),
        ["a Kubernetes secret"] = () => Utf8($"apiVersion: v1\nkind: Secret\ndata:\n  key.pem: {Encoded(TestKeys.Pkcs8)}\ntype: Opaque\n"),
        ["bare base64 without padding"] = () => Utf8(TestKeys.Base64(TestKeys.Pkcs8).TrimEnd('=')),
        ["bare base64url"] = () => Utf8(Url(TestKeys.Base64(TestKeys.Pkcs8))),
        ["JWK"] = () => Utf8(KeyForms.Jwk(TestKeys.Key)),
        ["JWK, escaped in quotes"] = () => Utf8($"\"{KeyForms.Jwk(TestKeys.Key).Replace("\\\"", "", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\""),
        ["JWKS with an EC key beside"] = () => Utf8($$$"""{"keys": [{"kty":"EC","crv":"P-256","x":"AA","y":"AA","d":"AA"}, {{{KeyForms.Jwk(TestKeys.Key)}}}]}"""),
        ["base64 of a JWK"] = () => Utf8(Encoded(KeyForms.Jwk(TestKeys.Key))),
        ["RSAKeyValue"] = () => Utf8(KeyForms.Xml(TestKeys.Key)),
        ["RSAKeyValue, escaped in XML"] = () => Utf8($"<add key=\"k\" value=\"{KeyForms.Xml(TestKeys.Key).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)}\"/>"),
        ["OpenSSH"] = () => TestKeys.Bytes("test-2048-openssh.pem"),
        ["hex"] = () => Utf8(System.Convert.ToHexString(TestKeys.Der(TestKeys.Pkcs8))),
        ["hex with colons"] = () => Utf8("0x" + BitConverter.ToString(TestKeys.Der(TestKeys.Pkcs1)).Replace('-', ':')),
        ["hex of a PEM"] = () => Utf8(System.Convert.ToHexStringLower(Utf8(TestKeys.Pkcs8))),
        ["UTF-16 little endian without a mark"] = () => Encoding.Unicode.GetBytes(TestKeys.Pkcs8),
        ["UTF-16 big endian without a mark"] = () => Encoding.BigEndianUnicode.GetBytes(TestKeys.Pkcs8),
        ["UTF-32 little endian without a mark"] = () => Encoding.UTF32.GetBytes(TestKeys.Pkcs8),
        ["UTF-32 big endian with a mark"] = () => [0, 0, 0xfe, 0xff, .. new UTF32Encoding(true, false).GetBytes(TestKeys.Pkcs8)],
        ["typographic dashes"] = () => Utf8(TestKeys.Pkcs8.Replace("-----", "\u2014\u2014-", StringComparison.Ordinal)),
        ["one long dash"] = () => Utf8(TestKeys.Pkcs8.Replace("-----B", "\u2014B", StringComparison.Ordinal).Replace("-----E", "\u2013\u2014E", StringComparison.Ordinal)),
        ["no-break spaces"] = () => Utf8(TestKeys.Pkcs8.Replace(" ", "\u00a0", StringComparison.Ordinal).Replace("\n", "\u202f\n", StringComparison.Ordinal)),
        ["characters of no width"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\u200b\n\u2060", StringComparison.Ordinal)),
        ["armour in small letters"] = () => Utf8(TestKeys.Pkcs8.Replace("BEGIN PRIVATE KEY", "begin private key", StringComparison.Ordinal).Replace("END PRIVATE KEY", "End Private Key", StringComparison.Ordinal)),
        ["armour with four dashes and spaces"] = () => Utf8(TestKeys.Pkcs8.Replace("-----B", "---- B", StringComparison.Ordinal).Replace("-----E", "---- E", StringComparison.Ordinal).Replace("Y-----", "Y ----", StringComparison.Ordinal)),
        ["armour with six dashes"] = () => Utf8(TestKeys.Pkcs8.Replace("-----", "------", StringComparison.Ordinal)),
        ["quoted in a mail"] = () => Utf8("Ann wrote:\n> " + TestKeys.Pkcs8.Replace("\n", "\n> ", StringComparison.Ordinal)),
        ["quoted in a mail, twice"] = () => Utf8(">> " + TestKeys.Pkcs8.Replace("\n", "\r\n>> ", StringComparison.Ordinal)),
        ["HTML-escaped"] = () => Utf8(TestKeys.Pkcs8.Replace("+", "&#43;", StringComparison.Ordinal).Replace("/", "&#x2F;", StringComparison.Ordinal).Replace("=", "&equals;", StringComparison.Ordinal).Replace("\n", "&#10;", StringComparison.Ordinal)),
        ["HTML with line breaks"] = () => Utf8("<p>" + TestKeys.Pkcs8.Replace(" ", "&nbsp;", StringComparison.Ordinal).Replace("\n", "<br />\n", StringComparison.Ordinal) + "</p>"),
        ["URL-encoded"] = () => Utf8(Uri.EscapeDataString(TestKeys.Pkcs8)),
        ["URL-encoded as a form"] = () => Utf8(System.Net.WebUtility.UrlEncode(TestKeys.Pkcs8)),
        ["a JSON string with slashes escaped"] = () => Utf8(TestKeys.Pkcs8.Replace("/", "\\/", StringComparison.Ordinal).Replace("+", "\\u002B", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)),
        ["backslashes escaped twice"] = () => Utf8(TestKeys.Pkcs8.Replace("\n", "\\\\n", StringComparison.Ordinal)),
        ["PKCS#8 DER with a NUL after it"] = () => [.. TestKeys.Der(TestKeys.Pkcs8), 0],
        ["PKCS#1 DER with a line feed after it"] = () => [.. TestKeys.Der(TestKeys.Pkcs1), 13, 10],
        ["EC key beside"] = () => Utf8(TestKeys.Text("test-ec-pkcs8.pem") + TestKeys.Pkcs8),
        ["EC and Ed25519 keys after, one encrypted"] = () => Utf8(TestKeys.Pkcs1 + TestKeys.Text("test-ec-encrypted.pem") + TestKeys.Text("test-ed25519-encrypted.pem")),
        ["PKCS#1 under the label of PKCS#8"] = () => Utf8(TestKeys.Pkcs1.Replace("RSA PRIVATE", "PRIVATE", StringComparison.Ordinal)),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    /// <summary>DER cannot be given as characters.</summary>
    public static TheoryData<string> TextNames => [.. Forms.Keys.Where(static name => !name.Contains("DER", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_key_in_this_form_is_read_from_a_file(string form)
    {
        using TemporaryFolder folder = new();
        using PartnerKey key = PartnerKey.FromFile(TestKeys.Write(folder, "k", Forms[form]()), TestKeys.Passphrase);
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
    [MemberData(nameof(TextNames))]
    public void A_key_in_this_form_is_read_from_text(string form)
    {
        using PartnerKey key = PartnerKey.FromText(TextOf(form), TestKeys.Passphrase);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
    }

    /// <summary>A variable ends at the first zero.</summary>
    public static TheoryData<string> VariableNames => [.. TextNames.Select(static row => row.Data).Where(static name => !name.Contains("without a mark", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(VariableNames))]
    public void A_key_in_this_form_is_read_from_an_environment_variable(string form)
    {
        string name = $"HL_TEST_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, TextOf(form));
        using PartnerKey key = PartnerKey.FromEnvironmentVariable(name, TestKeys.Passphrase);
        Environment.SetEnvironmentVariable(name, null);
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
    }

    [Theory]
    [InlineData(false, PartnerKeyEncoding.Der, "PKCS#8, DER")]
    [InlineData(true, PartnerKeyEncoding.Base64, "PKCS#8, bare base64")]
    public void The_encoding_is_told(bool isBase64, PartnerKeyEncoding encoding, string words)
    {
        byte[] der = TestKeys.Der(TestKeys.Pkcs8);
        using MemoryStream stream = new(isBase64 ? Utf8(System.Convert.ToBase64String(der)) : der);
        using PartnerKey key = PartnerKey.FromStream(stream);
        Assert.Equal(new PartnerKeyForm(PartnerKeySyntax.Pkcs8, encoding), key.Form);
        Assert.Equal(words, key.Form!.ToString());
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

    [Theory]
    [InlineData(1024)]
    [InlineData(1536)]
    public void A_short_key_works_with_a_warning(int bits)
    {
        using PartnerKey key = PartnerKey.FromText(TestKeys.Text($"test-{bits}-pkcs8.pem"));
        PartnerKeyWarning warning = Assert.Single(key.Warnings);
        Assert.Equal(PartnerKeyWarningCode.KeySizeBelow2048, warning.Code);
        Assert.Contains($"{bits} bits", warning.Message, StringComparison.Ordinal);
        string token = new PartnerTokenSigner(key, new SiteId(1)).Sign().Reveal();
        Assert.True(new PartnerTokenVerifier(new SiteId(1), [key.PublicKey]).Verify(token).IsValid);
    }

    [Theory]
    [InlineData(UnixFileMode.OtherRead, "0604")]
    [InlineData(UnixFileMode.GroupRead, "0640")]
    [InlineData(UnixFileMode.GroupRead | UnixFileMode.OtherRead, "0644")]
    [InlineData(UnixFileMode.GroupWrite, "0620")]
    public void A_file_that_others_can_read_works_with_a_warning(UnixFileMode others, string octal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k.pem", Utf8(TestKeys.Pkcs8), UnixFileMode.UserRead | UnixFileMode.UserWrite | others);
        using PartnerKey key = PartnerKey.FromFile(path);
        PartnerKeyWarning warning = Assert.Single(key.Warnings);
        Assert.Equal(PartnerKeyWarningCode.FileReadableByOthers, warning.Code);
        Assert.Contains($"mode {octal}", warning.Message, StringComparison.Ordinal);
        Assert.EndsWith($"chmod 600 {path}", warning.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead)]
    public void A_file_that_its_owner_alone_can_read_gives_no_warning(UnixFileMode mode)
    {
        using TemporaryFolder folder = new();
        using PartnerKey key = PartnerKey.FromFile(TestKeys.Write(folder, "k.pem", Utf8(TestKeys.Pkcs8), mode));
        Assert.Empty(key.Warnings);
    }

    [Fact]
    public void A_short_key_in_an_open_file_gives_both_warnings()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        using TemporaryFolder folder = new();
        using PartnerKey key = PartnerKey.FromFile(TestKeys.Write(
            folder, "k.pem", TestKeys.Bytes("test-1024-pkcs8.pem"), UnixFileMode.UserRead | UnixFileMode.OtherRead));
        Assert.Equal([PartnerKeyWarningCode.KeySizeBelow2048, PartnerKeyWarningCode.FileReadableByOthers], key.Warnings.Select(w => w.Code));
    }

    /// <summary>What a program that decodes the file for itself hands over.</summary>
    private static string TextOf(string form)
    {
        using StreamReader reader = new(new MemoryStream(Forms[form]()), Encoding.UTF8, detectEncodingFromByteOrderMarks: true);
        return reader.ReadToEnd();
    }

    private static string Encoded(string text) => System.Convert.ToBase64String(Utf8(text));

    private static string Url(string base64) => base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Wrap(string text, string lineEnd) => string.Join(lineEnd, text.Chunk(64).Select(line => new string(line)));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
