using System.Net;

namespace HelpLightning.Client;

/// <summary>The sockets under the calls.</summary>
internal static class HttpHandlers
{
    /// <summary>
    /// No redirect is followed, because the platform would send the API key along to another host. Connections are
    /// renewed, so that a change of address in DNS is seen. No cookies.
    /// </summary>
    public static SocketsHttpHandler CreateForApi() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Proxy = ProxyBeyondThisMachine.Default,
    };

    /// <summary>
    /// For files behind pre-signed addresses. It carries no credentials, so it may follow redirects; the bytes come as
    /// they lie there, so that their number and ranges mean what they say.
    /// </summary>
    public static SocketsHttpHandler CreateForFiles() => new()
    {
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.None,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
        Proxy = ProxyBeyondThisMachine.Default,
    };

    /// <summary>
    /// Makes an application's own sockets fit to carry credentials: they follow no redirect, and hand nothing that is meant for
    /// this machine to a proxy.
    /// </summary>
    /// <exception cref="HelpLightningConfigurationException">
    /// They are in use already, with settings that would give the API key away.
    /// </exception>
    public static HttpMessageHandler Secured(HttpMessageHandler handler)
    {
        for (HttpMessageHandler? h = handler; h is not null; h = (h as DelegatingHandler)?.InnerHandler)
        {
            switch (h)
            {
                case SocketsHttpHandler sockets:
                    Secure(
                        sockets.AllowAutoRedirect, () => sockets.AllowAutoRedirect = false,
                        sockets.UseProxy, sockets.Proxy, proxy => sockets.Proxy = proxy);
                    break;
                case HttpClientHandler client:
                    Secure(
                        client.AllowAutoRedirect, () => client.AllowAutoRedirect = false,
                        client.UseProxy, client.Proxy, proxy => client.Proxy = proxy);
                    break;
                default:
                    break;
            }
        }

        return handler;
    }

    private static void Secure(bool redirects, Action stopRedirects, bool usesProxy, IWebProxy? proxy, Action<IWebProxy> setProxy)
    {
        try
        {
            if (redirects)
            {
                stopRedirects();
            }

            if (usesProxy && proxy is not ProxyBeyondThisMachine)
            {
                setProxy(new ProxyBeyondThisMachine(proxy));
            }
        }
        catch (InvalidOperationException)
        {
            throw new HelpLightningConfigurationException(
                "The primary handler is in use already and follows redirects or may hand local addresses to a proxy, "
                + "which would give the API key away: "
                + "give a handler of its own, or set AllowAutoRedirect to false and UseProxy to false.");
        }
    }
}
