namespace HelpLightning.Proxy;

/// <summary>What a policy says of one request.</summary>
/// <param name="IsAllowed">True when the request may go on.</param>
/// <param name="Rule">
/// What decided, in the operator's words and so fit for logs and metrics: <c>allow GET /v1r1/**</c>, <c>deny * /auth/**</c>,
/// <c>default</c>, <c>read-only</c>, <c>no rule</c>, <c>outside</c>, <c>ambiguous</c>, <c>method</c>.
/// </param>
/// <param name="Finding">A sentence for the caller. It may hold the path of the request, never its query.</param>
public sealed record PolicyVerdict(bool IsAllowed, string Rule, string Finding)
{
    /// <summary>Where two readings of the path disagree: the first, what is no visible ASCII percent-encoded. Otherwise null.</summary>
    public string? Reading { get; init; }

    /// <summary>Where two readings of the path disagree: the other. Otherwise null.</summary>
    public string? OtherReading { get; init; }
}
