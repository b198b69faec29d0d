namespace HelpLightning.Client;

/// <summary>Partner tokens: signed here, with the connection's key.</summary>
internal sealed class PartnerTokenSource : TokenSource
{
    public static PartnerTokenSource Instance { get; } = new();

    public override bool CanRenew => true;

    public override ValueTask<PreparedToken> PrepareAsync(Connection connection, CancellationToken cancellationToken) =>
        new(PreparedToken.SignedBy(connection.RequireSigner()));

    public override void Refuse(Connection connection, PreparedToken token) => connection.RequireSigner().Renew();
}
