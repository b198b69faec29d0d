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
        Assert.Equal(TestKeys.Text("test-2048-public.pem"), TestKeys.Key.PublicKey.ToPem());
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
    public void A_key_that_stays_in_its_device_signs_and_is_owned()
    {
        DeviceRsa device = new(TestKeys.Pkcs8);
        using (PartnerKey key = PartnerKey.FromRsa(device))
        {
            Assert.Equal(TestKeys.Thumbprint, key.Thumbprint);
            Assert.Equal(TestKeys.Text("test-2048-public.pem"), key.PublicKey.ToPem());
            Assert.Null(key.Form);
            string token = new PartnerTokenSigner(key, new SiteId(5)).Sign().Reveal();
            Assert.True(new PartnerTokenVerifier(new SiteId(5), [TestKeys.Key.PublicKey]).Verify(token).IsValid);
            Assert.False(device.IsDisposed);
        }

        Assert.True(device.IsDisposed);
    }

    [Theory]
    [InlineData(1024)]
    [InlineData(1536)]
    public void A_short_RSA_object_works_with_a_warning(int bits)
    {
        using PartnerKey key = PartnerKey.FromRsa(new DeviceRsa(TestKeys.Text($"test-{bits}-pkcs8.pem")));
        Assert.Equal(PartnerKeyWarningCode.KeySizeBelow2048, Assert.Single(key.Warnings).Code);
    }

    [Fact]
    public void The_thumbprint_is_the_hash_of_the_public_half_as_openssl_writes_it()
    {
        byte[] info = TestKeys.Der(TestKeys.Text("test-2048-public.pem"));
        Assert.Equal(System.Convert.ToHexStringLower(SHA256.HashData(info)), TestKeys.Key.Thumbprint);
        Assert.NotEqual(TestKeys.Thumbprint, TestKeys.OtherKey.Thumbprint);
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
    public void A_signature_under_way_finishes_when_its_key_is_disposed()
    {
        DeviceRsa device = new(TestKeys.Pkcs8);
        PartnerKey key = PartnerKey.FromRsa(device);
        bool wasDisposedMeanwhile = true;
        device.Meanwhile = () =>
        {
            key.Dispose();
            Assert.Throws<ObjectDisposedException>(() => key.TrySign([1], new byte[256], out _));
            key.Dispose();
            wasDisposedMeanwhile = device.IsDisposed;
        };
        byte[] signature = new byte[256];
        Assert.True(key.TrySign([1, 2, 3], signature, out int written));
        Assert.Equal(256, written);
        Assert.False(wasDisposedMeanwhile);
        Assert.True(device.IsDisposed);
        byte[] expected = new byte[256];
        Assert.True(TestKeys.Key.TrySign([1, 2, 3], expected, out _));
        Assert.Equal(expected, signature);
    }

    [Fact]
    public void A_device_that_fails_to_sign_does_not_keep_its_key_open()
    {
        DeviceRsa device = new(TestKeys.Pkcs8) { Meanwhile = () => throw new CryptographicException("The device is busy.") };
        PartnerKey key = PartnerKey.FromRsa(device);
        Assert.Throws<CryptographicException>(() => key.TrySign([1], new byte[256], out _));
        key.Dispose();
        Assert.True(device.IsDisposed);
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
                        Assert.True(verifier.Verify(signer.Sign().Reveal()).IsValid);
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

    [Fact]
    public async Task Signatures_made_at_the_same_time_are_all_right()
    {
        byte[] data = [1, 2, 3];
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.Pkcs8);
        byte[] expected = rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1); // RS256 has one signature only
        using Barrier start = new(8);
        Task[] signers = [.. Enumerable.Range(0, 8).Select(_ => Task.Factory.StartNew(() =>
        {
            byte[] signature = new byte[TestKeys.Key.SignatureLength];
            start.SignalAndWait();
            for (int i = 0; i < 50; i++)
            {
                signature.AsSpan().Clear();
                Assert.True(TestKeys.Key.TrySign(data, signature, out int written));
                Assert.Equal(256, written);
                Assert.Equal(expected, signature);
            }
        }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(signers);
    }

    [Fact]
    public void A_destination_that_is_too_short_takes_no_signature()
    {
        Assert.False(TestKeys.Key.TrySign([1], new byte[255], out int written));
        Assert.Equal(0, written);
    }

    [Fact]
    public void The_public_half_outlives_a_disposed_key()
    {
        PartnerKey key = PartnerKey.FromText(TestKeys.Pkcs8);
        key.Dispose();
        Assert.Equal(TestKeys.Text("test-2048-public.pem"), key.PublicKey.ToPem());
        Assert.Equal($"RSA 2048 bits, thumbprint {TestKeys.Thumbprint}", key.ToString());
    }
}
