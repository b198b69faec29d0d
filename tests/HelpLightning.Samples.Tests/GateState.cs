namespace HelpLightning.Samples.Tests;

/// <summary>How a ticket system is.</summary>
internal enum GateState
{
    Open,

    /// <summary>It answers that it is in trouble.</summary>
    Unavailable,

    /// <summary>It hangs up.</summary>
    Broken,
}
