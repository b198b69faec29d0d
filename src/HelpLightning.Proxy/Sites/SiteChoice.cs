using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace HelpLightning.Proxy;

/// <summary>Which site a request is for: the one that its port stands for, else the one that its header names, else the first.</summary>
internal sealed class SiteChoice
{
    private readonly ProxySite[] _sites;
    private readonly Dictionary<int, ProxySite> _byPort;
    private readonly bool _allowsHeader;

    public SiteChoice(IReadOnlyList<ProxySite> sites, HelpLightningProxyOptions options)
    {
        _sites = [.. sites];
        _byPort = options.SitesByPort.ToDictionary(static pair => pair.Key, pair => _sites.First(site => site.Name == pair.Value));
        _allowsHeader = options.AllowSiteHeader;
    }

    public Refusal? Choose(HttpContext context, out ProxySite? site)
    {
        bool isOfPort = _byPort.TryGetValue(context.Connection.LocalPort, out ProxySite? ofPort);
        site = isOfPort ? ofPort! : _sites[0];
        StringValues named = context.Request.Headers[ForwardedHeaders.Site];
        if (named.Count == 0)
        {
            return null;
        }

        if (!_allowsHeader || isOfPort)
        {
            return Refusal.Forbidden("site", $"{ForwardedHeaders.Site} is not allowed here: the operator chooses the site.");
        }

        site = named.Count == 1 ? Array.Find(_sites, s => s.Name.Equals(named[0], StringComparison.OrdinalIgnoreCase)) : null;
        return site is null
            ? Refusal.Bad(
                "site",
                $"{ForwardedHeaders.Site} wants to name one of the proxy's sites: {string.Join(", ", _sites.Select(static s => s.Name))}.")
            : null;
    }
}
