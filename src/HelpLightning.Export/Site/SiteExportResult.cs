using HelpLightning.Equality;

namespace HelpLightning.Export;

/// <summary>What an export left behind.</summary>
public sealed record SiteExportResult
{
    /// <summary>The folder with the tables, or the encrypted archive.</summary>
    public required string Path { get; init; }

    /// <summary>Everything, rather than what changed.</summary>
    public bool IsFull => Since is null;

    /// <summary>Of what changed: since when; null for everything.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>It went on where an earlier run was broken off.</summary>
    public bool WasResumed { get; init; }

    /// <summary>The rows of each table, in the order of the tables.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> Rows
    {
        get;
        init => field = EqualList<KeyValuePair<string, long>>.Of(value);
    } = EqualList<KeyValuePair<string, long>>.Empty;

    /// <summary>Groups that were deleted between the list of groups and the look at their members.</summary>
    public long GroupsGone { get; init; }

    /// <summary>What whoever started it should know; mostly nothing.</summary>
    public IReadOnlyList<ExportWarning> Warnings
    {
        get;
        init => field = EqualList<ExportWarning>.Of(value);
    } = EqualList<ExportWarning>.Empty;
}
