namespace HelpLightning.Webhooks;

/// <summary>What a receiver takes.</summary>
public sealed record WebhookReceiverOptions
{
    /// <summary>
    /// Takes events that nobody has signed. Whoever knows the address can then make up events. Only without any secret:
    /// beside secrets it would make them worthless.
    /// </summary>
    public bool AllowUnsigned { get; init; }

    /// <summary>For tests; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
