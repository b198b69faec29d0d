using HelpLightning.Client;

namespace UserSync;

/// <summary>How far the copy is.</summary>
/// <param name="CompleteUntil">All changes up to here are in the copy; null before the first whole run.</param>
/// <param name="StartedAt">When the run that is under way began, by the server's clock; null between runs.</param>
/// <param name="Position">Where that run goes on.</param>
internal sealed record SyncState(DateTimeOffset? CompleteUntil, DateTimeOffset? StartedAt, ListPosition? Position)
{
    public static SyncState Beginning { get; } = new(null, null, null);
}
