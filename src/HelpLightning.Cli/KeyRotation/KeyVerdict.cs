namespace HelpLightning.Cli.KeyRotation;

/// <summary>What the service makes of a key's tokens.</summary>
internal enum KeyVerdict
{
    Accepted,

    Refused,

    /// <summary>It gave no answer that tells.</summary>
    Unknown,
}
