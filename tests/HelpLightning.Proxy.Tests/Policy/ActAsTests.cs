namespace HelpLightning.Proxy.Tests.Policy;

public sealed class ActAsTests
{
    [Theory]
    [InlineData("*@example.com", "ann@example.com", true)]
    [InlineData("*@example.com", "Ann.Lee+x@EXAMPLE.com", true)]
    [InlineData("*@example.com", "ann@example.com.evil.org", false)]
    [InlineData("*@example.com", "ann@badexample.com", false)]
    [InlineData("*@example.com", "@example.com", false)]
    [InlineData("*@example.com", "evil@x.org@example.com", false)]
    [InlineData("*@example.com", "evil@x.org,ann@example.com", false)]
    [InlineData("*@example.com", "evil@x.org ann@example.com", false)]
    [InlineData("*@example.com", "\"evil@x.org\"@example.com", false)]
    [InlineData("*@example.com", "evil%x.org@example.com", false)]
    [InlineData("*@example.com", "*@example.com", false)]
    [InlineData("*@example.com", "a/../b@example.com", false)]
    [InlineData("*@example.com", "ann@example.com\n", false)]
    [InlineData("*@example.com", "\u017fue@example.com", false)]
    [InlineData("*@example.com", "", false)]
    [InlineData("*@example.com", "7", false)]
    [InlineData("ann@example.com", "ANN@example.com", true)]
    [InlineData("ann@example.com", "anna@example.com", false)]
    [InlineData("ann@*", "ann@x.org", true)]
    [InlineData("team-*@*.example.com", "team-north@a.example.com", true)]
    [InlineData("team-*@*.example.com", "team-north@example.com", false)]
    [InlineData("17", "17", true)]
    [InlineData("17", "017", false)]
    [InlineData("17", "1", false)]
    [InlineData("17", "\u0661\u0667", false)]
    [InlineData("*", "17", true)]
    [InlineData("*", "ann@example.com", true)]
    [InlineData("*", "ann", false)]
    [InlineData("*", "-1", false)]
    [InlineData("*", "12345678901234567890", false)]
    public void A_header_names_only_whom_a_pattern_allows(string pattern, string asked, bool isAllowed)
    {
        ActAsVerdict verdict = new ActAsPolicy { Allowed = ["nobody@example.net", pattern] }.Judge(asked);
        Assert.Equal(isAllowed, verdict.IsAllowed);
        Assert.Equal(isAllowed ? asked : null, verdict.User);
        Assert.Equal(isAllowed, verdict.Refusal is null);
    }

    [Fact]
    public void Without_a_header_everything_is_as_the_fixed_person_or_as_nobody_in_particular()
    {
        Assert.Equal(new ActAsVerdict(null, null), ActAsPolicy.Nobody.Judge(null));
        Assert.Equal(new ActAsVerdict(null, null), new ActAsPolicy { Allowed = ["*"] }.Judge(null));
        Assert.Equal(new ActAsVerdict("ann@example.com", null), new ActAsPolicy { User = "ann@example.com" }.Judge(null));
    }

    [Fact]
    public void By_default_no_header_may_name_anybody() =>
        Assert.Contains("lets no caller choose", ActAsPolicy.Nobody.Judge("ann@example.com").Refusal, StringComparison.Ordinal);

    [Fact]
    public void A_header_may_name_the_fixed_person_and_nobody_else()
    {
        ActAsPolicy policy = new() { User = "ann@example.com", Allowed = ["*"] };
        Assert.Equal(new ActAsVerdict("ann@example.com", null), policy.Judge("Ann@Example.com"));
        ActAsVerdict other = policy.Judge("bob@example.com");
        Assert.Null(other.User);
        Assert.Contains("always acts as one person", other.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("ann", other.Refusal, StringComparison.Ordinal);
        Assert.False(policy.Judge("").IsAllowed);
    }

    [Theory]
    [InlineData("*example.com")]
    [InlineData("**")]
    [InlineData("1*")]
    [InlineData("ann")]
    [InlineData("")]
    [InlineData("@example.com")]
    [InlineData("ann@")]
    [InlineData("a b@example.com")]
    [InlineData("a@b@example.com")]
    [InlineData("\u212aate@example.com")]
    public void What_could_never_match_or_would_match_too_much_is_no_pattern(string pattern)
    {
        ProxyPolicyException e = Assert.Throws<ProxyPolicyException>(() => new ActAsPolicy { Allowed = [pattern] });
        Assert.Contains("*@example.com", e.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("*@example.com")]
    [InlineData("*")]
    [InlineData("ann")]
    [InlineData("")]
    public void The_fixed_person_is_one_person(string user) => Assert.Throws<ProxyPolicyException>(() => new ActAsPolicy { User = user });
}
