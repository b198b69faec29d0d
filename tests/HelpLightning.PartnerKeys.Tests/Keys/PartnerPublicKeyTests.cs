using System.Text;

namespace HelpLightning.PartnerKeys.Tests.Keys;

public sealed class PartnerPublicKeyTests
{
    [Theory]
    [InlineData("test-2048-public.pem")]
    [InlineData("test-2048-certificate.pem")]
    public void A_public_key_or_certificate_is_read(string file)
    {
        Assert.Equal(TestKeys.Thumbprint, PartnerPublicKey.FromPem(TestKeys.Text(file)).Thumbprint);
        Assert.Equal(TestKeys.Thumbprint, PartnerPublicKey.FromPemFile(TestKeys.PathOf(file)).Thumbprint);
        Assert.Equal(TestKeys.Thumbprint, PartnerPublicKey.FromPem(TestKeys.Base64(TestKeys.Text(file))).Thumbprint);
        using TemporaryFolder folder = new();
        Assert.Equal(TestKeys.Thumbprint, PartnerPublicKey.FromPemFile(TestKeys.Write(folder, "k.der", TestKeys.Der(TestKeys.Text(file)))).Thumbprint);
    }

    [Theory]
    [InlineData("test-2048-pkcs8.pem", PartnerKeyProblem.PrivateKeyGiven, "hl key public")]
    [InlineData("test-2048-encrypted-aes256.pem", PartnerKeyProblem.PrivateKeyGiven, "hl key public")]
    [InlineData("test-2048-bag-attributes.pem", PartnerKeyProblem.PrivateKeyGiven, "hl key public")]
    [InlineData("test-ec-public.pem", PartnerKeyProblem.WrongAlgorithm, "elliptic curve")]
    [InlineData("test-openssh-public.txt", PartnerKeyProblem.NotAKey, "no public key")]
    public void What_is_no_RSA_public_key_is_refused(string file, PartnerKeyProblem problem, string says)
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromPemFile(TestKeys.PathOf(file)));
        Assert.Equal(problem, e.Problem);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_public_keys_in_one_file_are_refused()
    {
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(
            () => PartnerPublicKey.FromPem(TestKeys.Text("test-2048-public.pem") + TestKeys.OtherKey.ExportPublicKeyPem()));
        Assert.Equal(PartnerKeyProblem.SeveralKeys, e.Problem);
    }

    [Fact]
    public void A_weak_public_key_is_refused()
    {
        using System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(TestKeys.Text("test-512-pkcs8.pem"));
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromPem(rsa.ExportSubjectPublicKeyInfoPem()));
        Assert.Equal(PartnerKeyProblem.TooWeak, e.Problem);
    }

    [Fact]
    public void Damaged_certificates_never_surprise()
    {
        byte[] der = TestKeys.Der(TestKeys.Text("test-2048-certificate.pem"));
        for (int i = 0; i < der.Length; i += 4)
        {
            byte[] damaged = [.. der];
            damaged[i] ^= 0x21;
            try
            {
                Assert.NotNull(PartnerPublicKey.FromPem(System.Convert.ToBase64String(damaged)).Thumbprint);
            }
            catch (PartnerKeyException e)
            {
                Assert.NotEmpty(Encoding.UTF8.GetBytes(e.Message));
            }
        }
    }
}
