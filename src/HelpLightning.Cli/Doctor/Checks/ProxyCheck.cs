using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli.Doctor.Checks;

/// <summary>Is the server reached through a proxy, and what says so?</summary>
internal sealed class ProxyCheck() : LocalCheck(CheckNames.Proxy, CheckNames.Address)
{
    protected override CheckResult Run(Examination examination)
    {
        Uri server = examination.Server;
        string? variable = VariablesFor(server).FirstOrDefault(name => !string.IsNullOrEmpty(examination.Host.Variable(name)));
        if (server.IsLoopback)
        {
            return Ok(variable is null ? "none" : $"none: an address of this machine goes to no proxy ({variable} is set)");
        }

        Uri? proxy = HttpClient.DefaultProxy.IsBypassed(server) ? null : HttpClient.DefaultProxy.GetProxy(server);
        if (proxy is not null && proxy != server)
        {
            examination.Proxy = proxy;
            examination.ProxyOrigin = variable ?? "the system's settings";
            return Ok(
                $"{proxy.Scheme}://{proxy.Authority}{(proxy.UserInfo.Length > 0 ? " with a user name" : "")}"
                + $", from {examination.ProxyOrigin}");
        }

        return variable is null ? Ok("none")
            : IsExcepted(server, examination.Host) ? Ok($"none for this address, because of NO_PROXY ({variable} is set)")
            : Warning($"{variable} is set but not used: it holds no address of a proxy",
                $"Write it as http://HOST:PORT, or unset {variable}.");
    }

    /// <summary>The variables that the platform reads for an address, the first that is set wins.</summary>
    private static string[] VariablesFor(Uri server) => server.Scheme == Uri.UriSchemeHttps
        ? ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
        : ["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"];

    private static bool IsExcepted(Uri server, Host host) =>
        (host.Variable("no_proxy") ?? host.Variable("NO_PROXY") ?? "")
            .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Any(exception => exception == "*"
                || server.Host.EndsWith(exception.TrimStart('*', '.'), StringComparison.OrdinalIgnoreCase)
                || exception == $"{server.Host}:{server.Port}");
}
