namespace HelpLightning.PartnerKeys;

/// <summary>How a <see cref="PartnerTokenSigner"/> signs.</summary>
public sealed class PartnerTokenSignerOptions
{
    /// <summary>
    /// How long a token is valid: whole seconds, 1 s to 24 h, 60 s by default as in Help Lightning's tutorial. Keep it
    /// short: a token cannot be revoked. If one leaks, the only remedy before it expires is to replace the partner key,
    /// which cuts off everything that uses it.
    /// </summary>
    public TimeSpan Lifetime { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The clock that the expiry is counted from.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
