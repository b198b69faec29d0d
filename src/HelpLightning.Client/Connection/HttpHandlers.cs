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
    };
}
