namespace HelpLightning.Client;

/// <summary>The vendor's two headers. They are on a request only while it is on the wire.</summary>
internal static class VendorHeaders
{
    private const string ApiKeyHeader = "x-helplightning-api-key";

    private const string TokenHeader = "Authorization";

    /// <summary>Puts both on a request that has neither: see <see cref="Remove"/>.</summary>
    public static void Add(HttpRequestMessage request, string apiKey, string? token)
    {
        // The token goes raw, without a scheme, which the typed header property would refuse. Both values are known to
        // be visible ASCII: tokens are checked when they are wrapped, the API key with the options.
#pragma warning disable RS0030 // this is the file that writes the vendor's headers
        if (token is not null)
        {
            request.Headers.TryAddWithoutValidation(TokenHeader, token);
        }

        request.Headers.TryAddWithoutValidation(ApiKeyHeader, apiKey);
#pragma warning restore RS0030
    }

    public static void Remove(HttpRequestMessage request)
    {
        request.Headers.Remove(TokenHeader);
        request.Headers.Remove(ApiKeyHeader);
    }
}
