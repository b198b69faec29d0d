namespace HelpLightning.Sandbox;

/// <summary>How far a webhook's delivery is.</summary>
public enum SandboxDeliveryState
{
    /// <summary>It waits for its turn or for a retry.</summary>
    Pending,

    /// <summary>The receiver answered 2xx.</summary>
    Delivered,

    /// <summary>Every attempt failed; it is given up.</summary>
    Failed,
}
