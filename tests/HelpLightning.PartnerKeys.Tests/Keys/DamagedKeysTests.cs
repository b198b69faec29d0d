using CsCheck;

namespace HelpLightning.PartnerKeys.Tests.Keys;

/// <summary>However a key is damaged: an error of ours, or a key that still is one. Never anything else.</summary>
public sealed class DamagedKeysTests
{
    [Fact]
    public void Flipping_any_byte_of_a_key_is_refused_or_harmless()
    {
        byte[] der = TestKeys.Der(TestKeys.Pkcs1);
        for (int i = 0; i < der.Length; i += 3)
        {
            byte[] damaged = [.. der];
            damaged[i] ^= 0x41;
            RequireErrorOrWorkingKey(damaged);
        }
    }

    [Fact]
    public void Cutting_a_key_at_any_length_is_refused()
    {
        byte[] der = TestKeys.Der(TestKeys.Pkcs8);
        for (int length = 0; length < der.Length; length += 5)
        {
            using MemoryStream stream = new(der[..length]);
            Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream));
        }

        for (int length = 0; length < TestKeys.Pkcs8.Length - 6; length += 5)
        {
            Assert.Throws<PartnerKeyException>(() => PartnerKey.FromText(TestKeys.Pkcs8.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Random_bytes_are_refused() => Gen.Byte.Array[0, 400].Sample(bytes =>
    {
        using MemoryStream stream = new(bytes);
        Assert.Throws<PartnerKeyException>(() => PartnerKey.FromStream(stream));
    }, iter: 2000);

    [Fact]
    public void Several_random_changes_to_the_outer_structure_never_surprise()
    {
        byte[] der = TestKeys.Der(TestKeys.Pkcs8);
        Gen.Select(Gen.Int[0, 60], Gen.Byte, Gen.Int[0, 60], Gen.Byte).Sample((i, x, j, y) =>
        {
            byte[] damaged = [.. der];
            damaged[i] = x;
            damaged[j] = y;
            RequireErrorOrWorkingKey(damaged);
        }, iter: 500);
    }

    private static void RequireErrorOrWorkingKey(byte[] der)
    {
        using MemoryStream stream = new(der);
        PartnerKey key;
        try
        {
            key = PartnerKey.FromStream(stream, "passphrase");
        }
        catch (PartnerKeyException)
        {
            return;
        }

        using (key)
        {
            string token = new PartnerTokenSigner(key, new SiteId(1)).Sign().Value;
            PartnerTokenVerdict verdict = new PartnerTokenVerifier(new SiteId(1), [key.PublicKey]).Verify(token);
            Assert.True(verdict.IsValid, $"a damaged key was accepted and signs nothing that verifies: {verdict.Message}");
        }
    }
}
