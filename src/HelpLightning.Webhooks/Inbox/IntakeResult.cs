namespace HelpLightning.Webhooks;

/// <summary>What became of an event at the door of an inbox. Either way it is on disk, and its sender may forget it.</summary>
public enum IntakeResult
{
    /// <summary>It is new, and is kept.</summary>
    Stored,

    /// <summary>It is there already, and is not kept twice.</summary>
    Repeated,
}
