namespace HelpLightning.Export;

/// <summary>How far a table is.</summary>
/// <param name="Table">The table: <c>users</c>, <c>pods</c>, <c>pods_users</c> for all four links of groups, or <c>calls</c>.</param>
/// <param name="Rows">
/// Rows so far, those of an earlier run that was broken off included; of groups' links, the groups that are done.
/// </param>
/// <param name="Total">How many there will be, when the server says so.</param>
/// <param name="Elapsed">How long this run has been at the table.</param>
/// <param name="RowsPerSecond">The speed of this run; 0 while nothing is known.</param>
/// <param name="IsDone">The table is complete.</param>
public readonly record struct SiteExportProgress(
    string Table, long Rows, long? Total, TimeSpan Elapsed, double RowsPerSecond, bool IsDone)
{
    /// <summary>How much longer the table takes at that speed; null when that cannot be told.</summary>
    public TimeSpan? TimeLeft => !IsDone && Total is { } total && RowsPerSecond > 0 && total >= Rows
        ? TimeSpan.FromSeconds(Math.Min((total - Rows) / RowsPerSecond, 1e8))
        : null;
}
