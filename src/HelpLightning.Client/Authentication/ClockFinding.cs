namespace HelpLightning.Client;

/// <summary>What became of a server's word about the time.</summary>
internal enum ClockFinding
{
    /// <summary>It says what is known already.</summary>
    Unchanged,

    /// <summary>Tokens are signed by another time from now on.</summary>
    Corrected,

    /// <summary>It is too far from this machine's clock to be believed.</summary>
    BeyondLimit,
}
