namespace HelpLightning.Proxy;

/// <summary>As whom a request is made, or why it is not.</summary>
/// <param name="User">The address or user id; null for nobody in particular, and when refused.</param>
/// <param name="Refusal">Why not, in a sentence for the caller; null when it may be made.</param>
public sealed record ActAsVerdict(string? User, string? Refusal)
{
    /// <summary>True when the request may be made.</summary>
    public bool IsAllowed => Refusal is null;
}
