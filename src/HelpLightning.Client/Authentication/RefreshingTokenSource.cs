namespace HelpLightning.Client;

/// <summary>
/// A signed-in user's token, replaced with the refresh token when it nears its end or is refused. Refresh tokens rotate:
/// each works once, so callers that come at the same time share one refresh, and the new pair is told to the owner.
/// </summary>
internal sealed class RefreshingTokenSource : TokenSource
{
    private readonly CachedTokenSource _access;
    private readonly Func<string, CancellationToken, Task<UserTokens>> _refresh;
    private readonly Action<UserTokens>? _rotated;
    private string _refreshToken;
    private Task<AccessToken>? _running;

    public RefreshingTokenSource(
        UserTokens tokens, Connection connection, Func<string, CancellationToken, Task<UserTokens>> refresh, Action<UserTokens>? rotated)
    {
        _refreshToken = tokens.RefreshToken ?? throw new ArgumentException("There is no refresh token.", nameof(tokens));
        _refresh = refresh;
        _rotated = rotated;
        _access = new CachedTokenSource(RotateAsync).With(tokens.Access, connection);
    }

    public override bool CanReplace(RequestCredentials refused, int refusals) => _access.CanReplace(refused, refusals);

    public override ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken) =>
        _access.PrepareAsync(request, cancellationToken);

    public override ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken) =>
        _access.RefuseAsync(request, cancellationToken);

    /// <summary>
    /// A refresh is not cancelled halfway, for the old refresh token would be spent and the new one lost: a caller that
    /// gives up leaves it to the next one. One at a time, by the cache above.
    /// </summary>
    private async Task<AccessToken> RotateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Task<AccessToken> running = _running ??= RefreshAsync();
        try
        {
            return await running.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            // One that was refused is refused to all who come later, without being sent again: only a new sign-in helps.
            if (running.IsCompleted && running.Exception?.InnerException is not HelpLightningAuthenticationException)
            {
                _running = null;
            }
        }
    }

    private async Task<AccessToken> RefreshAsync()
    {
        UserTokens fresh = await _refresh(_refreshToken, CancellationToken.None).ConfigureAwait(false);
        _refreshToken = fresh.RefreshToken ?? _refreshToken;
        _rotated?.Invoke(fresh with { RefreshToken = _refreshToken });
        return fresh.Access;
    }
}
