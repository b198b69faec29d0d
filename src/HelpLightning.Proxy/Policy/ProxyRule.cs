namespace HelpLightning.Proxy;

/// <summary>
/// Which requests are meant: methods and a pattern for the path, such as <c>GET,HEAD /v1r1/enterprise/users/*</c> or <c>* /auth/**</c>. In
/// the pattern <c>*</c> is one segment or a run of characters in one, <c>**</c> any number of segments, also none. <c>/v1/</c> and
/// <c>/v1r1/</c> at its beginning stand for <c>/api/v1/</c> and <c>/api/v1r1/</c>.
/// </summary>
public sealed class ProxyRule
{
    private readonly string _text;
    private readonly string[]? _methods;

    private ProxyRule(string text, string[]? methods, RulePattern pattern)
    {
        _text = text;
        _methods = methods;
        Pattern = pattern;
    }

    internal RulePattern Pattern { get; }

    /// <summary>Reads a rule.</summary>
    /// <param name="text">Methods, white space, pattern: at most 1,000 characters.</param>
    /// <exception cref="ProxyPolicyException">It is no rule. The message names it, what is wrong with it and what to write.</exception>
    public static ProxyRule Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        (string written, string[]? methods, string path) = RuleText.Read(text);
        return new ProxyRule(written, methods, new RulePattern(path));
    }

    /// <summary>The rule as it was written, without white space around it.</summary>
    public override string ToString() => _text;

    internal bool IsAbout(string method)
    {
        if (_methods is null)
        {
            return true;
        }

        foreach (string one in _methods)
        {
            if (one == method)
            {
                return true;
            }
        }

        return false;
    }
}
