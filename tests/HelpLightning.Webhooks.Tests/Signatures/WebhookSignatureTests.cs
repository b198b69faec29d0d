using CsCheck;

namespace HelpLightning.Webhooks.Tests.Signatures;

public sealed class WebhookSignatureTests
{
    private static readonly WebhookSecret Secret = WebhookSecret.FromText(Forgery.Secret, "north");

    public static TheoryData<string> Forgeries => [.. Forgery.All.Select(static f => f.Name)];

    /// <summary>RFC 4231, section 4: keys shorter, as long and longer than a block. Case 5 is cut off there, and is so here.</summary>
    [Theory]
    [InlineData("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b", "4869205468657265", "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7")]
    [InlineData("4a656665", "7768617420646f2079612077616e7420666f72206e6f7468696e673f", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd", "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe")]
    [InlineData("0102030405060708090a0b0c0d0e0f10111213141516171819", "cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd", "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b")]
    [InlineData("0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c0c", "546573742057697468205472756e636174696f6e", "a3b6167473100ee06e0c796c2955552b")]
    [InlineData("131", "54657374205573696e67204c6172676572205468616e20426c6f636b2d53697a65204b6579202d2048617368204b6579204669727374", "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54")]
    [InlineData("131", "5468697320697320612074657374207573696e672061206c6172676572207468616e20626c6f636b2d73697a65206b657920616e642061206c6172676572207468616e20626c6f636b2d73697a6520646174612e20546865206b6579206e6565647320746f20626520686173686564206265666f7265206265696e6720757365642062792074686520484d414320616c676f726974686d2e", "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2")]
    public void The_vectors_of_RFC_4231_hold(string key, string data, string mac)
    {
        byte[] bytes = key == "131" ? [.. Enumerable.Repeat((byte)0xaa, 131)] : Convert.FromHexString(key);
        string header = WebhookSignature.Create(Convert.FromHexString(data), WebhookSecret.FromBytes(bytes));
        Assert.StartsWith("sha256=" + mac, header, StringComparison.Ordinal);
        Assert.Equal(WebhookSignatureResult.Valid, WebhookSignature.Verify(Convert.FromHexString(data), header, WebhookSecret.FromBytes(bytes)));
    }

    [Fact]
    public void There_are_forty_forgeries_at_least() => Assert.True(Forgery.All.DistinctBy(static f => f.Name).Count() >= 40);

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_forgery_is_refused_for_the_right_reason(string name)
    {
        Forgery forgery = Forgery.All.Single(f => f.Name == name);
        if (forgery.Result != WebhookSignatureResult.Repeated)
        {
            Assert.Equal(forgery.Result, WebhookSignature.Verify(forgery.Body, forgery.Headers.FirstOrDefault(), Secret));
        }
    }

    [Fact]
    public void What_was_signed_is_valid() =>
        Assert.Equal(WebhookSignatureResult.Valid, WebhookSignature.Verify(Forgery.Genuine, Forgery.Valid, Secret));

    [Fact]
    public void An_empty_body_can_be_signed() =>
        Assert.Equal(WebhookSignatureResult.Valid, WebhookSignature.Verify([], WebhookSignature.Create([], Secret), Secret));

    [Fact]
    public void Without_a_secret_nothing_is_valid()
    {
        Assert.Equal(WebhookSignatureResult.NoSecret, WebhookSignature.Verify(Forgery.Genuine, Forgery.Valid));
        Assert.Equal(WebhookSignatureResult.NoSecret, WebhookSignature.Verify(Forgery.Genuine, null));
        Assert.Equal(WebhookSignatureResult.NoSecret, default(WebhookSignatureResult));
    }

    [Fact]
    public void Any_of_several_secrets_may_have_signed_and_is_named()
    {
        WebhookSecret[] secrets = [WebhookSecret.FromText("one", "south"), Secret, WebhookSecret.FromText("three")];
        Assert.Equal(WebhookSignatureResult.Valid, WebhookSignature.Verify(Forgery.Genuine, Forgery.Valid, secrets, out WebhookSecret? by));
        Assert.Same(Secret, by);
        Assert.Equal(WebhookSignatureResult.Mismatch, WebhookSignature.Verify(Forgery.Genuine, Forgery.Valid, [secrets[0], secrets[2]], out by));
        Assert.Null(by);
    }

    [Fact]
    public void One_bit_of_a_body_changed_is_refused() => Gen.Select(Gen.Byte.Array[1, 600], Gen.Int[0, int.MaxValue], Gen.String[1, 80])
        .Where(static t => t.Item3.Length > 0)
        .Sample(static (body, at, text) =>
        {
            WebhookSecret secret = WebhookSecret.FromText(text);
            string header = WebhookSignature.Create(body, secret);
            Assert.Equal(WebhookSignatureResult.Valid, WebhookSignature.Verify(body, header, secret));
            byte[] changed = [.. body];
            changed[at / 8 % body.Length] ^= (byte)(1 << (at % 8));
            Assert.Equal(WebhookSignatureResult.Mismatch, WebhookSignature.Verify(changed, header, secret));
        });

    [Fact]
    public void Any_bit_of_a_signature_changed_is_refused()
    {
        for (int i = 0; i < Forgery.Valid.Length; i++)
        {
            for (int bit = 0; bit < 16; bit++)
            {
                char[] changed = Forgery.Valid.ToCharArray();
                changed[i] ^= (char)(1 << bit);
                Assert.NotEqual(WebhookSignatureResult.Valid, WebhookSignature.Verify(Forgery.Genuine, new string(changed), Secret));
            }
        }
    }

    [Fact]
    public void A_secret_says_its_name_and_never_itself()
    {
        Assert.Equal("webhook secret 'north'", Secret.ToString());
        Assert.Equal("webhook secret", WebhookSecret.FromText("quiet").ToString());
        Assert.DoesNotContain(Forgery.Secret, System.Text.Json.JsonSerializer.Serialize(Secret), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(static () => WebhookSecret.FromText(""));
    }
}
