namespace HelpLightning.Proxy;

/// <summary>What the proxy forwards, for whom, and to which sites. Read once, when the proxy is made.</summary>
public sealed class HelpLightningProxyOptions
{
    /// <summary>
    /// The sites that calls may go to; the first is the one that is meant where nothing names another. Empty for the
    /// <c>HelpLightningClient</c> that the application registers, under the name <c>default</c>.
    /// </summary>
    public IList<ProxySite> Sites { get; } = [];

    /// <summary>The site that a listening port stands for, by the site's name.</summary>
    public IDictionary<int, string> SitesByPort { get; } = new Dictionary<int, string>();

    /// <summary>True to let a caller choose the site by the header <c>X-Help-Lightning-Site</c>; false by default.</summary>
    public bool AllowSiteHeader { get; set; }

    /// <summary>
    /// The names that a request may call this machine by in its <c>Host</c>, without a port. By default <c>localhost</c>,
    /// <c>127.0.0.1</c> and <c>[::1]</c>: a web page that lets a name of its own resolve to this machine is found out by it. Not asked on
    /// Unix sockets, which no browser reaches.
    /// </summary>
    public IList<string> Hosts { get; } = ["localhost", "127.0.0.1", "[::1]"];

    /// <summary>
    /// True to answer what comes from other machines too: over TLS only, and only with <see cref="Callers"/>. False by default: what does
    /// not come by way of the loopback address or a Unix socket is refused.
    /// </summary>
    public bool AllowRemote { get; set; }

    /// <summary>
    /// What may be called; asked for each request, so that it can change. By default all under <c>/api</c> and <c>/auth</c>.
    /// </summary>
    public Func<ProxyPolicy> Policy { get; set; } = static () => ProxyPolicy.Open;

    /// <summary>Who may call, by a token of theirs; null (the default) for everybody who reaches the proxy.</summary>
    public CallerTokens? Callers { get; set; }

    /// <summary>How many requests go on; null (the default) for all.</summary>
    public IProxyRateLimiter? RateLimiter { get; set; }

    /// <summary>
    /// How long nothing may move, neither body nor answer, before a request is given up: 1 s to 24 h, 100 s by default. A long
    /// download is not cut off while bytes flow.
    /// </summary>
    public TimeSpan ActivityTimeout { get; set; } = TimeSpan.FromSeconds(100);

    /// <summary>
    /// Bodies up to so many bytes are remembered while they are sent, so that a request whose token was refused can be sent again: 0
    /// (none) to 16 MiB, 64 KiB by default.
    /// </summary>
    public int LargestRepeatableBody { get; set; } = 64 * 1024;

    /// <summary>Is told of each request once it is answered, on the request's own thread; null for nobody. Must not throw.</summary>
    public Action<ProxyAccess>? AccessLog { get; set; }

    /// <summary>The clock of the log, of limits and of what is looked at now and then.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <exception cref="ArgumentException">A setting is wrong.</exception>
    internal void Check()
    {
        if (ActivityTimeout < TimeSpan.FromSeconds(1) || ActivityTimeout > TimeSpan.FromHours(24))
        {
            throw new ArgumentException($"{nameof(ActivityTimeout)} wants to be 1 s to 24 h.");
        }

        if (LargestRepeatableBody is < 0 or > 16 * 1024 * 1024)
        {
            throw new ArgumentException($"{nameof(LargestRepeatableBody)} wants to be 0 to 16 MiB.");
        }

        if (AllowRemote && Callers is null)
        {
            throw new ArgumentException(
                $"{nameof(AllowRemote)} wants {nameof(Callers)}: otherwise whoever reaches the proxy from elsewhere calls as the site.");
        }

        if (Sites.GroupBy(static site => site.Name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(static group => group.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"There are two sites called '{twice.Key}'.");
        }

        if (SitesByPort.Values.FirstOrDefault(name => Sites.All(site => site.Name != name)) is { } unknown)
        {
            throw new ArgumentException($"A port stands for the site '{unknown}', which is none of {nameof(Sites)}.");
        }
    }
}
