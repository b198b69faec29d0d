using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Every way a key can be wrong has its own error, which says what was found and what to type, never the key.</summary>
public sealed class RefusedKeysTests
{
    private static readonly Dictionary<string, (Func<byte[]> Content, PartnerKeyProblem Problem, string Says)> Cases = new()
    {
        ["public key only"] = (() => TestKeys.Bytes("test-2048-public.pem"), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["public key DER"] = (() => TestKeys.Der(TestKeys.Text("test-2048-public.pem")), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["certificate only"] = (() => TestKeys.Bytes("test-2048-certificate.pem"), PartnerKeyProblem.CertificateOnly, "only a certificate"),
        ["EC key, SEC1"] = (() => TestKeys.Bytes("test-ec-sec1.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key, SEC1 with parameters"] = (() => Utf8(EcParameters + TestKeys.Text("test-ec-sec1.pem")), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key DER"] = (() => TestKeys.Der(TestKeys.Text("test-ec-sec1.pem")), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key, bare base64"] = (() => Utf8(TestKeys.Base64(TestKeys.Text("test-ec-pkcs8.pem"))), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key, PKCS#8"] = (() => TestKeys.Bytes("test-ec-pkcs8.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC key, encrypted"] = (() => TestKeys.Bytes("test-ec-encrypted.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["Ed25519 key"] = (() => TestKeys.Bytes("test-ed25519.pem"), PartnerKeyProblem.WrongAlgorithm, "Ed25519"),
        ["RSA-PSS key"] = (() => TestKeys.Bytes("test-rsa-pss.pem"), PartnerKeyProblem.WrongAlgorithm, "restricted to PSS"),
        ["DSA key, as openssl once wrote it"] = (() => TestKeys.Bytes("test-dsa-traditional.pem"), PartnerKeyProblem.WrongAlgorithm, "DSA"),
        ["certificate request"] = (() => TestKeys.Bytes("test-2048-request.pem"), PartnerKeyProblem.NotAKey, "CERTIFICATE REQUEST"),
        ["PKCS#1 public key only"] = (() => TestKeys.Bytes("test-2048-pkcs1-public.pem"), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["public key, bare base64"] = (() => Utf8(TestKeys.Base64(TestKeys.Text("test-2048-public.pem"))), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["certificate and public key only"] = (() => Utf8(TestKeys.Text("test-2048-certificate.pem") + TestKeys.Text("test-2048-public.pem")), PartnerKeyProblem.CertificateOnly, "only a certificate"),
        ["encrypted with an unknown method"] = (() => TestKeys.Bytes("test-2048-encrypted-scrypt.pem"), PartnerKeyProblem.UnsupportedEncryption, "scrypt"),
        ["Ed25519 key, encrypted"] = (() => TestKeys.Bytes("test-ed25519-encrypted.pem"), PartnerKeyProblem.WrongAlgorithm, "Ed25519"),
        ["PuTTY key"] = (() => TestKeys.Bytes("test-2048.ppk"), PartnerKeyProblem.PuttyFormat, "PuTTY"),
        ["PuTTY key, encrypted"] = (() => TestKeys.Bytes("test-2048-encrypted.ppk"), PartnerKeyProblem.PuttyFormat, "PuTTY"),
        ["PuTTY key, Ed25519"] = (() => Utf8("PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\n"), PartnerKeyProblem.WrongAlgorithm, "not RSA"),
        ["RC4 with the right passphrase"] = (() => TestKeys.Bytes("test-2048-encrypted-rc4.pem"), PartnerKeyProblem.UnsupportedEncryption, "RC4"),
        ["Camellia with the right passphrase"] = (() => TestKeys.Bytes("test-2048-encrypted-camellia.pem"), PartnerKeyProblem.UnsupportedEncryption, "Camellia"),
        ["20 million rounds"] = (() => TestKeys.Bytes("test-2048-encrypted-20m-rounds.pem"), PartnerKeyProblem.TooManyRounds, "20,000,000 rounds, and 10,000,000 are the most"),
        ["Java keystore"] = (() => TestKeys.Bytes("test-2048.jks"), PartnerKeyProblem.JavaKeystore, "Java keystore"),
        ["encrypted by GnuPG"] = (() => TestKeys.Bytes("test-2048-encrypted-gpg.asc"), PartnerKeyProblem.OpenPgp, "encrypted by OpenPGP"),
        ["key of GnuPG"] = (() => TestKeys.Bytes("test-gpg-private.asc"), PartnerKeyProblem.OpenPgp, "no RSA key file"),
        ["PKCS#12 container in base64"] = (() => Utf8(System.Convert.ToBase64String(TestKeys.Bytes("test-2048-container.p12"))), PartnerKeyProblem.Pkcs12Container, "PKCS#12"),
        ["PKCS#12 container with RC2"] = (() => TestKeys.Bytes("test-2048-container-rc2.p12"), PartnerKeyProblem.Pkcs12Container, "PKCS#12"),
        ["OpenSSH private key, Ed25519"] = (() => TestKeys.Bytes("test-openssh-ed25519.pem"), PartnerKeyProblem.WrongAlgorithm, "Ed25519"),
        ["OpenSSH public key, Ed25519"] = (() => TestKeys.Bytes("test-openssh-ed25519-public.txt"), PartnerKeyProblem.WrongAlgorithm, "Ed25519"),
        ["OpenSSH private key, cut short"] = (() => Utf8(Without(Without(TestKeys.Text("test-2048-openssh.pem"), line: 9), line: 9)), PartnerKeyProblem.Truncated, "cut off"),
        ["JWK without a number"] = (() => Utf8("""{"kty":"RSA","n":"abcd","d":"abcd"}"""), PartnerKeyProblem.Corrupt, "member \"e\""),
        ["JWK with a number twice"] = (() => Utf8("""{"kty":"RSA","n":"abcd","e":"AQAB","n":"abcd"}"""), PartnerKeyProblem.Corrupt, "member \"n\""),
        ["JWK, EC"] = (() => Utf8("""{"kty":"EC","crv":"P-256","x":"abcd","y":"abcd","d":"abcd"}"""), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["JWK, symmetric"] = (() => Utf8("""{"kty":"oct","k":"abcd"}"""), PartnerKeyProblem.WrongAlgorithm, "symmetric"),
        ["JWK, public"] = (() => Utf8(KeyForms.Jwk(TestKeys.Key, isPrivate: false)), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["XML key cut short"] = (() => Utf8("<RSAKeyValue><Modulus>abcd</Modulus>"), PartnerKeyProblem.Truncated, "has no end"),
        ["XML key without a number"] = (() => Utf8("<RSAKeyValue><Modulus>abcd</Modulus><Exponent>AQAB</Exponent><D>abcd</D></RSAKeyValue>"), PartnerKeyProblem.Corrupt, "<P>"),
        ["PEM in base64 three times"] = (() => Utf8(Encoded(TestKeys.Pkcs8, times: 3)), PartnerKeyProblem.NotAKey, "holds no key"),
        ["two different keys, one in a JWK"] = (() => Utf8($"{{\"keys\":[{KeyForms.Jwk(TestKeys.Key)},{KeyForms.Jwk(TestKeys.OtherKey)}]}}"), PartnerKeyProblem.SeveralKeys, "2 different private keys"),
        ["END line cut short"] = (() => Utf8(TestKeys.Pkcs8.TrimEnd()[..^3]), PartnerKeyProblem.Truncated, "END PRIVATE KEY line is not whole"),
        ["bare base64 cut short"] = (() => Utf8(TestKeys.Base64(TestKeys.Pkcs8)[..^3]), PartnerKeyProblem.Truncated, "cut off"),
        ["DSA key"] = (() => TestKeys.Bytes("test-dsa-pkcs8.pem"), PartnerKeyProblem.WrongAlgorithm, "DSA"),
        ["OpenSSH private key, encrypted"] = (() => TestKeys.Bytes("test-2048-openssh-encrypted.pem"), PartnerKeyProblem.OpenSshFormat, "ssh-keygen -p -m PKCS8"),
        ["OpenSSH public key"] = (() => TestKeys.Bytes("test-openssh-public.txt"), PartnerKeyProblem.PublicKeyOnly, "only a public key"),
        ["PKCS#12 container"] = (() => TestKeys.Bytes("test-2048-container.p12"), PartnerKeyProblem.Pkcs12Container, "openssl pkcs12"),
        ["legacy encryption"] = (() => TestKeys.Bytes("test-2048-legacy-encrypted.pem"), PartnerKeyProblem.LegacyEncryption, "openssl pkcs8 -topk8"),
        ["two different keys"] = (() => Utf8(TestKeys.Pkcs8 + TestKeys.Text("test-other-2048-pkcs8.pem")), PartnerKeyProblem.SeveralKeys, "2 different private keys"),
        ["no END line"] = (() => Utf8(TestKeys.Pkcs8[..900]), PartnerKeyProblem.Truncated, "no END PRIVATE KEY line"),
        ["BEGIN line only"] = (() => Utf8(TestKeys.Pkcs8.Split('\n')[0]), PartnerKeyProblem.Truncated, "cut off"),
        ["no BEGIN line"] = (() => Utf8(TestKeys.Pkcs8[100..]), PartnerKeyProblem.Truncated, "no BEGIN line"),
        ["lines missing inside"] = (() => Utf8(Without(TestKeys.Pkcs8, line: 5)), PartnerKeyProblem.Truncated, "cut off"),
        ["DER cut short"] = (() => TestKeys.Der(TestKeys.Pkcs8)[..600], PartnerKeyProblem.Truncated, "cut off"),
        ["base64 with a stray character"] = (() => Utf8(TestKeys.Pkcs8.Replace("\nM", "\n*", StringComparison.Ordinal).Replace("\n", "*\n", StringComparison.Ordinal)), PartnerKeyProblem.Corrupt, "not base64"),
        ["END line of another kind"] = (() => Utf8(TestKeys.Pkcs8.Replace("END PRIVATE", "END PUBLIC", StringComparison.Ordinal)), PartnerKeyProblem.Corrupt, "does not end with"),
        ["trailing bytes after the DER"] = (() => [.. TestKeys.Der(TestKeys.Pkcs8), 1, 2, 3], PartnerKeyProblem.Corrupt, "damaged"),
        ["empty"] = (() => [], PartnerKeyProblem.Empty, "is empty"),
        ["white space only"] = (() => Utf8(" \r\n\t"), PartnerKeyProblem.Empty, "is empty"),
        ["JSON"] = (() => Utf8("""{"type":"service_account"}"""), PartnerKeyProblem.NotAKey, "JSON"),
        ["HTML"] = (() => Utf8("<!doctype html><title>404</title>"), PartnerKeyProblem.NotAKey, "HTML"),
        ["a token"] = (() => Utf8("eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJHaGF6YWwifQ.AAAA"), PartnerKeyProblem.NotAKey, "a token (JWT)"),
        ["a word"] = (() => Utf8("password"), PartnerKeyProblem.NotAKey, "holds no key"),
        ["base64 of something else"] = (() => Utf8(System.Convert.ToBase64String(new byte[300])), PartnerKeyProblem.NotAKey, "base64 of something else"),
        ["binary rubbish"] = (() => [.. Enumerable.Range(0, 500).Select(i => (byte)(i * 7 + 129))], PartnerKeyProblem.NotAKey, "holds no key"),
        ["more than 64 KiB"] = (() => Utf8(TestKeys.Pkcs8 + new string('\n', 70_000)), PartnerKeyProblem.TooLarge, "64 KiB"),
        ["512 bits"] = (() => TestKeys.Bytes("test-512-pkcs8.pem"), PartnerKeyProblem.TooWeak, "512 bits"),
        ["768 bits"] = (() => TestKeys.Bytes("test-768-pkcs8.pem"), PartnerKeyProblem.TooWeak, "768 bits"),
    };

    /// <summary>The kind of remedy that each problem has. None that leaves a usable key asks for a new one.</summary>
    private static readonly Dictionary<PartnerKeyProblem, PartnerKeyRemedyKind> Remedies = new()
    {
        [PartnerKeyProblem.PublicKeyOnly] = PartnerKeyRemedyKind.CreateKey,
        [PartnerKeyProblem.CertificateOnly] = PartnerKeyRemedyKind.CreateKey,
        [PartnerKeyProblem.WrongAlgorithm] = PartnerKeyRemedyKind.CreateKey,
        [PartnerKeyProblem.OpenSshFormat] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.Pkcs12Container] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.PuttyFormat] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.JavaKeystore] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.LegacyEncryption] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.UnsupportedEncryption] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.TooManyRounds] = PartnerKeyRemedyKind.Convert,
        [PartnerKeyProblem.SeveralKeys] = PartnerKeyRemedyKind.Advice,
        [PartnerKeyProblem.Truncated] = PartnerKeyRemedyKind.Advice,
        [PartnerKeyProblem.Corrupt] = PartnerKeyRemedyKind.Advice,
        [PartnerKeyProblem.Empty] = PartnerKeyRemedyKind.CreateKey,
        [PartnerKeyProblem.NotAKey] = PartnerKeyRemedyKind.Advice,
        [PartnerKeyProblem.TooLarge] = PartnerKeyRemedyKind.Advice,
        [PartnerKeyProblem.TooWeak] = PartnerKeyRemedyKind.CreateKey,
    };

    private static readonly string[] BinaryCases = ["public key DER", "EC key DER", "PKCS#12 container", "PKCS#12 container with RC2", "Java keystore", "DER cut short", "trailing bytes after the DER", "binary rubbish"];

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> TextNames => [.. Cases.Keys.Except(BinaryCases)];

    [Theory]
    [MemberData(nameof(Names))]
    public void This_is_refused_for_its_own_reason(string name)
    {
        (Func<byte[]> content, PartnerKeyProblem problem, string says) = Cases[name];
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k", content());
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(path, TestKeys.Passphrase));
        Assert.Equal(problem, e.Problem);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.Contains($"'{path}'", e.Message, StringComparison.Ordinal);
        if (problem != PartnerKeyProblem.OpenPgp)
        {
            Assert.Equal(Remedies[problem], e.Remedy.Kind);
        }

        Assert.Equal($"{e.Finding} {e.Remedy}", e.Message);
        Assert.DoesNotContain("hl ", e.Message, StringComparison.Ordinal);
        Assert.Null(e.InnerException);
        Secrecy.RequireNoneOf(content(), e);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void This_is_refused_from_a_stream_as_from_a_file(string name)
    {
        (Func<byte[]> content, PartnerKeyProblem problem, string says) = Cases[name];
        using MemoryStream stream = new(content());
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream, TestKeys.Passphrase));
        Assert.Equal(problem, e.Problem);
        Assert.StartsWith("The given stream ", e.Message, StringComparison.Ordinal);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Secrecy.RequireNoneOf(content(), e);
    }

    [Theory]
    [MemberData(nameof(TextNames))]
    public void This_is_refused_from_text_as_from_a_file(string name)
    {
        (Func<byte[]> content, PartnerKeyProblem problem, string says) = Cases[name];
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(
            () => PartnerKey.FromText(Encoding.UTF8.GetString(content()), TestKeys.Passphrase));
        Assert.Equal(problem, e.Problem);
        Assert.StartsWith("The given text ", e.Message, StringComparison.Ordinal);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Secrecy.RequireNoneOf(content(), e);
    }

    [Fact]
    public void Every_reason_to_refuse_a_private_key_has_a_case()
    {
        PartnerKeyProblem[] elsewhere =
        [
            PartnerKeyProblem.NotFound, PartnerKeyProblem.IsDirectory, PartnerKeyProblem.NotReadable, PartnerKeyProblem.VariableNotSet,
            PartnerKeyProblem.PrivateKeyGiven, PartnerKeyProblem.PassphraseMissing, PartnerKeyProblem.PassphraseWrong,
        ];

        // Those of hardware, which no text of a key can have.
        PartnerKeyProblem[] hardware = [.. Enum.GetValues<PartnerKeyProblem>().Where(static problem => problem >= PartnerKeyProblem.UriUnusable)];
        Assert.Empty(Enum.GetValues<PartnerKeyProblem>().Except(elsewhere).Except(hardware).Except(Cases.Values.Select(c => c.Problem)));
    }

    [Fact]
    public void A_missing_passphrase_says_how_to_give_one()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(TestKeys.Text("test-2048-encrypted-aes256.pem")));
        Assert.Equal(PartnerKeyProblem.PassphraseMissing, e.Problem);
        Assert.Equal(PartnerKeyRemedyKind.GivePassphrase, e.Remedy.Kind);
        Assert.Equal("Give the passphrase.", e.Remedy.ToString());
    }

    [Theory]
    [InlineData("battery-staple-9")]
    [InlineData("correct-horse ")]
    [InlineData("correct-horse\n")]
    [InlineData("Correct-horse")]
    public void A_wrong_passphrase_is_refused_and_not_repeated(string passphrase)
    {
        foreach (string method in new[] { "aes256", "aes128", "3des", "pbes1-3des" })
        {
            string pem = TestKeys.Text($"test-2048-encrypted-{method}.pem");
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(pem, passphrase));
            Assert.Equal(PartnerKeyProblem.PassphraseWrong, e.Problem);
            Assert.DoesNotContain(passphrase.Trim(), e.ToString(), StringComparison.OrdinalIgnoreCase);
            Secrecy.RequireNoneOf(pem, e);
        }
    }

    [Fact]
    public void A_passphrase_for_a_key_that_has_none_is_ignored()
    {
        using PartnerKey key = PartnerKey.FromText(TestKeys.Pkcs8, "not needed");
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
    }

    [Fact]
    public void A_file_that_is_not_there_is_said_to_be_missing()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("/nowhere/at/all.pem"));
        Assert.Equal(PartnerKeyProblem.NotFound, e.Problem);
        Assert.Contains("'/nowhere/at/all.pem' does not exist", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_directory_is_said_to_be_one()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile(Path.GetTempPath()));
        Assert.Equal(PartnerKeyProblem.IsDirectory, e.Problem);
        Assert.Contains("is a directory", e.Message, StringComparison.Ordinal);
        Assert.EndsWith($"ls -l {Path.GetTempPath()}", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_so()
    {
        // Even root gets an error from reading this one at its start.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is such a file on Linux only.");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("/proc/self/mem"));
        Assert.Equal(PartnerKeyProblem.NotReadable, e.Problem);
        Assert.Contains("ls -l /proc/self/mem", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stream_without_end_is_given_up()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "There is such a file on Linux only.");
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromFile("/dev/zero"));
        Assert.Equal(PartnerKeyProblem.TooLarge, e.Problem);
    }

    [Fact]
    public void A_variable_that_is_not_set_is_named()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromEnvironmentVariable("HL_TEST_NOT_SET"));
        Assert.Equal(PartnerKeyProblem.VariableNotSet, e.Problem);
        Assert.StartsWith("Environment variable HL_TEST_NOT_SET is not set.", e.Message, StringComparison.Ordinal);
    }

    private const string EcParameters = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n";

    private static string Without(string text, int line) => string.Join('\n', text.Split('\n').Where((_, i) => i != line));

    private static string Encoded(string text, int times) =>
        times == 0 ? text : Encoded(System.Convert.ToBase64String(Utf8(text)), times - 1);

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
