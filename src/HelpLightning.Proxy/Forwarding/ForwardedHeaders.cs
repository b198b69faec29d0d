using System.Net.Http.Headers;
using Microsoft.AspNetCore.Http;

namespace HelpLightning.Proxy;

/// <summary>Which of a caller's headers go no further than here.</summary>
internal static class ForwardedHeaders
{
    /// <summary>The header by which a caller names the person to act as, where that is allowed.</summary>
    public const string ActAs = "X-Act-As";

    /// <summary>The header by which a caller names the site, where that is allowed.</summary>
    public const string Site = "X-Help-Lightning-Site";

    /// <summary>
    /// What the proxy sets itself, what speaks to the proxy, and what an upstream may believe about the request: where it came from,
    /// what it asked for, by which method. Hop-by-hop headers are left out by the forwarder.
    /// </summary>
    private static readonly HashSet<string> Withheld = new(StringComparer.OrdinalIgnoreCase)
    {
        "Authorization", "x-helplightning-api-key", ActAs, Site,
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "X-Host", "X-ProxyUser-Ip",
        "X-Rewrite-URL", "X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override",
        "Proxy-Connection", "Keep-Alive", "Proxy-Authorization", "Upgrade", "HTTP2-Settings", "X-Content-Length",
    };

    /// <summary>
    /// Takes off what does not pass, and what <c>Connection</c> names as meant for the proxy alone (RFC 9110 section 7.6.1).
    /// </summary>
    public static void Strip(IHeaderDictionary headers)
    {
        List<string>? withheld = null;
        foreach ((string name, Microsoft.Extensions.Primitives.StringValues _) in headers)
        {
            if (IsWithheld(name))
            {
                (withheld ??= []).Add(name);
            }
        }

        foreach (string? line in headers.Connection)
        {
            foreach (string named in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (IsForOneHop(named))
                {
                    (withheld ??= []).Add(named);
                }
            }
        }

        if (withheld is not null)
        {
            foreach (string name in withheld)
            {
                headers.Remove(name);
            }
        }
    }

    /// <summary>Adds a header as it came: what was read from a wire goes to one.</summary>
    public static bool Add(HttpHeaders headers, string name, string value)
    {
#pragma warning disable RS0030 // not the vendor's headers: those of the caller, unchanged
        return headers.TryAddWithoutValidation(name, value);
#pragma warning restore RS0030
    }

    /// <summary>Some readers take an underscore for a dash (RFC 3875 section 4.1.18), and a name with it for the header proper.</summary>
    private static bool IsWithheld(string name)
    {
        string dashed = name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : name;
        return Withheld.Contains(dashed)
            || dashed.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || dashed.StartsWith("X-Original-", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What frames or describes the body is not for one hop, whoever says so: that would be another request.</summary>
    private static bool IsForOneHop(string name) =>
        !name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Host", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)
        && !name.Equals("Connection", StringComparison.OrdinalIgnoreCase);
}
