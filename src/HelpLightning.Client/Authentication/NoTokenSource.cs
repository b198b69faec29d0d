namespace HelpLightning.Client;

/// <summary>For the routes of signing in, where the API key is all there is.</summary>
internal sealed class NoTokenSource : TokenSource
{
    public static NoTokenSource Instance { get; } = new();

    public override bool CanReplace(RequestCredentials refused, int refusals) => false;

    public override ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken) => default;

    public override ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken) => default;
}
