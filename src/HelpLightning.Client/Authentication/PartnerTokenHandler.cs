using System.Net;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// Puts the vendor's two headers on each request: the API key, and a partner token that is signed for this attempt. It
/// belongs innermost, so that a retry outside it gets a fresh token. A token that is refused is replaced once.
/// </summary>
internal sealed class PartnerTokenHandler : DelegatingHandler
{
    private const string ApiKeyHeader = "x-helplightning-api-key";

    /// <summary>Bytes. A larger request body is sent as it streams, and cannot be sent again.</summary>
    private const long LargestRepeatable = 1024 * 1024;

    private readonly PartnerTokenSigner _signer;
    private readonly string _apiKey;
    private readonly ApiOrigin _origin;

    public PartnerTokenHandler(PartnerTokenSigner signer, string apiKey, ApiOrigin origin)
    {
        _signer = signer;
        _apiKey = apiKey;
        _origin = origin;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _origin.RequireOwn(request.RequestUri!);
        bool canRepeat = await MakeRepeatableAsync(request.Content, cancellationToken).ConfigureAwait(false);
        Stamp(request);
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!canRepeat || !await IsTokenRefusedAsync(response, cancellationToken).ConfigureAwait(false))
        {
            return response;
        }

        response.Dispose();
        Stamp(request);
        return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Help Lightning is called asynchronously: use SendAsync.");

    private static async Task<bool> MakeRepeatableAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
        {
            return true;
        }

        if (content.Headers.ContentLength is not <= LargestRepeatable)
        {
            return false;
        }

        await content.LoadIntoBufferAsync(cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>
    /// 401, or 400 with the vendor's code 1003 ("token out of date"): both have been seen for an expired token. The body
    /// stays readable for the caller.
    /// </summary>
    private static async Task<bool> IsTokenRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.StatusCode == HttpStatusCode.Unauthorized)
        {
            return true;
        }

        if (response.StatusCode != HttpStatusCode.BadRequest)
        {
            return false;
        }

        try
        {
            await response.Content.LoadIntoBufferAsync(ErrorBody.Largest, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new HelpLightningMalformedReplyException(
                $"{response.RequestMessage?.Method} {response.RequestMessage?.RequestUri?.AbsolutePath} was answered with 400 and more than {ErrorBody.Largest / 1024} KiB, which no error of the API has.", e);
        }

        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        return ErrorBody.Read(body).Code == VendorCodes.ExpiredToken;
    }

    private void Stamp(HttpRequestMessage request)
    {
        // The token goes raw, without a scheme, which the typed header property would refuse. Both values are known to
        // be visible ASCII: the token is base64url and dots, the API key was checked with the options.
#pragma warning disable RS0030 // this is the file that writes the vendor's headers
        request.Headers.Remove("Authorization");
        request.Headers.TryAddWithoutValidation("Authorization", _signer.Sign().Value);
        request.Headers.Remove(ApiKeyHeader);
        request.Headers.TryAddWithoutValidation(ApiKeyHeader, _apiKey);
#pragma warning restore RS0030
    }
}
