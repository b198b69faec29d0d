using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>The handlers under every call.</summary>
internal static class HttpPipeline
{
    /// <summary>
    /// No redirect is followed, because the platform would send the API key along to another host. Connections are
    /// renewed, so that a change of address in DNS is seen. No cookies.
    /// </summary>
    public static SocketsHttpHandler CreateSocketsHandler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };

    public static PartnerTokenHandler CreateTokenHandler(HelpLightningOptions options, PartnerKey key)
    {
        PartnerTokenSigner signer = new(key, new SiteId(options.SiteId), new PartnerTokenSignerOptions
        {
            Lifetime = options.TokenLifetime,
            TimeProvider = options.TimeProvider,
        });
        return new PartnerTokenHandler(signer, options.ApiKey!.Trim(), ApiOrigin.Of(options));
    }
}
