using System.Text.Json.Nodes;

namespace HelpLightning.Client;

/// <summary>
/// Signing people in without a partner key: by password, personal access token, refresh token, or as a guest. These
/// routes want the API key only. Methods are virtual so that tests can replace them; safe for many threads.
/// </summary>
public class SignInClient
{
    private static readonly Endpoint FederateEndpoint = Endpoint.Post("/auth/federate", TokenKind.None) with { IsRepeatable = true };
    private static readonly Endpoint PasswordEndpoint = Endpoint.Post("/api/v1r1/auth", TokenKind.None);
    private static readonly Endpoint PasswordV1Endpoint = Endpoint.Post("/api/v1/auth", TokenKind.None);
    private static readonly Endpoint PersonalAccessTokenEndpoint = Endpoint.Post("/api/v1r1/auth/pat", TokenKind.None);
    private static readonly Endpoint RefreshEndpoint = Endpoint.Post("/api/v1/auth/refresh", TokenKind.None);
    private static readonly Endpoint AnonymousEndpoint = Endpoint.Post("/api/v1/anonymous/auth", TokenKind.None, Confidence.VendorDocs);

    private readonly ApiCaller _api;

    internal SignInClient(ApiCaller api) => _api = api;

    /// <summary>For tests that replace methods.</summary>
    protected SignInClient() => _api = null!;

    /// <summary>Asks how somebody signs in: by password, or by single sign-on in a browser.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(FederateEndpoint))]
    public virtual Task<SignInMethod> FindMethodAsync(string email, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        return _api.ReadAsync(
            FederateEndpoint.Request().Json(new JsonObject { ["email"] = email }), ApiJson.Default.SignInMethod, cancellationToken);
    }

    /// <summary>Signs in with a password.</summary>
    /// <param name="email">The e-mail address.</param>
    /// <param name="password">The password.</param>
    /// <param name="revision">Which version of the route.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningAuthenticationException">The two do not belong together.</exception>
    [Calls(nameof(PasswordEndpoint))]
    [Calls(nameof(PasswordV1Endpoint))]
    public virtual Task<UserTokens> WithPasswordAsync(
        string email, string password, ApiRevision revision = ApiRevision.V1R1, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(email);
        ArgumentException.ThrowIfNullOrEmpty(password);
        Endpoint endpoint = revision == ApiRevision.V1 ? PasswordV1Endpoint : PasswordEndpoint;
        return TokensAsync(endpoint, new JsonObject { ["email"] = email, ["password"] = password }, cancellationToken);
    }

    /// <summary>
    /// Signs in with a personal access token, which a user makes in Settings, Security. The result lives for minutes
    /// rather than days: <see cref="EnterpriseClient.AsUserWithPersonalAccessToken"/> renews it for you.
    /// </summary>
    /// <param name="personalAccessToken">The token.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HelpLightningAuthenticationException">The token is not valid.</exception>
    [Calls(nameof(PersonalAccessTokenEndpoint))]
    public virtual Task<UserTokens> WithPersonalAccessTokenAsync(string personalAccessToken, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(personalAccessToken);
        return TokensAsync(PersonalAccessTokenEndpoint, new JsonObject { ["token"] = personalAccessToken.Trim() }, cancellationToken);
    }

    /// <summary>
    /// Gets the next pair of tokens. A refresh token works once: keep the new one.
    /// <see cref="EnterpriseClient.AsUser(UserTokens, Action{UserTokens})"/> does it for you.
    /// </summary>
    /// <param name="refreshToken">The refresh token.</param>
    /// <param name="cancellationToken">Ends the wait. When it does, the refresh token may be spent.</param>
    /// <exception cref="HelpLightningAuthenticationException">The token is not valid, or was used before.</exception>
    [Calls(nameof(RefreshEndpoint))]
    public virtual Task<UserTokens> RefreshAsync(string refreshToken, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(refreshToken);
        return TokensAsync(RefreshEndpoint, new JsonObject { ["refresh_token"] = refreshToken }, cancellationToken);
    }

    /// <summary>Comes in as a guest without an account.</summary>
    /// <param name="displayName">What others see.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    [Calls(nameof(AnonymousEndpoint))]
    public virtual Task<UserTokens> AsGuestAsync(string displayName, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(displayName);
        return TokensAsync(AnonymousEndpoint, new JsonObject { ["display_name"] = displayName }, cancellationToken);
    }

    private async Task<UserTokens> TokensAsync(Endpoint endpoint, JsonObject body, CancellationToken cancellationToken)
    {
        TokenReply reply = await _api.ReadAsync(
            endpoint.Request().Json(body), ApiJson.Default.TokenReply, cancellationToken).ConfigureAwait(false);
        return reply.ToTokens(endpoint.ToString());
    }
}
