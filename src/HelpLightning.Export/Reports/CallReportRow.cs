using HelpLightning.Equality;

namespace HelpLightning.Export;

/// <summary>A row of the call report. Cells that hold several values are texts as the report has them.</summary>
public sealed record CallReportRow
{
    /// <summary>The call id.</summary>
    public string Id { get; init; } = "";

    /// <summary>When it began; null when not told.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null when not told.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Its tags.</summary>
    public string Tags { get; init; } = "";

    /// <summary>What people wrote about it.</summary>
    public string Comments { get; init; } = "";

    /// <summary>The groups that it counts for.</summary>
    public string Groups { get; init; } = "";

    /// <summary>Who took part.</summary>
    public string Participants { get; init; } = "";

    /// <summary>Who called.</summary>
    public string Dialer { get; init; } = "";

    /// <summary>How it ended.</summary>
    public string Status { get; init; } = "";

    /// <summary>How long it took; null when not told.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>The name of the workspace.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>The id of the workspace; null when not told.</summary>
    public long? WorkspaceId { get; init; }

    /// <summary>Columns that this version does not know, by name.</summary>
    public IReadOnlyDictionary<string, string> AdditionalColumns { get; init => field = EqualTexts.Of(value); } = EqualTexts.Empty;
}
