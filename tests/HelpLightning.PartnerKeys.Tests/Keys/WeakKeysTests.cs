using System.Numerics;
using System.Security.Cryptography;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>Keys whose numbers are no protection are refused as weak, not as damaged: copying them again does not help.</summary>
public sealed class WeakKeysTests
{
    public static TheoryData<int> UnusableExponents => [0, 1, 2, 4, 65536];

    [Theory]
    [MemberData(nameof(UnusableExponents))]
    public void A_private_key_with_an_exponent_of_one_or_an_even_one_is_too_weak(int exponent)
    {
        foreach (byte[] der in new[] { RsaForge.Pkcs1(exponent), RsaForge.Pkcs1(exponent, privateExponent: 1), RsaForge.Pkcs8(exponent) })
        {
            using MemoryStream stream = new(der);
            PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream));
            RequireTooWeak(e, "exponent is 1 or even");
            Secrecy.RequireNoneOf(der, e);
        }
    }

    [Theory]
    [MemberData(nameof(UnusableExponents))]
    public void A_public_key_with_an_exponent_of_one_or_an_even_one_is_too_weak(int exponent)
    {
        byte[] info = RsaForge.PublicInfo(RsaForge.Modulus, exponent);
        foreach (byte[] der in new[] { info, RsaForge.Pkcs1Public(RsaForge.Modulus, exponent), RsaForge.CertificateAround(info) })
        {
            RequireTooWeak(
                Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromText(System.Convert.ToBase64String(der))), "exponent is 1 or even");
        }
    }

    [Theory]
    [InlineData(new byte[] { 0, 1 })]
    [InlineData(new byte[] { 1, 0, 0 })]
    public void An_RSA_object_with_an_exponent_of_one_or_an_even_one_is_too_weak(byte[] exponent)
    {
        using DeviceRsa device = new(TestKeys.Pkcs8) { ReportedExponent = exponent };
        RequireTooWeak(Assert.Throws<PartnerKeyException>(() => PartnerKey.FromRsa(device)), "exponent is 1 or even");
    }

    [Theory]
    [InlineData(512)]
    [InlineData(768)]
    public void An_RSA_object_under_1024_bits_is_too_weak(int bits)
    {
        using RSA rsa = RSA.Create();
        rsa.ImportFromPem(TestKeys.Text($"test-{bits}-pkcs8.pem"));
        RequireTooWeak(Assert.Throws<PartnerKeyException>(() => PartnerKey.FromRsa(rsa)), $"{bits} bits");
        RequireTooWeak(Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromText(rsa.ExportSubjectPublicKeyInfoPem())), $"{bits} bits");
    }

    [Theory]
    [InlineData(3)]
    [InlineData(17)]
    [InlineData(65537)]
    public void A_usual_exponent_is_accepted(int exponent) =>
        Assert.Equal(2048, PartnerPublicKey.FromText(System.Convert.ToBase64String(RsaForge.PublicInfo(RsaForge.Modulus, exponent))).KeySizeInBits);

    [Theory]
    [InlineData(16385)]
    [InlineData(40_000)]
    public void A_modulus_beyond_all_use_is_refused(int bits)
    {
        BigInteger modulus = BigInteger.Pow(2, bits - 1) + 1;
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(
            () => PartnerPublicKey.FromText(System.Convert.ToBase64String(RsaForge.PublicInfo(modulus, 65537))));
        Assert.Equal(PartnerKeyProblem.Corrupt, e.Problem);
    }

    [Fact]
    public void A_private_exponent_that_does_not_belong_to_the_public_one_is_damage()
    {
        using MemoryStream stream = new(RsaForge.Pkcs1(3));
        PartnerKeyException e = Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream));
        Assert.Equal(PartnerKeyProblem.Corrupt, e.Problem);
    }

    private static void RequireTooWeak(PartnerKeyException e, string why)
    {
        Assert.Equal(PartnerKeyProblem.TooWeak, e.Problem);
        Assert.Contains(why, e.Message, StringComparison.Ordinal);
        Assert.Contains("make a new pair", e.Message, StringComparison.Ordinal);
    }
}
