namespace HelpLightning.Client;

/// <summary>Where the token for a call comes from.</summary>
internal abstract class TokenSource
{
    /// <summary>Can a refused token be replaced by another?</summary>
    public abstract bool CanRenew { get; }

    /// <summary>Gets a token ready. May ask the API for one.</summary>
    /// <exception cref="HelpLightningException">There is none to be had; nothing may be sent then.</exception>
    public abstract ValueTask<PreparedToken> PrepareAsync(Connection connection, CancellationToken cancellationToken);

    /// <summary>The server did not accept this token: the next one must be another.</summary>
    public abstract void Refuse(Connection connection, PreparedToken token);
}
