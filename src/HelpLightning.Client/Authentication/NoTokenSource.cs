namespace HelpLightning.Client;

/// <summary>For the routes of signing in, where the API key is all there is.</summary>
internal sealed class NoTokenSource : TokenSource
{
    public static NoTokenSource Instance { get; } = new();

    public override bool CanRenew => false;

    public override ValueTask<PreparedToken> PrepareAsync(Connection connection, CancellationToken cancellationToken) => new(PreparedToken.None);

    public override void Refuse(Connection connection, PreparedToken token)
    {
    }
}
