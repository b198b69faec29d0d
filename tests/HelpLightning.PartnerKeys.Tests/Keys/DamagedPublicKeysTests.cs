using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>However a public key is damaged: an error of ours, or a key that a verifier can use without an error.</summary>
public sealed class DamagedPublicKeysTests
{
    /// <summary>It never ends, however long all these changes take.</summary>
    private static readonly FakeTimeProvider Clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private static readonly string Token =
        new PartnerTokenSigner(TestKeys.Key, new SiteId(1), new PartnerTokenSignerOptions { TimeProvider = Clock }).Sign().Reveal();

    public static TheoryData<string> Files => ["test-2048-public.pem", "test-2048-pkcs1-public.pem", "test-2048-certificate.pem"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Changing_any_byte_never_surprises(string file)
    {
        byte[] der = TestKeys.Der(TestKeys.Text(file));
        for (int i = 0; i < der.Length; i++)
        {
            foreach (byte change in new byte[] { 0x21, 0x80 })
            {
                byte[] damaged = [.. der];
                damaged[i] ^= change;
                RequireErrorOrUsableKey(damaged);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Cutting_it_at_any_length_is_refused(string file)
    {
        byte[] der = TestKeys.Der(TestKeys.Text(file));
        for (int length = 1; length < der.Length; length++)
        {
            Assert.Throws<PartnerKeyException>(() => PartnerPublicKey.FromText(System.Convert.ToBase64String(der, 0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Random_mutations_never_surprise(string file)
    {
        byte[] der = TestKeys.Der(TestKeys.Text(file));
        Mutation.Several(der.Length).Sample(mutations => RequireErrorOrUsableKey(Mutation.Apply(der, mutations)), iter: 2000);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Random_mutations_of_the_outer_structure_never_surprise(string file)
    {
        byte[] der = TestKeys.Der(TestKeys.Text(file));
        Mutation.Several(40).Sample(mutations => RequireErrorOrUsableKey(Mutation.Apply(der, mutations)), iter: 2000);
    }

    [Fact]
    public void Random_DER_structures_never_surprise() => Mutation.RandomDer.Sample(RequireErrorOrUsableKey, iter: 3000);

    [Fact]
    public void Random_text_is_refused() => Gen.Char.Array[0, 400].Sample(
        text => Assert.IsType<PartnerKeyException>(Record.Exception(() => PartnerPublicKey.FromText(text))), iter: 1000);

    private static void RequireErrorOrUsableKey(byte[] der)
    {
        PartnerPublicKey key;
        try
        {
            key = PartnerPublicKey.FromText(System.Convert.ToBase64String(der));
        }
        catch (PartnerKeyException)
        {
            return;
        }

        Assert.Equal(64, key.Thumbprint.Length);
        PartnerTokenVerdict verdict = new PartnerTokenVerifier(new SiteId(1), [key], new PartnerTokenVerifierOptions { TimeProvider = Clock }).Verify(Token);
        Assert.Equal(key.Thumbprint == TestKeys.Thumbprint, verdict.IsValid);
    }
}
