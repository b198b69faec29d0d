using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox;

/// <summary>A webhook that is set up.</summary>
/// <param name="Id">To remove it by.</param>
/// <param name="PayloadUrl">Where it posts to.</param>
/// <param name="EventType">What it gets.</param>
/// <param name="HasSecret">Whether its bodies are signed. The secret itself is not shown again.</param>
/// <param name="Pending">Deliveries that wait for their turn or for a retry.</param>
public sealed record SandboxWebhookState(long Id, Uri PayloadUrl, SandboxEventType EventType, bool HasSecret, int Pending)
{
    /// <summary>
    /// Why nothing is delivered at the moment, such as a full disk that keeps the outcome of a delivery from being written
    /// down; null when all is well. What failed is tried again until it works.
    /// </summary>
    public string? Problem { get; init; }

    /// <summary>The workspace whose events it gets; null for the sandbox's site.</summary>
    public SiteId? Site { get; init; }
}
