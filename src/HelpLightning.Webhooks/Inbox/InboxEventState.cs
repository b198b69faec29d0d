namespace HelpLightning.Webhooks;

/// <summary>Where an event is on its way. The numbers are what stores keep.</summary>
public enum InboxEventState
{
    /// <summary>It has not been tried yet.</summary>
    New = 0,

    /// <summary>It failed, or waits behind an event of its call that did, and is tried again at its time.</summary>
    Waiting = 1,

    /// <summary>All handlers are through with it.</summary>
    Handled = 2,

    /// <summary>It failed for good, and waits for a person.</summary>
    Dead = 3,

    /// <summary>A person has put it aside.</summary>
    Discarded = 4,
}
