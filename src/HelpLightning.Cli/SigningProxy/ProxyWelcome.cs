using System.CommandLine;
using System.Globalization;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Terminal;
using HelpLightning.Proxy;

namespace HelpLightning.Cli.SigningProxy;

/// <summary>What <c>hl proxy</c> says once it answers: where, for whom, and what it lets through. The addresses are its output.</summary>
internal static class ProxyWelcome
{
    public static void Show(Host host, ProxyRun run, ProxyServer server, ProxyFlags flags, ParseResult parsed)
    {
        if (run.Plan.AccessLog != "-")
        {
            foreach (string address in server.Addresses)
            {
                host.Screen.Out.WriteLine(address);
            }
        }

        List<(string, string)> facts = [.. Describe(run, flags, parsed)];
        facts.Add(("Drain", $"{run.Plan.Drain.TotalSeconds.ToString(CultureInfo.InvariantCulture)} s after SIGTERM"));
        if (server.OperationsAddress is { } operations)
        {
            facts.Add(("Operations", $"{operations}/startup /live /ready /metrics"));
        }

        host.Screen.Note($"""

            Calls go on to Help Lightning signed. Stop it with Ctrl-C, and try it:
              {Example(server.Addresses[0], run.Callers is not null)}

            """);
        int width = host.Screen.ErrorIsTerminal ? host.Screen.Width : int.MaxValue;
        Facts.Write(host.Screen.Error, host.Screen.ErrorHasColor, width, [.. facts]);
        host.Screen.Note("");
    }

    /// <summary>What holds for every request, without where it listens.</summary>
    public static IEnumerable<(string Name, string Value)> Describe(ProxyRun run, ProxyFlags flags, ParseResult parsed)
    {
        foreach (OpenSite site in run.Sites)
        {
            string how = site == run.Sites[0] ? "" : run.Plan.SiteProfiles.Contains(site.Name) ? ", by header" : ", by its port";
            yield return ("Site", $"{site.Name} at {site.Client.Credentials.BaseAddress.ToString().TrimEnd('/')}{how}");
        }

        ProxyPolicy policy = run.Policy();
        yield return ("Policy", flags.Policy.Describe(parsed, policy) ?? "all under /api and /auth");
        if (policy.ActAs.User is { } person)
        {
            yield return ("Acts as", person);
        }
        else if (policy.ActAs.Allowed.Length > 0)
        {
            yield return ("Acts as", $"whom X-Act-As names, of {string.Join(", ", policy.ActAs.Allowed)}");
        }

        yield return ("Callers", run.Callers is { } callers ? string.Join(", ", callers.Names) : "everybody on this machine");
        if (policy.RateLimit is { } limit)
        {
            string where = run.Plan.Redis is { } redis ? $", counted in Redis at {redis.Servers}" : "";
            yield return ("Limit", string.Create(
                CultureInfo.InvariantCulture, $"{limit.RequestsPerSecond:0.###} requests a second, {limit.Burst:N0} at once{where}"));
        }

        yield return ("Tokens", run.Plan.TokenReuse > TimeSpan.Zero
            ? string.Create(CultureInfo.InvariantCulture, $"used again for {run.Plan.TokenReuse.TotalSeconds:0} s")
            : "signed as requests come, once a second at most");
    }

    private static string Example(string address, bool wantsToken)
    {
        string token = wantsToken ? " -H \"Authorization: Bearer $CALLER_TOKEN\"" : "";
        return address.StartsWith("unix:", StringComparison.Ordinal)
            ? $"curl --unix-socket {address["unix:".Length..]}{token} http://localhost/api/v1r1/enterprise/users"
            : $"curl{token} {address}/api/v1r1/enterprise/users";
    }
}
