namespace HelpLightning.Sandbox;

public sealed partial record HelpLightningSandboxOptions
{
    /// <summary>
    /// The clock under the sandbox's own, which <see cref="SandboxClock.Advance"/> moves. Waiting (delays of
    /// faults, retries of webhooks) runs on it as well.
    /// </summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>How far the sandbox's clock starts ahead of <see cref="TimeProvider"/>; up to 100 years either way.</summary>
    public TimeSpan ClockOffset { get; init; }

    /// <summary>How far the <c>Date</c> header is ahead of the clock that tokens are checked by, for clients that correct by it.</summary>
    public TimeSpan DateSkew { get; init; }

    /// <summary>How it misbehaves from the start; see <see cref="SandboxFault"/>.</summary>
    public IReadOnlyList<SandboxFault> Faults { get; init; } = [];

    /// <summary>Where events are posted to from the start. With a data file, those of earlier runs stay as well.</summary>
    public IReadOnlyList<SandboxWebhook> Webhooks { get; init; } = [];

    /// <summary>
    /// How long a webhook's delivery waits after each failed attempt, by the sandbox's clock; after the last it is given up.
    /// By default 1 s, 5 s, 30 s, 2 min and 10 min: six attempts.
    /// </summary>
    public IReadOnlyList<TimeSpan> WebhookRetryDelays { get; init; } =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10),
    ];

    /// <summary>How long a webhook's receiver may take for its whole answer, in real time: above 0, at most 5 min.</summary>
    public TimeSpan WebhookTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How many deliveries of each webhook are kept once they are over, delivered or given up: 1,000 by default, from 1 to
    /// 100,000. Up to a hundredth more stay until they are cleared away. What still has to be delivered is always kept.
    /// </summary>
    public int WebhookDeliveriesKept { get; init; } = 1000;
}
