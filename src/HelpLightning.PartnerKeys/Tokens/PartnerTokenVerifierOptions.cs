namespace HelpLightning.PartnerKeys;

/// <summary>How a <see cref="PartnerTokenVerifier"/> judges time.</summary>
public sealed class PartnerTokenVerifierOptions
{
    /// <summary>The clock that tokens are judged by.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How long after its expiry a token is still accepted: 0 (the default) to 1 h.</summary>
    public TimeSpan ExpiryTolerance { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// How far in the future <c>nbf</c> and <c>iat</c> may lie: 5 s by default, 0 to 1 h. Help Lightning's own
    /// Salesforce package sends an <c>iat</c> one second ahead of its clock.
    /// </summary>
    public TimeSpan FutureTolerance { get; init; } = TimeSpan.FromSeconds(5);
}
