namespace HelpLightning.Client;

/// <summary>Where the token for a call comes from.</summary>
internal abstract class TokenSource
{
    /// <summary>After a refusal: is it worth sending the request once more, with another token?</summary>
    /// <param name="refused">The sending whose token was refused.</param>
    /// <param name="refusals">How many tokens of this request were refused, with that one.</param>
    public abstract bool CanReplace(RequestCredentials refused, int refusals);

    /// <summary>Before a request is made: gets it a token that the API issues, as <see cref="RequestCredentials.Issued"/>.</summary>
    /// <exception cref="HelpLightningException">There is none to be had; nothing may be sent then.</exception>
    public abstract ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken);

    /// <summary>The token for one sending; null for the routes that want the API key only.</summary>
    public virtual ValueTask<string?> GetAsync(RequestCredentials request, CancellationToken cancellationToken) => new(request.Issued);

    /// <summary>The server did not accept the token that this request carried: the next one must be another.</summary>
    public abstract ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken);

    /// <summary>The server accepted the token that this request carried.</summary>
    public virtual void Accept(RequestCredentials request)
    {
    }
}
