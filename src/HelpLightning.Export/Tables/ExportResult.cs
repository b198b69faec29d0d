namespace HelpLightning.Export;

/// <summary>What an export left behind.</summary>
/// <param name="Path">The folder with the tables, or the encrypted archive.</param>
/// <param name="IsFull">Everything, rather than what changed.</param>
/// <param name="Since">Of what changed: since when; null for everything.</param>
/// <param name="WasResumed">It went on where an earlier run was broken off.</param>
/// <param name="Rows">The rows of each table, in the order of the tables.</param>
/// <param name="GroupsGone">Groups that were deleted between the list of groups and the look at their members.</param>
public sealed record ExportResult(
    string Path, bool IsFull, DateTimeOffset? Since, bool WasResumed, IReadOnlyList<KeyValuePair<string, long>> Rows, long GroupsGone)
{
    /// <summary>What whoever started it should know; mostly nothing.</summary>
    public IReadOnlyList<ExportWarning> Warnings { get; init; } = [];
}
