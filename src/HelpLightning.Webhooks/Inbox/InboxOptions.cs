namespace HelpLightning.Webhooks;

/// <summary>What is the same for every inbox that writes in groups.</summary>
public sealed record InboxOptions
{
    /// <summary>
    /// For how long an event with the same bytes is taken for a repeat. Two genuine events that are equal within it, as when somebody
    /// leaves and comes back twice, are taken for one too: nothing in them tells the difference. Zero: only attachments
    /// are told apart. 0 to 1 day.
    /// </summary>
    public TimeSpan DuplicateWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How long a receiver waits for the store before it tells the sender to try later. 10 ms to 1 minute.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many events may wait for the store; one more is refused at once. 1 to 1,000,000.</summary>
    public int QueueCapacity { get; init; } = 10_000;

    /// <summary>For tests; the system's clock by default.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Refuses what is out of its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range; the message says which one.</exception>
    public void Check()
    {
        OptionRange.Check(nameof(DuplicateWindow), DuplicateWindow, TimeSpan.Zero, TimeSpan.FromDays(1));
        OptionRange.Check(nameof(AnswerWithin), AnswerWithin, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1));
        OptionRange.Check(nameof(QueueCapacity), QueueCapacity, 1, 1_000_000);
    }
}
