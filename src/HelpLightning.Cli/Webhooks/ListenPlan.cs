using HelpLightning.Webhooks;

namespace HelpLightning.Cli.Webhooks;

/// <summary>What <c>hl webhooks listen</c> was asked for, checked.</summary>
internal sealed record ListenPlan
{
    /// <summary>0 for any that is free.</summary>
    public required int Port { get; init; }

    /// <summary>None where events are taken that nobody has signed.</summary>
    public required IWebhookSecrets Secrets { get; init; }

    /// <summary>Are events taken that nobody has signed?</summary>
    public required bool TakesUnsigned { get; init; }

    /// <summary>Which events are done something with.</summary>
    public required EventFilter Filter { get; init; }

    /// <summary>Where they are sent on to; null for nowhere.</summary>
    public Uri? Target { get; init; }

    /// <summary>How often it is told how long it has been quiet; null for never.</summary>
    public TimeSpan? Heartbeat { get; init; }
}
