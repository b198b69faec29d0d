namespace HelpLightning.Webhooks;

/// <summary>How an inbox is doing.</summary>
public sealed record InboxStatus
{
    /// <summary>Events that were not tried yet.</summary>
    public long New { get; init; }

    /// <summary>Events that wait for another attempt.</summary>
    public long Waiting { get; init; }

    /// <summary>Events that failed for good.</summary>
    public long Dead { get; init; }

    /// <summary>When the oldest came of those that are new or waiting; null when there is none.</summary>
    public DateTimeOffset? OldestUnhandledAt { get; init; }

    /// <summary>When the last event came; null when there was none.</summary>
    public DateTimeOffset? LastReceivedAt { get; init; }
}
