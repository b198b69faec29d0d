using CsCheck;

namespace HelpLightning.Proxy.Tests.Policy;

/// <summary>Whatever a policy lets through is, as each upstream reads it, allowed by the same rule.</summary>
public sealed class UpstreamTests
{
    [Fact]
    public void What_is_let_through_meets_the_same_rule_at_every_upstream()
    {
        int allowed = 0;
        int allowedThoughNotPlain = 0;
        NastyTargets.Request.Sample(
            request =>
            {
                (OtherMatcher policy, string method, string target) = request;
                PolicyVerdict verdict = policy.Policy.Judge(method, target);
                if (!verdict.IsAllowed)
                {
                    return;
                }

                Interlocked.Increment(ref allowed);
                if (!PathReadings.IsPlain(target))
                {
                    Interlocked.Increment(ref allowedThoughNotPlain);
                }

                string asSent = policy.Decide(method, target.Split('?')[0], ignoreCase: false);
                Assert.Equal(verdict.Rule, asSent.StartsWith("default", StringComparison.Ordinal) ? "default" : asSent);
                foreach ((string name, bool ignoresCase, Func<string, string?> path) in Upstreams.All)
                {
                    string read = path(target)!;
                    string met = policy.Decide(method, read, ignoresCase);
                    Assert.True(met == asSent, $"{method} {target} is {asSent}, and {name} reads {read}: {met}");
                }
            }, iter: 60_000);

        // The property says nothing of what is refused, and a policy that refused all would pass.
        Assert.True(allowed > 10_000, $"{allowed} allowed");
        Assert.True(allowedThoughNotPlain > 2000, $"{allowedThoughNotPlain} allowed that were not plain");
    }

    [Fact]
    public void What_no_upstream_reads_otherwise_is_judged_as_it_stands() => NastyTargets.Request.Sample(static request =>
    {
        (OtherMatcher policy, string method, string target) = request;
        if (PathReadings.IsPlain(target) && !target.AsSpan().ContainsAnyInRange('A', 'Z'))
        {
            string expected = policy.Decide(method, target, ignoreCase: false);
            Assert.Equal(expected.StartsWith("default", StringComparison.Ordinal) ? "default" : expected, policy.Policy.Judge(method, target).Rule);
        }
    }, iter: 20_000);

    [Fact]
    public void No_target_makes_a_policy_throw() => Gen.Select(Gen.OneOf(NastyTargets.Policies), Gen.String, Gen.String).Sample(
        static (policy, method, rest) =>
        {
            _ = policy.Policy.Judge(method, rest);
            Assert.NotEmpty(policy.Policy.Judge("GET", "/api/v1/" + rest).Finding);
        }, iter: 5000);
}
