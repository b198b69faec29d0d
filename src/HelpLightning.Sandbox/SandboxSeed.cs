namespace HelpLightning.Sandbox;

/// <summary>How much made-up data a new sandbox starts with.</summary>
public enum SandboxSeed
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A plausible plant with 40 people.</summary>
    Small,

    /// <summary>100,000 people.</summary>
    Large,
}
