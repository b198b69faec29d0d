namespace HelpLightning.Client;

/// <summary>
/// Puts the vendor's two headers on each request: the API key, and the token. It sits innermost, so that whatever repeats
/// a request outside it sends a partner token that was signed for this attempt.
/// </summary>
internal sealed class AuthorizationHandler : DelegatingHandler
{
    private const string ApiKeyHeader = "x-helplightning-api-key";

    private static readonly HttpRequestOptionsKey<Credentials> CredentialsKey = new("HelpLightning.Credentials");

    public static void Attach(HttpRequestMessage request, Connection connection, PreparedToken token) =>
        request.Options.Set(CredentialsKey, new Credentials(connection, token));

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!request.Options.TryGetValue(CredentialsKey, out Credentials? credentials))
        {
            throw new InvalidOperationException("This HttpClient belongs to HelpLightningClient: call the API through that.");
        }

        credentials.Connection.Origin.RequireOwn(request.RequestUri!);
        Stamp(request, credentials);
        return base.SendAsync(request, cancellationToken);
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Help Lightning is called asynchronously: use SendAsync.");

    private static void Stamp(HttpRequestMessage request, Credentials credentials)
    {
        // The token goes raw, without a scheme, which the typed header property would refuse. Both values are known to
        // be visible ASCII: tokens are checked when they are wrapped, the API key with the options.
#pragma warning disable RS0030 // this is the file that writes the vendor's headers
        request.Headers.Remove("Authorization");
        if (credentials.Token.ToHeader() is { } token)
        {
            request.Headers.TryAddWithoutValidation("Authorization", token);
        }

        request.Headers.Remove(ApiKeyHeader);
        request.Headers.TryAddWithoutValidation(ApiKeyHeader, credentials.Connection.ApiKey);
#pragma warning restore RS0030
    }

    private sealed record Credentials(Connection Connection, PreparedToken Token);
}
