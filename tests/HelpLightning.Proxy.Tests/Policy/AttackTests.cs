namespace HelpLightning.Proxy.Tests.Policy;

/// <summary>Ways round a rule: what each is judged by.</summary>
public sealed class AttackTests
{
    private static readonly Dictionary<string, ProxyPolicy> Policies = new()
    {
        ["open"] = ProxyPolicy.Open,
        ["public"] = new() { Allow = [ProxyRule.Parse("GET /v1/public/**")] },
        ["users"] = new() { Allow = [ProxyRule.Parse("GET /v1/users/*"), ProxyRule.Parse("GET /v1/groups/*")] },
        ["but admin"] = new() { Deny = [ProxyRule.Parse("* /v1/admin/**"), ProxyRule.Parse("GET /v1/users/me")] },
        ["reads"] = new() { ReadOnly = true, Deny = [ProxyRule.Parse("* /auth/**")] },
    };

    public static TheoryData<string, string> LetThroughByDefault => new()
    {
        { "GET", "/api/v1r1/a%2Fb" }, { "GET", "/api/x%2520y" }, { "GET", "/api/a//b" }, { "GET", "/api/a;b=c" }, { "GET", "/api/a%3Bb" },
        { "GET", "/api/a/../b" }, { "GET", "/api/a%23b" }, { "GET", "/api/%E2%82%AC" }, { "GET", "/api" }, { "GET", "/api/" }, { "GET", "/auth/x" },
        { "PATCH", "/api/v1/users/ann.lee+x@example.com" }, { "OPTIONS", "/api/100%25" }, { "GET", "/api/a%5Cb" }, { "GET", "/api/a\\b" },
        { "GET", "/api/x?q=/../../admin&r=%zz#%00" }, { "GET", "/api/%EF%BC%8F" }, { "GET", "/api/caf%C3%A9%20noir" }, { "GET", "/api/..." },
        { "GET", "/api/https%3A%2F%2Fexample.com%2Fa.b%3Fq%3D1%26r%3D%25%23f" }, { "GET", "/api/?" }, { "GET", "/api/.well-known/x" },
    };

    [Theory]
    [MemberData(nameof(LetThroughByDefault))]
    public void Without_rules_all_under_api_is_let_through_however_it_is_encoded(string method, string target)
    {
        PolicyVerdict verdict = ProxyPolicy.Open.Judge(method, target);
        Assert.True(verdict.IsAllowed, verdict.Finding);
        Assert.Equal("default", verdict.Rule);
    }

    [Theory]
    [InlineData("open", "GET", "/api/..%2f..%2fetc", "ambiguous")]
    [InlineData("open", "GET", "/api/../admin", "ambiguous")]
    [InlineData("open", "GET", "/api/../auth/x", "ambiguous")]
    [InlineData("open", "GET", "/api/%2e%2e/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/%252e%252e/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/%25252e%25252e%25252fadmin", "ambiguous")]
    [InlineData("open", "GET", "/api/..;/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..;x=y/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..%3bx/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..\\admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..%5cadmin", "ambiguous")]
    [InlineData("open", "GET", "/api/x/..//../admin", "ambiguous")]
    [InlineData("open", "GET", "/api//../admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..%20/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..%23/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..#/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..%3f/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/%EF%BC%8E%EF%BC%8E%EF%BC%8Fadmin", "ambiguous")]
    [InlineData("open", "GET", "/api/%E2%80%A5/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/.%E2%80%8B./admin", "ambiguous")]
    [InlineData("open", "GET", "/api/..%E2%88%95admin", "ambiguous")]
    [InlineData("open", "GET", "/api/%c0%ae%c0%ae/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/a%c0%afb", "ambiguous")]
    [InlineData("open", "GET", "/api/a%E9b", "ambiguous")]
    [InlineData("open", "GET", "/api/%u002e%u002e/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/%25u002e%25u002e/admin", "ambiguous")]
    [InlineData("open", "GET", "/api/%zz", "ambiguous")]
    [InlineData("open", "GET", "/api/%2", "ambiguous")]
    [InlineData("open", "GET", "/api/%", "ambiguous")]
    [InlineData("open", "GET", "/api/a%00", "ambiguous")]
    [InlineData("open", "GET", "/api/a%2500", "ambiguous")]
    [InlineData("open", "GET", "/api/a%0d%0aX:y", "ambiguous")]
    [InlineData("open", "GET", "/api/a%7f", "ambiguous")]
    [InlineData("open", "GET", "/api/a b", "ambiguous")]
    [InlineData("open", "GET", "/api/\u20ac", "ambiguous")]
    [InlineData("open", "GET", "/API/x", "outside")]
    [InlineData("open", "GET", "/Api/x", "outside")]
    [InlineData("open", "GET", "//api/x", "outside")]
    [InlineData("open", "GET", "/./api/x", "outside")]
    [InlineData("open", "GET", "/%61pi/x", "outside")]
    [InlineData("open", "GET", "/apix", "outside")]
    [InlineData("open", "GET", "/api;x/y", "outside")]
    [InlineData("open", "GET", "/api%2Fx", "outside")]
    [InlineData("open", "GET", "\\api\\x", "outside")]
    [InlineData("open", "GET", "http://other/api/x", "outside")]
    [InlineData("open", "GET", "api/x", "outside")]
    [InlineData("open", "GET", "@other/api/x", "outside")]
    [InlineData("open", "GET", "?/api/x", "outside")]
    [InlineData("open", "GET", "/?/api/x", "outside")]
    [InlineData("open", "GET", "/v1/x", "outside")]
    [InlineData("open", "OPTIONS", "*", "outside")]
    [InlineData("open", "GET", "", "outside")]
    [InlineData("open", "get", "/api/x", "method")]
    [InlineData("open", "Post", "/api/x", "method")]
    [InlineData("open", "TRACE", "/api/x", "method")]
    [InlineData("open", "CONNECT", "/api/x", "method")]
    [InlineData("open", "", "/api/x", "method")]
    [InlineData("open", "GET\r\nX", "/api/x", "method")]
    [InlineData("public", "GET", "/api/v1/public/a", "allow GET /v1/public/**")]
    [InlineData("public", "GET", "/api/v1/public/a%2Fb", "allow GET /v1/public/**")]
    [InlineData("public", "GET", "/api/v1/public/../admin", "ambiguous")]
    [InlineData("public", "GET", "/api/v1/public/%2e%2e/admin", "ambiguous")]
    [InlineData("public", "GET", "/api/v1/public/..%2fadmin", "ambiguous")]
    [InlineData("public", "GET", "/api/v1/public/..;/admin", "ambiguous")]
    [InlineData("public", "GET", "/api/v1/public/x/../../admin", "ambiguous")]
    [InlineData("public", "GET", "/api/v1/public/x/%2e%2e%5c../admin", "ambiguous")]
    [InlineData("public", "GET", "/api/v1/public\\..\\admin", "no rule")]
    [InlineData("public", "GET", "/api/v1/admin/../public/x", "no rule")]
    [InlineData("public", "GET", "/api/v1/admin%2f..%2fpublic", "no rule")]
    [InlineData("public", "GET", "/api/v1/admin?/api/v1/public/x", "no rule")]
    [InlineData("public", "GET", "/api/v1/admin#/../public/x", "no rule")]
    [InlineData("public", "GET", "/api/v1/admin;/public/x", "no rule")]
    [InlineData("public", "GET", "/api//v1/public/x", "no rule")]
    [InlineData("public", "GET", "/api/v1/Public/x", "no rule")]
    [InlineData("public", "HEAD", "/api/v1/public/x", "no rule")]
    [InlineData("public", "POST", "/api/v1/public/x?_method=GET", "no rule")]
    [InlineData("public", "GET", "/auth/public", "no rule")]
    [InlineData("users", "GET", "/api/v1/users/7", "allow GET /v1/users/*")]
    [InlineData("users", "GET", "/api/v1/users/7;v=1", "allow GET /v1/users/*")]
    [InlineData("users", "GET", "/api/v1/users/7%2Fkeys", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/7%252Fkeys", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/7%5Ckeys", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/7%EF%BC%8Fkeys", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/..", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/.", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/%2e", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/;x", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/%23", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/%20", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/7%C2%A0%E2%80%AE", "allow GET /v1/users/*")]
    [InlineData("users", "GET", "/api/v1/users/%C2%A0", "ambiguous")]
    [InlineData("users", "GET", "/api/v1/users/7/", "no rule")]
    [InlineData("users", "GET", "/api/v1/users/", "no rule")]
    [InlineData("users", "GET", "/api/v1/users/..%2Fgroups%2F7", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/other", "default")]
    [InlineData("but admin", "GET", "/api/v1/admin/x", "deny * /v1/admin/**")]
    [InlineData("but admin", "GET", "/api/v1/admin", "deny * /v1/admin/**")]
    [InlineData("but admin", "GET", "/api/v1/Admin/x", "ambiguous")]
    [InlineData("but admin", "GET", "/api//v1/admin/x", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1//admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/./admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/x/../admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/%61dmin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/%2561dmin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/%41DMIN", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin;x", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1;x/admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin%2f", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1%2fadmin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin%20", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin.", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin%23x", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin#x", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/admin%3Fx", "ambiguous")]
    [InlineData("but admin", "GET", "/api\\v1\\admin", "outside")]
    [InlineData("but admin", "GET", "/api/v1\\admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/%EF%BD%81dmin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/u%C5%BFers/me", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/%F0%9D%90%9Admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/users/me", "deny GET /v1/users/me")]
    [InlineData("but admin", "HEAD", "/api/v1/users/me", "deny GET /v1/users/me")]
    [InlineData("but admin", "PUT", "/api/v1/users/me", "default")]
    [InlineData("but admin", "GET", "/api/v1/users/me/", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/users/me/.", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/users/a%2Fb/%2e%2e/me", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/users/a%252Fb/%2e%2e/me", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/users/me;x/7;y", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/;x/../admin", "ambiguous")]
    [InlineData("but admin", "GET", "/api/v1/users/me;/7/..", "ambiguous")]
    [InlineData("but admin", "get", "/api/v1/users/me", "method")]
    [InlineData("reads", "GET", "/api/v1/x", "default")]
    [InlineData("reads", "HEAD", "/api/v1/x", "default")]
    [InlineData("reads", "POST", "/api/v1/x", "read-only")]
    [InlineData("reads", "PROPFIND", "/api/v1/x", "read-only")]
    [InlineData("reads", "POST", "/auth/x", "deny * /auth/**")]
    [InlineData("reads", "GET", "/api/../auth/x", "ambiguous")]
    public void A_request_is_judged_by_every_reading_of_its_path(string policy, string method, string target, string rule)
    {
        PolicyVerdict verdict = Policies[policy].Judge(method, target);
        Assert.Equal(rule, verdict.Rule);
        Assert.Equal(rule.StartsWith("allow ", StringComparison.Ordinal) || rule == "default", verdict.IsAllowed);
        Assert.EndsWith(".", verdict.Finding, StringComparison.Ordinal);
        Assert.DoesNotContain(verdict.Finding, char.IsControl);
    }

    [Fact]
    public void Two_readings_that_disagree_are_shown()
    {
        PolicyVerdict verdict = Policies["public"].Judge("GET", "/api/v1/public/..%2fadmin?token=secret");
        Assert.Equal("/api/v1/public/..%2fadmin", verdict.Reading);
        Assert.Equal("/api/v1/admin", verdict.OtherReading);
        Assert.DoesNotContain("secret", verdict.Finding, StringComparison.Ordinal);

        verdict = Policies["but admin"].Judge("GET", "/api/v1/ADMIN");
        Assert.Equal(
            "The path can be read as /api/v1/ADMIN (default) and as /api/v1/ADMIN in capital or small letters (deny * /v1/admin/**), and the proxy "
            + "cannot know which the server does.", verdict.Finding);
    }

    [Fact]
    public void A_verdict_that_a_rule_decides_is_always_the_same_object()
    {
        Assert.Same(ProxyPolicy.Open.Judge("GET", "/api/a"), ProxyPolicy.Open.Judge("POST", "/api/b?c"));
        Assert.Same(Policies["but admin"].Judge("GET", "/api/v1/admin/1"), Policies["but admin"].Judge("PUT", "/api/v1/admin/2"));
    }

    [Fact]
    public void A_plain_request_is_judged_without_allocating()
    {
        ProxyPolicy policy = Policies["users"];
        _ = policy.Judge("GET", "/api/v1/users/ann@example.com?x=1");
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            _ = policy.Judge("GET", "/api/v1/users/ann@example.com?x=1");
            _ = policy.Judge("POST", "/api/v1/users/7");
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_path_that_can_be_read_as_anything_is_refused_soon()
    {
        string[] targets =
        [
            "/api/" + string.Concat(Enumerable.Repeat("%25", 1300)),
            "/api/" + string.Concat(Enumerable.Repeat("a%252525252525252525252525252f%3b%23%5c.;", 90)),
            "/api/" + string.Concat(Enumerable.Repeat("..//;%2e\\%2525/", 270)),
            "/api/" + new string('/', 4000),
            "/api/" + new string(';', 5000),
        ];
        ProxyPolicy policy = new() { Allow = [.. Enumerable.Range(0, 100).Select(static i => ProxyRule.Parse($"* /api/**/{i}")), ProxyRule.Parse("* /api/**")] };
        foreach (string target in targets)
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();
            _ = policy.Judge("GET", target);
            Assert.True(System.Diagnostics.Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(10), target[..60]);
        }

        Assert.Contains("256 ways", policy.Judge("GET", targets[1]).Finding, StringComparison.Ordinal);
        Assert.Contains("longer than 4,096", policy.Judge("GET", targets[4]).Finding, StringComparison.Ordinal);
    }
}
