namespace HelpLightning.Client;

/// <summary>A token that the caller brought. When it is refused there is no other.</summary>
internal sealed class FixedTokenSource(AccessToken token) : TokenSource
{
    public override bool CanReplace(RequestCredentials refused, int refusals) => false;

    public override ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        request.Issued = token.Reveal();
        return default;
    }

    public override ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken) => default;
}
