namespace HelpLightning.Webhooks;

/// <summary>How events are handled.</summary>
public sealed record InboxWorkerOptions
{
    /// <summary>
    /// The delays before the second attempt, the third and so on; what has failed once more is a dead letter. Up to a fifth is added by
    /// chance, so that what failed together does not come back together. Each 0 to 7 days.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8),
    ];

    /// <summary>How many calls' events are handled at once. 1 to 1,000.</summary>
    public int Concurrency { get; init; } = 8;

    /// <summary>How long one handler may take for one event. 1 s to 1 day.</summary>
    public TimeSpan HandlerTimeout { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long events are kept that are handled or put aside. 1 minute to 10 years.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(30);

    /// <summary>For tests; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message says which one.</exception>
    public void Check()
    {
        OptionRange.Check(nameof(Concurrency), Concurrency, 1, 1_000);
        OptionRange.Check(nameof(HandlerTimeout), HandlerTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1));
        OptionRange.Check(nameof(Retention), Retention, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3653));
        foreach (TimeSpan delay in RetryDelays)
        {
            OptionRange.Check(nameof(RetryDelays), delay, TimeSpan.Zero, TimeSpan.FromDays(7));
        }
    }
}
