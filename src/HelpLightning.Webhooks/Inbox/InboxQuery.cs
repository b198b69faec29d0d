namespace HelpLightning.Webhooks;

/// <summary>Which events of an inbox are meant. All that is set must hold; with nothing set, all are.</summary>
public sealed record InboxQuery
{
    /// <summary>Those with these numbers; null for any.</summary>
    public IReadOnlyCollection<long>? Ids { get; init; }

    /// <summary>Those in one of these states; null for any.</summary>
    public IReadOnlyCollection<InboxEventState>? States { get; init; }

    /// <summary>Those that came at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Those that came before this time.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Those of this category.</summary>
    public string? Category { get; init; }

    /// <summary>Those of this call.</summary>
    public string? CallId { get; init; }

    /// <summary>Only the newest so many; null for all. Lists only.</summary>
    public int? Limit { get; init; }
}
