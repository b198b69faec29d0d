using System.Collections.Immutable;

namespace HelpLightning.Proxy;

/// <summary>
/// Which requests go on to Help Lightning. The first rule of <see cref="Deny"/> that matches refuses; then <see cref="ReadOnly"/> refuses
/// what is neither GET nor HEAD; then the first rule of <see cref="Allow"/> allows, and where there are such rules and none matches, the
/// request is refused. Without any, all under <c>/api</c> and <c>/auth</c> is allowed. Rules are asked about every reading that an upstream
/// may make of the path, and a request whose readings meet different rules is refused. Immutable, and safe for many threads.
/// </summary>
public sealed class ProxyPolicy
{
    /// <summary>Rules of one kind. Each is asked about each reading of a path.</summary>
    internal const int MostRules = 1000;

    private static readonly Decider DefaultApi = DefaultFor("/api/**");
    private static readonly Decider DefaultAuth = DefaultFor("/auth/**");

    private static readonly PolicyVerdict Outside = new(false, "outside", "The proxy serves paths under /api/ and /auth/ only.");

    private static readonly PolicyVerdict NoRule = new(
        false, "no rule", "No rule of this proxy allows this method with this path; who runs the proxy can add one.");

    private static readonly PolicyVerdict OnlyReads = new(false, "read-only", "This proxy is read-only: it lets GET and HEAD through.");

    private static readonly PolicyVerdict BadMethod = new(
        false, "method", "The proxy lets methods in capital letters through, and neither TRACE nor CONNECT.");

    private readonly Decider[] _deny = [];
    private readonly Decider[] _allow = [];

    /// <summary>Everything under <c>/api</c> and <c>/auth</c>, for nobody in particular: the default.</summary>
    public static ProxyPolicy Open { get; } = new();

    /// <summary>What is let through; empty for everything that nothing else refuses. At most 1,000 rules.</summary>
    /// <exception cref="ArgumentException">There are more.</exception>
    public ImmutableArray<ProxyRule> Allow
    {
        get;
        init
        {
            field = Checked(value);
            _allow = [.. field.Select(static rule => new Decider(
                rule, new PolicyVerdict(true, $"allow {rule}", "A rule of this proxy allows this request.")))];
        }
    } = [];

    /// <summary>
    /// What is refused, whatever is allowed. A rule about GET refuses HEAD too, which servers answer as they would GET.
    /// At most 1,000 rules.
    /// </summary>
    /// <exception cref="ArgumentException">There are more.</exception>
    public ImmutableArray<ProxyRule> Deny
    {
        get;
        init
        {
            field = Checked(value);
            _deny = [.. field.Select(static rule => new Decider(
                rule, new PolicyVerdict(false, $"deny {rule}", "A rule of this proxy refuses this request.")))];
        }
    } = [];

    /// <summary>Refuses every method but GET and HEAD.</summary>
    public bool ReadOnly { get; init; }

    /// <summary>As whom requests are made.</summary>
    public ActAsPolicy ActAs { get; init; } = ActAsPolicy.Nobody;

    /// <summary>How many requests go on; null for as many as come.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>May this request go on? Neither headers, nor query, nor body are looked at.</summary>
    /// <param name="method">As it came.</param>
    /// <param name="target">The request target in origin form, path and query as they came, with nothing decoded.</param>
    public PolicyVerdict Judge(string method, string target)
    {
        ArgumentNullException.ThrowIfNull(method);
        ArgumentNullException.ThrowIfNull(target);
        if (!MethodName.CanBeJudged(method))
        {
            return BadMethod;
        }

        int query = target.IndexOf('?', StringComparison.Ordinal);
        ReadOnlySpan<char> path = query < 0 ? target : target.AsSpan(0, query);
        PolicyVerdict? verdict = JudgeReading(method, path);
        if (verdict is null)
        {
            return JudgeByCase(method, path.ToString(), isAsSent: true);
        }

        return !verdict.IsAllowed || PathReadings.IsPlain(path) ? verdict : JudgeOthers(method, path.ToString(), verdict);
    }

    private PolicyVerdict JudgeOthers(string method, string path, PolicyVerdict asSent)
    {
        if (PathReadings.Of(path, out string? problem) is not { } readings)
        {
            return new PolicyVerdict(false, "ambiguous", $"The path {problem}, so servers may read it differently from the proxy.");
        }

        foreach (string reading in readings)
        {
            PolicyVerdict? verdict = JudgeReading(method, reading);
            if (verdict is null)
            {
                return JudgeByCase(method, reading, isAsSent: false);
            }

            if (!ReferenceEquals(verdict, asSent))
            {
                return Ambiguous(path, asSent, reading, verdict, "");
            }
        }

        return asSent;
    }

    /// <summary>What both the path and the path whatever its case meet; null when they meet different rules.</summary>
    private PolicyVerdict? JudgeReading(string method, ReadOnlySpan<char> path)
    {
        // What matches as it is matches ignoring case, too. So the first rule ignoring case is the first at all, or the two disagree.
        PolicyVerdict verdict = Decide(method, path, ignoreCase: true, out RulePattern? by);
        return by is null || by.Matches(path, ignoreCase: false) ? verdict : null;
    }

    private PolicyVerdict JudgeByCase(string method, string reading, bool isAsSent)
    {
        PolicyVerdict verdict = Decide(method, reading, ignoreCase: false, out _);
        return isAsSent && !verdict.IsAllowed
            ? verdict
            : Ambiguous(reading, verdict, reading, Decide(method, reading, ignoreCase: true, out _), " in capital or small letters");
    }

    /// <param name="method">Of the request.</param>
    /// <param name="path">One reading of its path.</param>
    /// <param name="ignoreCase">Whether case does not matter.</param>
    /// <param name="by">What matched; null when nothing did, or none was asked.</param>
    private PolicyVerdict Decide(string method, ReadOnlySpan<char> path, bool ignoreCase, out RulePattern? by)
    {
        foreach (Decider denied in _deny)
        {
            if ((denied.Rule.IsAbout(method) || (method == "HEAD" && denied.Rule.IsAbout("GET")))
                && denied.Rule.Pattern.Matches(path, ignoreCase))
            {
                by = denied.Rule.Pattern;
                return denied.Verdict;
            }
        }

        Decider? space = DefaultApi.Rule.Pattern.Matches(path, ignoreCase) ? DefaultApi
            : DefaultAuth.Rule.Pattern.Matches(path, ignoreCase) ? DefaultAuth
            : null;
        by = null;
        if (space is null)
        {
            return Outside;
        }

        if (ReadOnly && method is not ("GET" or "HEAD"))
        {
            return OnlyReads;
        }

        if (_allow.Length == 0)
        {
            by = space.Rule.Pattern;
            return space.Verdict;
        }

        foreach (Decider allowed in _allow)
        {
            if (allowed.Rule.IsAbout(method) && allowed.Rule.Pattern.Matches(path, ignoreCase))
            {
                by = allowed.Rule.Pattern;
                return allowed.Verdict;
            }
        }

        return NoRule;
    }

    private static PolicyVerdict Ambiguous(string first, PolicyVerdict ofFirst, string second, PolicyVerdict ofSecond, string how)
    {
        string one = PathReadings.Shown(first);
        string other = PathReadings.Shown(second);
        return new PolicyVerdict(
            false, "ambiguous",
            $"The path can be read as {one} ({ofFirst.Rule}) and as {other}{how} ({ofSecond.Rule}), "
            + "and the proxy cannot know which the server does.")
        {
            Reading = one,
            OtherReading = other,
        };
    }

    // Two of them: a path that leads from /api to /auth in one reading is no better than one that leads from rule to rule.
    private static Decider DefaultFor(string pattern) => new(
        ProxyRule.Parse("* " + pattern), new PolicyVerdict(true, "default", "This proxy allows all that no rule refuses."));

    private static ImmutableArray<ProxyRule> Checked(ImmutableArray<ProxyRule> rules)
    {
        if (rules.IsDefault)
        {
            return [];
        }

        if (rules.Length > MostRules)
        {
            throw new ArgumentException($"{rules.Length} rules are more than {MostRules}. Join some of them with * and **.", nameof(rules));
        }

        return rules.Contains(null!) ? throw new ArgumentException("A rule is null.", nameof(rules)) : rules;
    }

    private sealed record Decider(ProxyRule Rule, PolicyVerdict Verdict);
}
