using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

public sealed class PartnerPublicKeyTests
{
    private static readonly Dictionary<string, (Func<byte[]> Content, PartnerKeyProblem Problem, string Says)> Refused = new()
    {
        ["private key, PKCS#8"] = (() => TestKeys.Bytes("test-2048-pkcs8.pem"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, PKCS#1"] = (() => TestKeys.Bytes("test-2048-pkcs1.pem"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, encrypted"] = (() => TestKeys.Bytes("test-2048-encrypted-aes256.pem"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, DER"] = (() => TestKeys.Der(TestKeys.Pkcs8), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, bare base64"] = (() => Utf8(TestKeys.Base64(TestKeys.Pkcs1)), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, legacy encryption"] = (() => TestKeys.Bytes("test-2048-legacy-encrypted.pem"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, OpenSSH"] = (() => TestKeys.Bytes("test-openssh.pem"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key under the label of a public one"] = (
            () => Utf8(TestKeys.Pkcs8.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal)), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key beside its certificate"] = (() => TestKeys.Bytes("test-2048-bag-attributes.pem"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["public key beside a private one under its label"] = (
            () => Utf8(TestKeys.Text("test-2048-public.pem") + TestKeys.Pkcs8.Replace("PRIVATE", "PUBLIC", StringComparison.Ordinal)),
            PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["EC public key"] = (() => TestKeys.Bytes("test-ec-public.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["EC certificate"] = (() => TestKeys.Bytes("test-ec-certificate.pem"), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["OpenSSH public key, Ed25519"] = (() => TestKeys.Bytes("test-openssh-ed25519-public.txt"), PartnerKeyProblem.WrongAlgorithm, "Ed25519"),
        ["certificate request"] = (() => TestKeys.Bytes("test-2048-request.pem"), PartnerKeyProblem.NotAKey, "no public key"),
        ["PKCS#12 container"] = (() => TestKeys.Bytes("test-2048-container.p12"), PartnerKeyProblem.NotAKey, "no public key"),
        ["JSON"] = (() => Utf8("""{"type":"RSA"}"""), PartnerKeyProblem.NotAKey, "no public key"),
        ["JWK without numbers"] = (() => Utf8("""{"kty":"RSA"}"""), PartnerKeyProblem.Corrupt, "member \"n\""),
        ["private key, JWK"] = (() => Utf8(KeyForms.Jwk(TestKeys.Key)), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, base64 of a PEM"] = (() => Utf8(System.Convert.ToBase64String(TestKeys.Bytes("test-2048-pkcs8.pem"))), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, XML"] = (() => Utf8(KeyForms.Xml(TestKeys.Key)), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["private key, PuTTY"] = (() => TestKeys.Bytes("test-2048.ppk"), PartnerKeyProblem.PrivateKeyGiven, "where the public half belongs"),
        ["EC certificate before the RSA key"] = (
            () => Utf8(TestKeys.Text("test-ec-certificate.pem") + TestKeys.Text("test-2048-public.pem")), PartnerKeyProblem.WrongAlgorithm, "elliptic curve"),
        ["key of GnuPG"] = (() => TestKeys.Bytes("test-gpg-private.asc"), PartnerKeyProblem.OpenPgp, "no RSA key file"),
        ["empty"] = (() => [], PartnerKeyProblem.Empty, "is empty"),
        ["too large"] = (() => new byte[70_000], PartnerKeyProblem.TooLarge, "64 KiB"),
        ["cut off, PEM"] = (() => Utf8(TestKeys.Text("test-2048-public.pem")[..200]), PartnerKeyProblem.Truncated, "cut off"),
        ["cut off, DER"] = (() => TestKeys.Der(TestKeys.Text("test-2048-public.pem"))[..200], PartnerKeyProblem.Truncated, "cut off"),
        ["two different keys"] = (
            () => Utf8(TestKeys.Text("test-2048-public.pem") + TestKeys.OtherKey.PublicKey.ToPem()), PartnerKeyProblem.SeveralKeys, "2 different public keys"),
        ["RSA and EC certificates"] = (
            () => Utf8(TestKeys.Text("test-2048-certificate.pem") + TestKeys.Text("test-ec-certificate.pem")), PartnerKeyProblem.SeveralKeys, "2 different public keys"),
        ["certificates in certificates"] = (
            () => Enumerable.Range(0, 1000).Aggregate(new byte[] { 5, 0 }, (inner, _) => RsaForge.CertificateAround(inner)),
            PartnerKeyProblem.Corrupt, "the certificate holds no public key"),
    };

    public static TheoryData<string> RefusedNames => [.. Refused.Keys];

    [Theory]
    [InlineData("test-2048-public.pem")]
    [InlineData("test-2048-pkcs1-public.pem")]
    [InlineData("test-2048-certificate.pem")]
    public void A_public_key_or_certificate_is_read_as_PEM_base64_and_DER(string file)
    {
        string pem = TestKeys.Text(file);
        using TemporaryFolder folder = new();
        PartnerPublicKey[] keys =
        [
            PartnerPublicKey.FromText(pem),
            PartnerPublicKey.FromText(pem.Replace("\n", "\\n", StringComparison.Ordinal)),
            PartnerPublicKey.FromText($"\uFEFF \"{pem.Replace("\n", "\r\n", StringComparison.Ordinal)}\""),
            PartnerPublicKey.FromText(TestKeys.Base64(pem)),
            PartnerPublicKey.FromBytes(TestKeys.Der(pem)),
            PartnerPublicKey.FromBytes(Utf8(pem)),
            PartnerPublicKey.FromFile(TestKeys.PathOf(file)),
            PartnerPublicKey.FromFile(TestKeys.Write(folder, "k.der", TestKeys.Der(pem))),
            PartnerPublicKey.FromFile(TestKeys.Write(folder, "k.txt", Utf8(TestKeys.Base64(pem)))),
        ];
        Assert.All(keys, key =>
        {
            Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
            Assert.Equal(2048, key.KeySizeInBits);
            Assert.Equal(TestKeys.Text("test-2048-public.pem"), key.ToPem());
        });
    }

    [Fact]
    public void A_public_key_is_read_in_the_forms_of_other_programs()
    {
        string pem = TestKeys.Text("test-2048-public.pem");
        string base64 = System.Convert.ToBase64String(Utf8(pem));
        string[] texts =
        [
            base64, System.Convert.ToBase64String(Utf8(base64)), base64.TrimEnd('='), KeyForms.Jwk(TestKeys.Key, isPrivate: false),
            $"{{\"keys\":[{KeyForms.Jwk(TestKeys.Key, isPrivate: false)}]}}", KeyForms.Xml(TestKeys.Key, isPrivate: false),
            TestKeys.Text("test-2048-openssh-public.txt"), TestKeys.Text("test-2048-ssh2-public.txt"),
            "# authorized\n" + TestKeys.Text("test-openssh-ed25519-public.txt") + TestKeys.Text("test-2048-openssh-public.txt"),
            TestKeys.Text("test-ec-public.pem") + pem, System.Convert.ToHexString(TestKeys.Der(pem)), Uri.EscapeDataString(pem),
            pem.Replace("-----", "\u2014\u2014-", StringComparison.Ordinal), "> " + pem.Replace("\n", "\n> ", StringComparison.Ordinal),
        ];
        Assert.All(texts, text => Assert.Equal(TestKeys.Thumbprint, PartnerPublicKey.FromText(text).Thumbprint));
    }

    [Theory]
    [InlineData("test-2048-public.pem", "test-2048-public.pem")]
    [InlineData("test-2048-public.pem", "test-2048-pkcs1-public.pem")]
    [InlineData("test-2048-certificate.pem", "test-2048-public.pem")]
    public void One_public_key_in_two_blocks_is_one_key(string first, string second) => Assert.Equal(
        TestKeys.Thumbprint, PartnerPublicKey.FromText(TestKeys.Text(first) + TestKeys.Text(second)).Thumbprint);

    [Theory]
    [MemberData(nameof(RefusedNames))]
    public void This_is_refused_as_a_public_key_for_its_own_reason(string name)
    {
        (Func<byte[]> content, PartnerKeyProblem problem, string says) = Refused[name];
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k", content());
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromFile(path));
        Assert.Equal(problem, e.Problem);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Assert.StartsWith($"File '{path}' ", e.Message, StringComparison.Ordinal);
        Secrecy.RequireNoneOf(content(), e);

        e = Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromBytes(content()));
        Assert.Equal(problem, e.Problem);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
        Secrecy.RequireNoneOf(content(), e);
    }

    [Fact]
    public void The_size_of_a_short_public_key_is_told()
    {
        using PartnerKey key = PartnerKey.FromText(TestKeys.Text("test-1024-pkcs8.pem"));
        Assert.Equal(1024, PartnerPublicKey.FromText(key.PublicKey.ToPem()).KeySizeInBits);
    }

    [Fact]
    public void A_public_key_that_is_not_there_or_a_directory_is_named()
    {
        PartnerKeyException missing = Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromFile("/nowhere/pub.pem"));
        Assert.Equal(PartnerKeyProblem.NotFound, missing.Problem);

        // A new private key has no place there.
        Assert.Equal(PartnerKeyRemedyKind.Advice, missing.Remedy.Kind);
        Assert.Equal(PartnerKeyProblem.IsDirectory, Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromFile(Path.GetTempPath())).Problem);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}
