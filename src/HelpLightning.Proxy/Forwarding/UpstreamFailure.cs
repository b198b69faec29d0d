using System.Globalization;
using HelpLightning.Client;
using HelpLightning.PartnerKeys;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.Forwarder;

namespace HelpLightning.Proxy;

/// <summary>Why a request that may go on came to nothing, in words for its caller.</summary>
internal static class UpstreamFailure
{
    public static Refusal Of(ForwarderError error, Exception? exception, TimeSpan activityTimeout) => (error, exception) switch
    {
        (ForwarderError.RequestTimedOut, _) => Gateway(
            StatusCodes.Status504GatewayTimeout, "timeout", "http_response_timeout",
            string.Create(
                CultureInfo.InvariantCulture,
                $"Help Lightning sent nothing for {activityTimeout.TotalSeconds:0.###} s. Whether it did what was asked is not known.")),
        (ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled
            or ForwarderError.RequestBodyClient or ForwarderError.ResponseBodyClient, _) => Refusal.Bad(
                "caller", "The caller ended the request, or its body broke off."),
        (_, PartnerSigningException) => Gateway(
            StatusCodes.Status503ServiceUnavailable, "key", "proxy_internal_error",
            "The partner key did not sign, so nothing was sent. The proxy's log says why.") with
        { RetryAfter = TimeSpan.FromSeconds(1) },
        (_, HelpLightningNotFoundException) => Refusal.Forbidden(
            "act-as", "Help Lightning knows nobody of this site by that address or id, so nothing was sent on."),
        (_, HelpLightningAuthenticationException) => Gateway(
            StatusCodes.Status502BadGateway, "credentials", "http_request_error",
            "Help Lightning did not accept the proxy's own token, so the person's was not to be had. Its operator runs: hl doctor"),
        (_, HelpLightningOriginException or HelpLightningConfigurationException) => Gateway(
            StatusCodes.Status503ServiceUnavailable, "settings", "proxy_configuration_error",
            "The proxy's settings do not let the request go on. The proxy's log says why."),
        (_, HelpLightningException) => Gateway(
            StatusCodes.Status502BadGateway, "credentials", "http_request_error",
            "The token for the request was not to be had from Help Lightning, so nothing was sent on. Try again later."),
        (ForwarderError.Request, HttpRequestException http) => Unreachable(http),
        _ => Gateway(
            StatusCodes.Status502BadGateway, "upstream", "connection_terminated",
            "The connection to Help Lightning broke off. Whether it did what was asked is not known."),
    };

    private static Refusal Unreachable(HttpRequestException http) => http.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Gateway(
            StatusCodes.Status502BadGateway, "dns", "dns_error",
            "Help Lightning's name is not known to this machine's DNS. Nothing was sent."),
        HttpRequestError.ConnectionError => Gateway(
            StatusCodes.Status502BadGateway, "connection", "connection_refused",
            "Help Lightning takes no connection now. Nothing was sent."),
        HttpRequestError.SecureConnectionError => Gateway(
            StatusCodes.Status502BadGateway, "tls", "tls_certificate_error",
            "No secure connection to Help Lightning came about, so nothing was sent: its certificate is not trusted here, or something "
                + "stands in between."),
        HttpRequestError.ProxyTunnelError => Gateway(
            StatusCodes.Status502BadGateway, "tunnel", "connection_refused", "The HTTP proxy of this network let nothing through."),
        _ => Gateway(
            StatusCodes.Status502BadGateway, "upstream", "connection_terminated",
            "The connection to Help Lightning broke off. Whether it did what was asked is not known."),
    };

    private static Refusal Gateway(int status, string by, string error, string detail) => new(status, by, detail) { ProxyError = error };
}
