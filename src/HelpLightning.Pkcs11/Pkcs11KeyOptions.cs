namespace HelpLightning.Pkcs11;

/// <summary>How a <see cref="Pkcs11Key"/> uses its token.</summary>
public sealed record Pkcs11KeyOptions
{
    /// <summary>
    /// How many signatures it makes at once, at most: 1 to 4096; 64 by default. A token that allows fewer sessions has its way.
    /// </summary>
    public int MaxSessions { get; init; } = 64;

    /// <summary>How long a signature waits for a session, and for a recovery that is under way; 30 s by default.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);
}
