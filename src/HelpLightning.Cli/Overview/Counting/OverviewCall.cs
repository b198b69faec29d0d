using HelpLightning.Calls;

namespace HelpLightning.Cli.Overview.Counting;

/// <summary>What is counted of a call, wherever it was read.</summary>
internal sealed record OverviewCall
{
    public required string Id { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public TimeSpan? Duration { get; init; }

    /// <summary>Null while it is going on, and when it is not told.</summary>
    public string? EndReason { get; init; }

    public long? DialerId { get; init; }

    public long? ReceiverId { get; init; }

    public string? ReceiverName { get; init; }

    /// <summary>The ids of who took part; guests have none.</summary>
    public IReadOnlyList<long> People { get; init; } = [];

    /// <summary>How many took part, guests among them; 0 when it is not told.</summary>
    public int TookPart { get; init; }

    /// <summary>The names of the groups that it counts for.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>One that goes on has no reason yet, but whoever was called may be in it.</summary>
    public bool IsAnswered => CallOutcome.IsAnswered(EndReason) ?? TookPart > 1;

    /// <summary>What people talked; nobody talks while it rings.</summary>
    public double Seconds => !IsAnswered ? 0 : Math.Max(0, (Duration ?? EndedAt - StartedAt)?.TotalSeconds ?? 0);

    public string HowItEnded => EndReason ?? (EndedAt is null ? "Still going on" : "No reason told");
}
