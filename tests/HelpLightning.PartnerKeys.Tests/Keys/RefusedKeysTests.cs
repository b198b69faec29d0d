using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Every way a key can be wrong has its own error, which says what was found and what to type, never the key.</summary>
public sealed class RefusedKeysTests
{
    private static readonly Dictionary<string, (Func<byte[]> Content, PartnerKeyProblem Problem, string Says)> Cases = new()
    {
        ["public key only"] = (() => TestKeys.Bytes("test-2048-public.pem"), PartnerKeyProblem.PublicKeyOnly, "hl key create"),
        ["public key DER"] = (() => TestKeys.Der(TestKeys.Text("test-2048-public.pem")), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["certificate only"] = (() => TestKeys.Bytes("test-2048-certificate.pem"), PartnerKeyProblem.CertificateOnly, "only a certificate"),
        ["EC key, SEC1"] = (() => TestKeys.Bytes("test-ec-sec1.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key, PKCS#8"] = (() => TestKeys.Bytes("test-ec-pkcs8.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key, encrypted"] = (() => TestKeys.Bytes("test-ec-encrypted.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["Ed25519 key"] = (() => TestKeys.Bytes("test-ed25519.pem"), PartnerKeyProblem.WrongAlgorithm, "Ed25519"),
        ["RSA-PSS key"] = (() => TestKeys.Bytes("test-rsa-pss.pem"), PartnerKeyProblem.WrongAlgorithm, "restricted to PSS"),
        ["DSA key"] = (() => TestKeys.Bytes("test-dsa-pkcs8.pem"), PartnerKeyProblem.WrongAlgorithm, "DSA"),
        ["OpenSSH private key"] = (() => TestKeys.Bytes("test-openssh.pem"), PartnerKeyProblem.OpenSshFormat, "ssh-keygen -p -m PKCS8"),
        ["OpenSSH public key"] = (() => TestKeys.Bytes("test-openssh-public.txt"), PartnerKeyProblem.NotAKey, "OpenSSH public key"),
        ["PKCS#12 container"] = (() => TestKeys.Bytes("test-2048-container.p12"), PartnerKeyProblem.Pkcs12Container, "openssl pkcs12 -in"),
        ["legacy encryption"] = (() => TestKeys.Bytes("test-2048-legacy-encrypted.pem"), PartnerKeyProblem.LegacyEncryption, "openssl pkcs8 -topk8"),
        ["two different keys"] = (() => Utf8(TestKeys.Pkcs8 + TestKeys.Text("test-other-2048-pkcs8.pem")), PartnerKeyProblem.SeveralKeys, "2 different private keys"),
        ["no END line"] = (() => Utf8(TestKeys.Pkcs8[..900]), PartnerKeyProblem.Truncated, "no END PRIVATE KEY line"),
        ["BEGIN line only"] = (() => Utf8(TestKeys.Pkcs8.Split('\n')[0]), PartnerKeyProblem.Truncated, "cut off"),
        ["no BEGIN line"] = (() => Utf8(TestKeys.Pkcs8[100..]), PartnerKeyProblem.Truncated, "no BEGIN line"),
        ["lines missing inside"] = (() => Utf8(Without(TestKeys.Pkcs8, line: 5)), PartnerKeyProblem.Truncated, "cut off"),
        ["DER cut short"] = (() => TestKeys.Der(TestKeys.Pkcs8)[..600], PartnerKeyProblem.Truncated, "cut off"),
        ["base64 with a stray character"] = (() => Utf8(TestKeys.Pkcs8.Replace("\nM", "\n*", StringComparison.Ordinal).Replace("\n", "*\n", StringComparison.Ordinal)), PartnerKeyProblem.Corrupt, "not base64"),
        ["END line of another kind"] = (() => Utf8(TestKeys.Pkcs8.Replace("END PRIVATE", "END PUBLIC", StringComparison.Ordinal)), PartnerKeyProblem.Corrupt, "does not end with"),
        ["trailing bytes after the DER"] = (() => [.. TestKeys.Der(TestKeys.Pkcs8), 0, 0, 0], PartnerKeyProblem.Corrupt, "damaged"),
        ["empty"] = (() => [], PartnerKeyProblem.Empty, "is empty"),
        ["white space only"] = (() => Utf8(" \r\n\t"), PartnerKeyProblem.Empty, "is empty"),
        ["JSON"] = (() => Utf8("""{"kty":"RSA","n":"abc"}"""), PartnerKeyProblem.NotAKey, "JSON"),
        ["HTML"] = (() => Utf8("<!doctype html><title>404</title>"), PartnerKeyProblem.NotAKey, "HTML"),
        ["a token"] = (() => Utf8("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJHaGF6YWwifQ.AAAA"), PartnerKeyProblem.NotAKey, "a token (JWT)"),
        ["a word"] = (() => Utf8("password"), PartnerKeyProblem.NotAKey, "holds no key"),
        ["base64 of something else"] = (() => Utf8(System.Convert.ToBase64String(new byte[300])), PartnerKeyProblem.NotAKey, "base64 of something else"),
        ["binary rubbish"] = (() => [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 7 + 129))], PartnerKeyProblem.NotAKey, "holds no key"),
        ["more than 64 KiB"] = (() => Utf8(TestKeys.Pkcs8 + new string('\n', 70_000)), PartnerKeyProblem.TooLarge, "64 KiB"),
        ["512 bits"] = (() => TestKeys.Bytes("test-512-pkcs8.pem"), PartnerKeyProblem.TooWeak, "512 bits"),
        ["768 bits"] = (() => TestKeys.Bytes("test-768-pkcs8.pem"), PartnerKeyProblem.TooWeak, "768 bits"),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void This_is_refused_for_its_own_reason(string name)
    {
        (Func<byte[]> content, PartnerKeyProblem problem, string says) = Cases[name];
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k", content());
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile(path, TestKeys.Passphrase));
        Assert.Equal(problem, e.Problem);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}'", e.Message, StringComparison.Ordinal);
        RequireNoSecretIn(e, content());
    }

    [Fact]
    public void A_missing_passphrase_says_how_to_give_one()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(TestKeys.Text("test-2048-encrypted-aes256.pem")));
        Assert.Equal(PartnerKeyProblem.PassphraseMissing, e.Problem);
        Assert.Contains("HL_PARTNER_KEY_PASSPHRASE", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("correct-horse ")]
    [InlineData("Correct-horse")]
    public void A_wrong_passphrase_is_not_repeated(string passphrase)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(
            () => PartnerKey.FromText(TestKeys.Text("test-2048-encrypted-aes256.pem"), passphrase));
        Assert.Equal(PartnerKeyProblem.PassphraseWrong, e.Problem);
        Assert.DoesNotContain(passphrase.Trim(), e.ToString().Replace("wrong", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile("/nowhere/at/all.pem"));
        Assert.Equal(PartnerKeyProblem.NotFound, e.Problem);
        Assert.Contains("'/nowhere/at/all.pem' does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_said_to_be_one()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile(Path.GetTempPath()));
        Assert.Equal(PartnerKeyProblem.IsDirectory, e.Problem);
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_so()
    {
        // Even root gets an error from reading this one at its start.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is such a file on Linux only.");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile("/proc/self/mem"));
        Assert.Equal(PartnerKeyProblem.NotReadable, e.Problem);
        Assert.Contains("ls -l /proc/self/mem", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_without_end_is_given_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is such a file on Linux only.");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile("/dev/zero"));
        Assert.Equal(PartnerKeyProblem.TooLarge, e.Problem);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromEnvironmentVariable("HL_TEST_NOT_SET"));
        Assert.Equal(PartnerKeyProblem.VariableNotSet, e.Problem);
        Assert.StartsWith("Environment variable HL_TEST_NOT_SET is not set.", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_key_given_as_its_own_file_name_is_not_repeated()
    {
        foreach (string mistaken in new[] { TestKeys.Pkcs8, TestKeys.Base64(TestKeys.Pkcs8), TestKeys.Pkcs8.Replace("\n", "", StringComparison.Ordinal) })
        {
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile(mistaken));
            Assert.Contains("looks like the key itself", e.Message, StringComparison.Ordinal);
            RequireNoSecretIn(e, Utf8(mistaken));
            RequireNoSecretIn(Assert.Throws<PartnerKeyException>(() => PartnerKey.FromEnvironmentVariable(mistaken)), Utf8(mistaken));
        }
    }

    private static void RequireNoSecretIn(Exception e, byte[] content)
    {
        string shown = e.ToString();
        // PEM's own header lines ("Proc-Type: 4,ENCRYPTED") are no part of the key.
        string text = string.Join('\n', Encoding.Latin1.GetString(content).Split('\n').Where(line => !line.Contains(": ", StringComparison.Ordinal)));
        string base64 = System.Convert.ToBase64String(content);
        for (int i = 0; i + 12 <= text.Length; i += 6)
        {
            // Labels such as BEGIN PRIVATE KEY are no secret; key material has no run of 12 without a digit or lower case.
            string run = text.Substring(i, 12);
            if (run.Any(char.IsAsciiDigit) && run.Any(char.IsAsciiLetterLower))
            {
                Assert.DoesNotContain(run, shown, StringComparison.Ordinal);
            }
        }

        for (int i = 0; i + 12 <= base64.Length; i += 6)
        {
            Assert.DoesNotContain(base64.Substring(i, 12), shown, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(TestKeys.Passphrase, shown, StringComparison.Ordinal);
    }

    private static string Without(string text, int line) => string.Join('\n', text.Split('\n').Where((_, i) => i != line));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
