namespace HelpLightning.Sandbox;

/// <summary>One POST to a webhook's receiver.</summary>
/// <param name="At">When, by the sandbox's clock.</param>
/// <param name="Status">The receiver's HTTP status; null when there was no answer.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Error">Why it does not count as delivered; null when it does.</param>
/// <param name="ResponseBody">The first 4,096 bytes of what the receiver answered.</param>
public sealed record SandboxWebhookAttempt(DateTimeOffset At, int? Status, TimeSpan Duration, string? Error, string ResponseBody);
