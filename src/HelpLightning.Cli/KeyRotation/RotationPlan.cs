namespace HelpLightning.Cli.KeyRotation;

/// <summary>How a rotation is to be done.</summary>
internal sealed record RotationPlan
{
    /// <summary>The key file, as it was typed, for messages.</summary>
    public required string Typed { get; init; }

    /// <summary>The size of the next key in bits; null for that of the present one.</summary>
    public int? Bits { get; init; }

    /// <summary>How long the upload is waited for; zero to prepare only.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>What continues it later.</summary>
    public required string Command { get; init; }
}
