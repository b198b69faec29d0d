using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

public sealed class PartnerKeyTests
{
    [Fact]
    public void A_key_knows_its_size_thumbprint_and_public_half()
    {
        Assert.Equal(2048, TestKeys.Key.KeySizeInBits);
        Assert.Equal(256, TestKeys.Key.SignatureLength);
        Assert.Equal(TestKeys.Thumbprint, TestKeys.Key.Thumbprint);
        Assert.Equal(TestKeys.Text("test-2048-public.pem"), TestKeys.Key.ExportPublicKeyPem());
    }

    [Theory]
    [InlineData(2048)]
    [InlineData(3072)]
    [InlineData(4096)]
    public void A_new_key_has_the_size_asked_for(int bits)
    {
        using PartnerKey key = PartnerKey.Create(bits);
        Assert.Equal(bits, key.KeySizeInBits);
        Assert.Empty(key.Warnings);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(2047)]
    [InlineData(0)]
    [InlineData(8192)]
    public void Other_sizes_are_not_made(int bits) => Assert.Throws<ArgumentOutOfRangeException>(() => PartnerKey.Create(bits));

    [Fact]
    public void A_written_key_is_its_owners_alone_and_reads_back()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        TestKeys.Key.WritePemFile(path);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        using PartnerKey back = PartnerKey.FromPemFile(path);
        Assert.Equal(TestKeys.Thumbprint, back.Thumbprint);
        Assert.Empty(back.Warnings);
        Assert.Equal(TestKeys.Pkcs8, File.ReadAllText(path));
    }

    [Fact]
    public void An_existing_file_is_not_overwritten_unasked()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        File.WriteAllText(path, "precious");
        Assert.Throws<IOException>(() => TestKeys.Key.WritePemFile(path));
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void A_symbolic_link_is_not_followed()
    {
        using TemporaryFolder folder = new();
        File.CreateSymbolicLink(folder.PathTo("link.pem"), folder.PathTo("elsewhere.pem"));
        Assert.Throws<IOException>(() => TestKeys.Key.WritePemFile(folder.PathTo("link.pem")));
        Assert.False(File.Exists(folder.PathTo("elsewhere.pem")));
    }

    [Fact]
    public void Overwriting_on_request_leaves_one_closed_file()
    {
        using TemporaryFolder folder = new();
        string path = TestKeys.Write(folder, "k.pem", [1, 2, 3], UnixFileMode.UserRead | UnixFileMode.OtherRead);
        TestKeys.Key.WritePemFile(path, overwrite: true);
        using PartnerKey back = PartnerKey.FromPemFile(path);
        Assert.Equal(TestKeys.Thumbprint, back.Thumbprint);
        Assert.Empty(back.Warnings);
        Assert.Equal(["k.pem"], folder.Files);
    }

    [Fact]
    public void An_encrypted_file_opens_with_its_passphrase_only()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathTo("k.pem");
        TestKeys.Key.WritePemFile(path, overwrite: false, "some words");
        Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(path), StringComparison.Ordinal);
        using PartnerKey back = PartnerKey.FromPemFile(path, "some words");
        Assert.Equal(TestKeys.Thumbprint, back.Thumbprint);
        Assert.Equal(PartnerKeyProblem.PassphraseWrong, Assert.Throws<PartnerKeyException>(() => PartnerKey.FromPemFile(path, "other words")).Problem);
    }

    [Fact]
    public void A_key_without_private_numbers_signs_and_cannot_be_written()
    {
        using PartnerKey key = PartnerKey.FromRsa(new HardwareLikeRsa(TestKeys.Pkcs8));
        Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
        string token = new PartnerTokenSigner(key, new SiteId(5)).Sign().Value;
        Assert.True(new PartnerTokenVerifier(new SiteId(5), [TestKeys.Key.PublicKey]).Verify(token).IsValid);
        using TemporaryFolder folder = new();
        Assert.Throws<CryptographicException>(() => key.WritePemFile(folder.PathTo("k.pem")));
        Assert.Empty(folder.Files);
    }

    [Theory]
    [InlineData(new byte[] { 1 })]
    [InlineData(new byte[] { 4 })]
    public void A_public_exponent_that_cannot_work_is_refused(byte[] exponent)
    {
        RSAParameters parameters = RSA.Create(2048).ExportParameters(false);
        parameters.Exponent = exponent;
        string pem;
        using (RSA rsa = RSA.Create())
        {
            try
            {
                rsa.ImportParameters(parameters);
                pem = rsa.ExportSubjectPublicKeyInfoPem();
            }
            catch (CryptographicException)
            {
                return; // the platform refuses it already
            }
        }

        Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromPem(pem));
    }

    [Fact]
    public void A_key_shows_nothing_secret()
    {
        Assert.Equal($"RSA 2048 bits, thumbprint {TestKeys.Thumbprint}", TestKeys.Key.ToString());
        Assert.Equal(TestKeys.Key.ToString(), TestKeys.Key.PublicKey.ToString());
    }

    [Fact]
    public void A_disposed_key_says_so()
    {
        PartnerKey key = PartnerKey.FromText(TestKeys.Pkcs8);
        PartnerTokenSigner signer = new(key, new SiteId(1));
        key.Dispose();
        key.Dispose();
        Assert.Throws<ObjectDisposedException>(() => signer.Sign());
    }

    [Fact]
    public async Task Disposing_while_others_sign_gives_tokens_or_ObjectDisposedException()
    {
        for (int round = 0; round < 40; round++)
        {
            PartnerKey key = PartnerKey.FromText(TestKeys.Pkcs8);
            PartnerTokenSigner signer = new(key, new SiteId(1));
            PartnerTokenVerifier verifier = new(new SiteId(1), [key.PublicKey]);
            using Barrier start = new(9);
            Task[] signers = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
            {
                start.SignalAndWait();
                try
                {
                    while (true)
                    {
                        Assert.True(verifier.Verify(signer.Sign().Value).IsValid);
                    }
                }
                catch (ObjectDisposedException)
                {
                    // the end that is promised
                }
            }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
            start.SignalAndWait(TestContext.Current.CancellationToken);
            Thread.SpinWait(round * 500);
            key.Dispose();
            await Task.WhenAll(signers);
        }
    }

    private sealed class HardwareLikeRsa : RSA
    {
        private readonly RSA _inner = Create();

        public HardwareLikeRsa(string pem)
        {
            _inner.ImportFromPem(pem);
            KeySizeValue = _inner.KeySize;
        }

        public override byte[] SignHash(byte[] hash, HashAlgorithmName hashAlgorithm, RSASignaturePadding padding) =>
            _inner.SignHash(hash, hashAlgorithm, padding);

        public override RSAParameters ExportParameters(bool includePrivateParameters) =>
            includePrivateParameters ? throw new CryptographicException("The private key does not leave the device.") : _inner.ExportParameters(false);

        public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                _inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
