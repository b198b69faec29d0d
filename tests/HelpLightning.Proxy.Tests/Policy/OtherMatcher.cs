using System.Text.RegularExpressions;

namespace HelpLightning.Proxy.Tests.Policy;

/// <summary>Says by itself which rule a path meets: the specification of a policy, with regular expressions and without any cleverness.</summary>
internal sealed class OtherMatcher(string[] allow, string[] deny, bool readOnly = false)
{
    public ProxyPolicy Policy { get; } = new()
    {
        Allow = [.. allow.Select(ProxyRule.Parse)],
        Deny = [.. deny.Select(ProxyRule.Parse)],
        ReadOnly = readOnly,
    };

    public string Decide(string method, string path, bool ignoreCase)
    {
        bool Meets(string rule, string asked) => IsAbout(rule, asked) && Pattern(rule, ignoreCase).IsMatch(path);
        if (deny.FirstOrDefault(rule => Meets(rule, method) || (method == "HEAD" && Meets(rule, "GET"))) is { } denied)
        {
            return "deny " + denied;
        }

        string? space = new[] { "* /api/**", "* /auth/**" }.FirstOrDefault(rule => Meets(rule, method));
        return space is null ? "outside"
            : readOnly && method != "GET" && method != "HEAD" ? "read-only"
            : allow.Length == 0 ? "default " + space
            : allow.FirstOrDefault(rule => Meets(rule, method)) is { } allowed ? "allow " + allowed
            : "no rule";
    }

    private static bool IsAbout(string rule, string method) => rule.StartsWith('*') || rule.Split(' ')[0].Split(',').Contains(method);

    private static Regex Pattern(string rule, bool ignoreCase)
    {
        string path = Regex.Replace(rule.Split(' ')[1], "^/v1(r1)?/", "/api$0");
        IEnumerable<string> segments = path[1..].Split('/').Select(static s => s switch
        {
            "**" => "(/[^/]*)*",
            "*" => "/[^/]+",
            _ => "/" + Regex.Escape(s).Replace("\\*", "[^/]*", StringComparison.Ordinal),
        });
        return new Regex(
            "^" + string.Concat(segments) + "\\z", RegexOptions.Singleline | RegexOptions.CultureInvariant | (ignoreCase ? RegexOptions.IgnoreCase : 0));
    }
}
