namespace HelpLightning.Client;

/// <summary>
/// What a person brought (a token, a refresh token, a personal access token) stays with the address that it was brought
/// for: when the settings name another, it is not sent there.
/// </summary>
internal sealed class BoundTokenSource(TokenSource inner, Connection connection) : TokenSource
{
    private readonly string _root = connection.Origin.Root;

    public override bool CanReplace(RequestCredentials refused, int refusals) => inner.CanReplace(refused, refusals);

    public override ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken) =>
        request.Connection.Origin.Root == _root
            ? inner.PrepareAsync(request, cancellationToken)
            : throw new HelpLightningOriginException(
                $"This person's token is for {_root}, and the settings now name {request.Connection.Origin.Root}: "
                + "sign the person in again. Nothing was sent.");

    public override ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken) =>
        inner.RefuseAsync(request, cancellationToken);
}
