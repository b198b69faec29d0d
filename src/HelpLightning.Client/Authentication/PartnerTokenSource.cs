namespace HelpLightning.Client;

/// <summary>Partner tokens: signed here, with the connection's key.</summary>
internal sealed class PartnerTokenSource : TokenSource
{
    public static PartnerTokenSource Instance { get; } = new();

    public override bool CanReplace(RequestCredentials refused, int refusals) =>
        refusals == 1 || (refusals == 2 && refused.Connection.RequireSigner().HasAnotherKey(refused));

    public override ValueTask PrepareAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        _ = request.Connection.RequireSigner();
        return default;
    }

    public override ValueTask<string?> GetAsync(RequestCredentials request, CancellationToken cancellationToken) =>
        request.Connection.RequireSigner().SignAsync(request, cancellationToken);

    public override ValueTask RefuseAsync(RequestCredentials request, CancellationToken cancellationToken) =>
        request.Connection.RequireSigner().RenewAsync(request, cancellationToken);

    public override void Accept(RequestCredentials request) => request.Connection.RequireSigner().Accepted(request);
}
