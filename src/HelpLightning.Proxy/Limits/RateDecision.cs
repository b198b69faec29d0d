namespace HelpLightning.Proxy;

/// <summary>May a request go on?</summary>
/// <param name="IsAllowed">True when it may.</param>
/// <param name="RetryAfter">When it may not: how long until one may, over 0.</param>
public readonly record struct RateDecision(bool IsAllowed, TimeSpan RetryAfter)
{
    /// <summary>It may go on.</summary>
    public static RateDecision Allowed { get; } = new(true, TimeSpan.Zero);
}
