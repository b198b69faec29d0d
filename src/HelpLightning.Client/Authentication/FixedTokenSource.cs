namespace HelpLightning.Client;

/// <summary>A token that the caller brought. When it is refused there is no other.</summary>
internal sealed class FixedTokenSource(AccessToken token) : TokenSource
{
    public override bool CanRenew => false;

    public override ValueTask<PreparedToken> PrepareAsync(Connection connection, CancellationToken cancellationToken) => new(PreparedToken.Of(token.Value));

    public override void Refuse(Connection connection, PreparedToken token)
    {
    }
}
