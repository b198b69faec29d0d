namespace HelpLightning.Client;

/// <summary>
/// Puts the vendor's two headers on each request of the client: the API key, and the token. It is part of what talks to the
/// network, so every handler that an application adds sits outside it: none sees a secret, and one that repeats a request
/// sends the partner token that signing at that moment gives.
/// </summary>
internal sealed class AuthorizationHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        RequestCredentials credentials = RequestCredentials.Of(request)
            ?? throw new InvalidOperationException("This HttpClient belongs to HelpLightningClient: call the API through that.");
        credentials.Connection.Origin.RequireOwn(request.RequestUri!);
        string? token = await credentials.Tokens.GetAsync(credentials, cancellationToken).ConfigureAwait(false);
        VendorHeaders.Remove(request);
        VendorHeaders.Add(request, credentials.Connection.ApiKey, token);
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            VendorHeaders.Remove(request);
        }
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Help Lightning is called asynchronously: use SendAsync.");
}
