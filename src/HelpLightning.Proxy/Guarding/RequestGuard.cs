using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Proxy;

/// <summary>
/// What no policy could allow: requests of web pages, under foreign names, and of forms that two readers read differently.
/// </summary>
internal sealed class RequestGuard(IEnumerable<string> hosts, bool allowRemote)
{
    /// <summary>Kestrel keeps the length that a chunked request announced as well under this name.</summary>
    private const string AnnouncedLength = "X-Content-Length";

    private readonly string[] _hosts = [.. hosts];

    /// <summary>A <c>Host</c> that was looked at and is known: the next request mostly has the same.</summary>
    private string? _knownHost;

    /// <returns>Null when the request may be looked at further.</returns>
    public Refusal? Judge(HttpContext context, string target)
    {
        IHeaderDictionary headers = context.Request.Headers;
        if (context.Connection.LocalIpAddress is { } address && !IPAddress.IsLoopback(address) && JudgeRemote(context) is { } remote)
        {
            return remote;
        }

        if (!IsUnixSocket(context) && !IsKnown(context.Request.Host))
        {
            return Refusal.Forbidden(
                "host",
                $"The request calls this machine '{Short(context.Request.Host.Host)}', which it is not called here. "
                    + $"Call it {_hosts[0]}, or have the operator add the name (--host).");
        }

        if (IsOfWebPage(headers))
        {
            return Refusal.Forbidden(
                "browser", "The request comes from a web page (it has Origin or Sec-Fetch-...), and the proxy serves none.");
        }

        if (HttpMethods.IsTrace(context.Request.Method) || HttpMethods.IsConnect(context.Request.Method))
        {
            return Refusal.Of(StatusCodes.Status405MethodNotAllowed, "method", $"{context.Request.Method} is not forwarded.");
        }

        if (!target.StartsWith('/'))
        {
            return Refusal.Bad(
                "target", "The request's target wants to be a path such as /api/v1r1/enterprise/users, without scheme and host.");
        }

        if (!StringValues.IsNullOrEmpty(headers.TransferEncoding)
            && (headers.ContentLength is not null || headers.ContainsKey(AnnouncedLength)))
        {
            return Refusal.Bad("length", "The request announces its length in two ways (Content-Length and Transfer-Encoding): send one.");
        }

        return null;
    }

    private Refusal? JudgeRemote(HttpContext context) =>
        !allowRemote ? Refusal.Forbidden("remote", "The proxy serves this machine only. Run one where the caller runs.")
        : !context.Request.IsHttps ? Refusal.Forbidden("plain-http", "From another machine the proxy is called by https.")
        : null;

    /// <summary>
    /// Node's fetch is no browser, but says <c>Sec-Fetch-Mode: cors</c>, and nothing else of the kind. A browser that says so has
    /// <c>Sec-Fetch-Site</c> and <c>Sec-Fetch-Dest</c> as well (W3C, Fetch Metadata Request Headers).
    /// </summary>
    private static bool IsOfWebPage(IHeaderDictionary headers) =>
        !StringValues.IsNullOrEmpty(headers.Origin)
        || headers.ContainsKey("Sec-Fetch-Site")
        || headers.ContainsKey("Sec-Fetch-Dest")
        || (headers.TryGetValue("Sec-Fetch-Mode", out StringValues mode) && mode is not ["cors"]);

    /// <summary>Such as a reader's log may show: what a stranger sends as the name of a host.</summary>
    private static string Short(string host) => host.Length <= 80 ? host : host[..80] + "...";

    private static bool IsUnixSocket(HttpContext context) => context.Connection is { LocalIpAddress: null, RemoteIpAddress: null };

    private bool IsKnown(HostString host)
    {
        if (_knownHost is { } last && host.Value == last)
        {
            return true;
        }

        string name = host.Host;
        foreach (string known in _hosts)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                _knownHost = host.Value;
                return true;
            }
        }

        return false;
    }
}
