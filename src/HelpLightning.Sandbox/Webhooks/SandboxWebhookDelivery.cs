using HelpLightning.Equality;

namespace HelpLightning.Sandbox;

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">In the order of the events.</param>
/// <param name="EventId">The event's own: the same for every webhook, at every attempt and when it is delivered again.</param>
/// <param name="WebhookId">The webhook that it is for.</param>
/// <param name="EventType">The event's type.</param>
/// <param name="Category">The event's category, such as <c>attachment_created</c>.</param>
/// <param name="Body">The JSON text that is posted, byte for byte.</param>
/// <param name="CreatedAt">When it happened, by the sandbox's clock.</param>
/// <param name="State">How far it is.</param>
/// <param name="NextAttemptAt">When it is tried again, by the sandbox's clock; null when it is not.</param>
/// <param name="RedeliveryOf">The delivery that this one repeats; null for a first one.</param>
/// <param name="Attempts">What was tried, the first first.</param>
public sealed record SandboxWebhookDelivery(
    long Id, Guid EventId, long WebhookId, SandboxEventType EventType, string Category, string Body, DateTimeOffset CreatedAt,
    SandboxDeliveryState State, DateTimeOffset? NextAttemptAt, long? RedeliveryOf, IReadOnlyList<SandboxWebhookAttempt> Attempts)
{
    /// <summary>What was tried so far, the first attempt first.</summary>
    public IReadOnlyList<SandboxWebhookAttempt> Attempts { get; init; } = EqualList<SandboxWebhookAttempt>.Of(Attempts);
}
