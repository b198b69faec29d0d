using System.Text;
using HelpLightning.PartnerKeys.Tests.Keys;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

public sealed class SignerTests
{
    private static readonly PartnerTokenSigner Signer = new(TestKeys.Key, Forge.Site, new PartnerTokenSignerOptions { TimeProvider = Forge.Clock });

    [Fact]
    public void A_token_has_exactly_the_header_and_the_four_claims_in_order()
    {
        Assert.True(UnverifiedToken.TryRead(Signer.Sign().Reveal(), out UnverifiedToken? content, out _));
        Assert.Equal("""{"alg":"RS256","typ":"JWT"}""", content.Header);
        Assert.Equal("""{"iss":"Ghazal","sub":"Partner:54344","aud":"Ghazal","exp":1767225660}""", content.Claims);
    }

    [Fact]
    public void The_same_moment_gives_the_same_token_byte_for_byte()
    {
        string token = Signer.Sign().Reveal();
        Assert.Equal(Forge.Good(), token);
        byte[] buffer = new byte[Signer.MaxTokenLength];
        Assert.True(Signer.TrySign(buffer, out int length));
        Assert.Equal(token, Encoding.ASCII.GetString(buffer, 0, length));
    }

    [Fact]
    public void Site_and_end_are_told_and_the_token_is_hidden()
    {
        PartnerToken token = Signer.Sign();
        Assert.Equal(Forge.Site, token.SiteId);
        Assert.Equal(Forge.Now.AddSeconds(60), token.ExpiresAt);
        Assert.Equal("partner token for site 54344, valid until 2026-01-01 00:01:00 UTC (value hidden)", token.ToString());
        Assert.Throws<InvalidOperationException>(() => default(PartnerToken).Reveal());
    }

    [Fact]
    public void A_fraction_of_a_second_is_cut_off()
    {
        var clock = Forge.Clock;
        clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(Forge.Now.AddSeconds(60), new PartnerTokenSigner(TestKeys.Key, Forge.Site, new PartnerTokenSignerOptions { TimeProvider = clock }).Sign().ExpiresAt);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(86401)]
    [InlineData(1.5)]
    public void A_lifetime_outside_1_s_to_24_h_is_refused(double seconds) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new PartnerTokenSigner(TestKeys.Key, Forge.Site, new PartnerTokenSignerOptions { Lifetime = TimeSpan.FromSeconds(seconds) }));

    [Fact]
    public void A_site_that_was_never_set_is_refused() => Assert.Throws<ArgumentException>(() => new PartnerTokenSigner(TestKeys.Key, default));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("")]
    [InlineData("9223372036854775808")]
    public void A_site_id_is_a_positive_whole_number(string text)
    {
        Assert.False(SiteId.TryParse(text, null, out _));
        Assert.Throws<FormatException>(() => SiteId.Parse(text, null));
    }

    [Fact]
    public void A_short_destination_gets_nothing()
    {
        byte[] buffer = new byte[Signer.MaxTokenLength - 1];
        Assert.False(Signer.TrySign(buffer, out int length));
        Assert.Equal(0, length);
        Assert.All(buffer, b => Assert.Equal(0, b));
    }

    [Fact]
    public void Signing_into_memory_allocates_nothing_and_into_text_only_the_text()
    {
        byte[] buffer = new byte[Signer.MaxTokenLength];
        _ = Signer.TrySign(buffer, out _);
        string token = Signer.Sign().Reveal();

        Assert.Equal(0, LeastAllocatedBy(() => _ = Signer.TrySign(buffer, out _)));

        // A string has 22 bytes beside its characters and is rounded up to eight.
        long text = (22 + (2 * token.Length) + 7) / 8 * 8;
        Assert.Equal(10 * text, LeastAllocatedBy(() => _ = Signer.Sign()));
    }

    /// <summary>
    /// By ten calls, the least of many rounds: the runtime allocates now and then on the thread that it interrupts, and
    /// what every call allocates is in every round.
    /// </summary>
    private static long LeastAllocatedBy(Action call)
    {
        long least = long.MaxValue;
        for (int round = 0; round < 20; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 10; i++)
            {
                call();
            }

            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    [Theory]
    [InlineData(3072)]
    [InlineData(4096)]
    public void Larger_keys_sign(int bits)
    {
        System.Security.Cryptography.RSA rsa = System.Security.Cryptography.RSA.Create();
        rsa.ImportFromPem(TestKeys.Text($"test-{bits}-pkcs8.pem"));
        using PartnerKey key = PartnerKey.FromRsa(rsa);
        Assert.Equal(bits, key.KeySizeInBits);
        PartnerToken token = new PartnerTokenSigner(key, new SiteId(long.MaxValue)).Sign();
        Assert.True(new PartnerTokenVerifier(new SiteId(long.MaxValue), [key.PublicKey]).Verify(token.Reveal()).IsValid);
    }

    [Fact]
    public void Many_threads_share_a_signer()
    {
        string expected = Signer.Sign().Reveal();
        Parallel.For(0, 2000, _ => Assert.Equal(expected, Signer.Sign().Reveal()));
    }
}
