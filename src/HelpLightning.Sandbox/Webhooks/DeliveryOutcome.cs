namespace HelpLightning.Sandbox.Webhooks;

/// <summary>What became of a POST, and what follows from it.</summary>
internal sealed record DeliveryOutcome(
    SandboxWebhookDelivery Delivery, SandboxWebhookAttempt Attempt, SandboxDeliveryState State, DateTimeOffset? NextAttemptAt);
