namespace HelpLightning.Proxy.Tests.Policy;

public sealed class RuleTests
{
    [Theory]
    [InlineData("GET /v1r1/enterprise/**", "GET", "/api/v1r1/enterprise", true)]
    [InlineData("GET /v1r1/enterprise/**", "GET", "/api/v1r1/enterprise/", true)]
    [InlineData("GET /v1r1/enterprise/**", "GET", "/api/v1r1/enterprise/users/1", true)]
    [InlineData("GET /v1r1/enterprise/**", "GET", "/api/v1r1/enterprises", false)]
    [InlineData("GET /v1r1/enterprise/**", "POST", "/api/v1r1/enterprise/users", false)]
    [InlineData("GET /api/v1r1/enterprise/**", "GET", "/api/v1r1/enterprise/users", true)]
    [InlineData("GET /v1/x", "GET", "/api/v1/x", true)]
    [InlineData("GET /v1/x", "GET", "/v1/x", false)]
    [InlineData("GET,HEAD /api/v1r1/enterprise/users/*", "HEAD", "/api/v1r1/enterprise/users/7", true)]
    [InlineData("GET,HEAD /api/v1r1/enterprise/users/*", "GET", "/api/v1r1/enterprise/users", false)]
    [InlineData("GET,HEAD /api/v1r1/enterprise/users/*", "GET", "/api/v1r1/enterprise/users/7/x", false)]
    [InlineData("* /auth/**", "DELETE", "/auth/a/b/c", true)]
    [InlineData("* /auth/**", "DELETE", "/authority", false)]
    [InlineData("* /api/**/avatar", "GET", "/api/avatar", true)]
    [InlineData("* /api/**/avatar", "GET", "/api/a/b/avatar", true)]
    [InlineData("* /api/**/avatar", "GET", "/api/a/avatar/b", false)]
    [InlineData("* /api/**/a/**/b/*", "GET", "/api/a/a/x/b/b/c", true)]
    [InlineData("* /api/**/a/**/b/*", "GET", "/api/a/a/x/b/b", true)]
    [InlineData("* /api/**/a/**/b/*", "GET", "/api/b/a/c/b", false)]
    [InlineData("* /api/calls*.json", "GET", "/api/calls.json", true)]
    [InlineData("* /api/calls*.json", "GET", "/api/calls-2026.json.json", true)]
    [InlineData("* /api/calls*.json", "GET", "/api/calls.xml", false)]
    [InlineData("* /api/*a*b*", "GET", "/api/xxaxxabx", true)]
    [InlineData("* /api/*a*b*", "GET", "/api/xxbxxa", false)]
    [InlineData("* /api/**", "GET", "/api", true)]
    [InlineData("*   /api/x", "PATCH", "/api/x", true)]
    public void A_rule_is_about_methods_and_segments(string rule, string method, string target, bool isAllowed)
    {
        ProxyPolicy policy = new() { Allow = [ProxyRule.Parse(rule)] };
        PolicyVerdict verdict = policy.Judge(method, target);
        Assert.Equal(isAllowed, verdict.IsAllowed);
        Assert.Equal(isAllowed, verdict.Rule == "allow " + rule);
    }

    [Theory]
    [InlineData("/v1r1/**", "names no method", "Write '* /v1r1/**' for all methods")]
    [InlineData("", "is not methods, a space and a path", "GET,HEAD /v1r1")]
    [InlineData("GET", "is not methods, a space and a path", "GET,HEAD /v1r1")]
    [InlineData("GET /v1/a /v1/b", "is not methods, a space and a path", "GET,HEAD /v1r1")]
    [InlineData("get /v1/a", "in small letters", "Write 'GET'")]
    [InlineData("GET,Post /v1/a", "in small letters", "Write 'POST'")]
    [InlineData("GET, /v1/a", "empty place", "'GET,HEAD'")]
    [InlineData("G(T /v1/a", "no HTTP method", "'GET,POST'")]
    [InlineData("GET,* /v1/a", "has * in its list of methods", "'*' alone")]
    [InlineData("GET /v1/a/%41", "percent-encoding", "the character itself")]
    [InlineData("GET v1/a", "does not begin with a slash", "/v1r1/enterprise/**")]
    [InlineData("GET https://x/v1/a", "does not begin with a slash", "/v1r1/enterprise/**")]
    [InlineData("GET /v1/a?b=c", "has a query", "without '?'")]
    [InlineData("GET /v1/a#b", "has a fragment", "without '#'")]
    [InlineData("GET /v1/a;b", "has ';'", "without ';'")]
    [InlineData("GET /v1\\a", "has a backslash", "Write '/'")]
    [InlineData("GET /v1/\u20ac", "U+20AC", "Write * in its place")]
    [InlineData("GET /v1/a\u0007", "U+0007", "Write * in its place")]
    [InlineData("GET /v1/../auth", "has the segment '..'", "that it leads to")]
    [InlineData("GET /v1/./a", "has the segment '.'", "that it leads to")]
    [InlineData("GET /v1//a", "empty segment", "one slash")]
    [InlineData("GET /v1/a/", "ends in a slash", "'/v1/a/**'")]
    [InlineData("GET /", "empty segment", "/v1r1/**")]
    [InlineData("GET /v1/a**", "** is whole segments", "one *")]
    [InlineData("GET /v1/***", "** is whole segments", "one *")]
    [InlineData("GET /v2/a", "begins with '/v2'", "/api/, /auth/, /v1/ or /v1r1/")]
    [InlineData("GET /API/a", "begins with '/API'", "in small letters")]
    [InlineData("GET /**", "begins with '/**'", "without stars")]
    [InlineData("GET /ap*/a", "begins with '/ap*'", "without stars")]
    public void What_is_no_rule_is_told_with_what_to_write(string rule, string finding, string remedy)
    {
        ProxyPolicyException e = Assert.Throws<ProxyPolicyException>(() => ProxyRule.Parse(rule));
        Assert.StartsWith($"The rule '{rule.Replace('\u0007', '?')}' ", e.Finding, StringComparison.Ordinal);
        Assert.Contains(finding, e.Finding, StringComparison.Ordinal);
        Assert.Contains(remedy, e.Remedy, StringComparison.Ordinal);
        Assert.Equal($"{e.Finding} {e.Remedy}", e.Message);
    }

    [Fact]
    public void A_rule_that_is_too_long_shows_its_beginning_only()
    {
        ProxyPolicyException e = Assert.Throws<ProxyPolicyException>(() => ProxyRule.Parse("GET /v1/" + new string('a', 1000)));
        Assert.Contains("1008 characters", e.Message, StringComparison.Ordinal);
        Assert.True(e.Message.Length < 250);
    }

    [Fact]
    public void A_rule_is_shown_as_it_was_written() => Assert.Equal("GET,HEAD  /v1/a*", ProxyRule.Parse(" GET,HEAD  /v1/a* \t").ToString());

    [Fact]
    public void Many_stars_take_no_longer_than_the_path_is_long()
    {
        ProxyRule rule = ProxyRule.Parse("* /api/" + string.Concat(Enumerable.Repeat("**/*a*a*a*b/", 60)) + "c");
        ProxyPolicy policy = new() { Allow = [rule] };
        long start = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.False(policy.Judge("GET", "/api/" + string.Concat(Enumerable.Repeat(new string('a', 30) + "/", 250)) + "d").IsAllowed);
        Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void More_rules_than_a_thousand_are_refused()
    {
        ProxyRule rule = ProxyRule.Parse("* /api/x");
        Assert.Throws<ArgumentException>(() => new ProxyPolicy { Allow = [.. Enumerable.Repeat(rule, 1001)] });
        Assert.Throws<ArgumentException>(() => new ProxyPolicy { Deny = [null!] });
        Assert.Equal(1000, new ProxyPolicy { Deny = [.. Enumerable.Repeat(rule, 1000)] }.Deny.Length);
    }
}
