using System.Text;
using CsCheck;
using HelpLightning.PartnerKeys.Tests.Keys;

namespace HelpLightning.PartnerKeys.Tests.Tokens;

public sealed class VerifierTests
{
    private static readonly Dictionary<string, Attack> Attacks =
        HeaderAttacks.All.Concat(FormAttacks.All).Concat(ClaimAttacks.All).ToDictionary(a => a.Name);

    public static TheoryData<string> AttackNames => [.. Attacks.Keys];

    public static TheoryData<string> AcceptedNames => [.. AcceptedTokens.All.Keys];

    [Fact]
    public void The_attack_list_is_long() => Assert.True(Attacks.Count >= 60, $"{Attacks.Count} attacks");

    [Theory]
    [MemberData(nameof(AttackNames))]
    public void This_attack_is_refused_for_its_own_reason(string name)
    {
        Attack attack = Attacks[name];
        string token = attack.Make();
        PartnerTokenVerdict verdict = Forge.Verifier.Verify(token);
        Assert.Equal(attack.Problem, verdict.Problem);
        Assert.False(verdict.IsValid);
        Assert.Null(verdict.Claims);
        if (attack.Says is not null)
        {
            Assert.Contains(attack.Says, verdict.Message, StringComparison.Ordinal);
        }

        Assert.All(verdict.Message.Replace("…", "", StringComparison.Ordinal), c => Assert.InRange(c, ' ', '~'));
        Assert.InRange(verdict.Message.Length, 10, 200);
        Assert.Equal(verdict.Message, Forge.Verifier.Verify((ReadOnlySpan<byte>)Encoding.UTF8.GetBytes(token)).Message, ignoreCase: true);
    }

    [Theory]
    [MemberData(nameof(AcceptedNames))]
    public void This_token_is_accepted(string name)
    {
        PartnerTokenVerdict verdict = Forge.Verifier.Verify(AcceptedTokens.All[name]());
        Assert.True(verdict.IsValid, verdict.Message);
        Assert.Equal(Forge.Site, verdict.Claims.SiteId);
        Assert.Null(verdict.Problem);
        Assert.StartsWith("valid for site 54344 until ", verdict.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_token_is_no_token() => Assert.Equal(PartnerTokenProblem.Empty, Forge.Verifier.Verify((string?)null).Problem);

    [Fact]
    public void Any_change_of_one_character_is_refused()
    {
        string token = Forge.Good();
        const string Others = "A_-z0. =\n\u00e9";
        for (int i = 0; i < token.Length; i++)
        {
            foreach (char other in Others.Where(c => c != token[i]))
            {
                string changed = string.Concat(token.AsSpan(0, i), [other], token.AsSpan(i + 1));
                Assert.False(Forge.Verifier.Verify(changed).IsValid, $"position {i}, character {other}");
            }

            Assert.False(Forge.Verifier.Verify(token.Remove(i, 1)).IsValid, $"position {i} left out");
        }
    }

    [Fact]
    public void Any_text_is_answered() =>
        Gen.String.Sample(text => Assert.False(Forge.Verifier.Verify(text).IsValid), iter: 3000);

    [Fact]
    public void Any_bytes_are_answered() =>
        Gen.Byte.Array[0, 600].Sample(bytes => Assert.False(Forge.Verifier.Verify((ReadOnlySpan<byte>)bytes).IsValid), iter: 3000);

    [Fact]
    public void Any_bytes_in_the_place_of_header_and_claims_are_answered_even_when_signed() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.Byte.Array[0, 60]).Sample(
            (header, claims) =>
            {
                Assert.False(Forge.Verifier.Verify(Forge.Sign(header, claims)).IsValid);
                Assert.False(Forge.Verifier.Verify(Forge.Sign(Encoding.UTF8.GetBytes(Forge.Header), claims)).IsValid);
            }, iter: 300);

    [Fact]
    public void Changed_claims_signed_by_the_right_key_are_answered()
    {
        byte[] claims = Encoding.UTF8.GetBytes(Forge.ClaimsWith(more: ",\"x\":[{\"y\":\"\\u00e9\"}]"));
        Gen.Select(Gen.Int[0, claims.Length - 1], Gen.Byte).Sample((at, value) =>
        {
            byte[] changed = [.. claims];
            changed[at] = value;
            Assert.NotNull(Forge.Verifier.Verify(Forge.Sign(Encoding.UTF8.GetBytes(Forge.Header), changed)).Message);
        }, iter: 1000);
    }

    [Fact]
    public void Signing_and_verifying_hold_for_all_lifetimes_and_sites() =>
        Gen.Select(Gen.Int[1, 86400], Gen.Long[1, long.MaxValue], Gen.Int[0, 86400]).Sample((lifetime, site, later) =>
        {
            var clock = Forge.Clock;
            string token = new PartnerTokenSigner(TestKeys.Key, new SiteId(site), new PartnerTokenSignerOptions
            {
                Lifetime = TimeSpan.FromSeconds(lifetime),
                TimeProvider = clock,
            }).Sign().Reveal();
            clock.Advance(TimeSpan.FromSeconds(later));
            PartnerTokenVerdict verdict = new PartnerTokenVerifier(
                new SiteId(site), [TestKeys.Key.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = clock }).Verify(token);
            Assert.Equal(later < lifetime, verdict.IsValid);
            Assert.Equal(later < lifetime ? null : PartnerTokenProblem.Expired, verdict.Problem);
        }, iter: 300);

    [Fact]
    public void While_keys_rotate_both_are_accepted()
    {
        string old = Forge.SignByStranger(Forge.Header, Forge.Claims);
        PartnerTokenVerifier both = new(Forge.Site, [TestKeys.Key.PublicKey, TestKeys.OtherKey.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = Forge.Clock });
        Assert.True(both.Verify(old).IsValid);
        Assert.True(both.Verify(Forge.Good()).IsValid);
    }

    [Fact]
    public void Without_keys_nothing_is_accepted()
    {
        PartnerTokenVerdict verdict = new PartnerTokenVerifier(Forge.Site, []).Verify(Forge.Good());
        Assert.Equal(PartnerTokenProblem.SignedByAnotherKey, verdict.Problem);
        Assert.Contains("no partner key", verdict.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(10, false)]
    public void Expiry_tolerance_is_exact(int secondsAfter, bool accepted)
    {
        var clock = Forge.Clock;
        PartnerTokenVerifier verifier = new(Forge.Site, [TestKeys.Key.PublicKey], new PartnerTokenVerifierOptions { TimeProvider = clock, ExpiryTolerance = TimeSpan.FromSeconds(10) });
        clock.Advance(TimeSpan.FromSeconds(60 + secondsAfter));
        Assert.Equal(accepted, verifier.Verify(Forge.Good()).IsValid);
    }

    [Fact]
    public void Tolerances_have_limits_and_the_site_must_be_set()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartnerTokenVerifier(Forge.Site, [], new PartnerTokenVerifierOptions { ExpiryTolerance = TimeSpan.FromSeconds(-1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PartnerTokenVerifier(Forge.Site, [], new PartnerTokenVerifierOptions { FutureTolerance = TimeSpan.FromHours(2) }));
        Assert.Throws<ArgumentException>(() => new PartnerTokenVerifier(default, []));
    }
}
