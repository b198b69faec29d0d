namespace HelpLightning.Sandbox;

/// <summary>How much made-up data a new sandbox starts with.</summary>
public enum SandboxSeed
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A plausible plant: 40 people in groups, two workspaces, 300 calls with what they left behind, help threads.</summary>
    Small,

    /// <summary>100,000 people in 500 groups, and 1,000,000 calls: about a quarter of a minute, and 400 MB.</summary>
    Large,
}
