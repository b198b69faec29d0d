using HelpLightning.Client;
using Microsoft.Extensions.Options;

namespace UserSync;

/// <summary>
/// Brings the copy up to date: all users the first time, later those that changed. A run that broke off is gone on with
/// at the page that it had reached.
/// </summary>
internal sealed class UserSynchronizer(HelpLightningClient helpLightning, UserDatabase database, IOptions<UserSyncOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Asked for again each time: this clock and the server's are not the same, and a change takes a moment until the list
    /// shows it. A row that comes twice is only written twice.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <returns>How many users came.</returns>
    /// <exception cref="HelpLightningException">A page failed. What came before it is kept.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SyncState state = database.ReadState();
        DateTimeOffset startedAt = state.StartedAt ?? clock.GetUtcNow();

        // A time from our own state, not the newest updated_at seen: a user who changes after their page has passed, but
        // before the last page comes, would be missed by that.
        UserFilter? changed = state.CompleteUntil is { } until ? UserFilter.UpdatedAt > until : null;
        ListOptions list = new() { Order = "id", PageSize = options.Value.PageSize, From = state.Position };
        int count = 0;
        await foreach (Page<User> page in helpLightning.Users.ListAsync(changed, list).AsPages(cancellationToken))
        {
            database.Save(page.Entries, page.Next is null
                ? new SyncState(startedAt - Overlap, null, null)
                : new SyncState(state.CompleteUntil, startedAt, page.Next));
            count += page.Entries.Count;
        }

        return count;
    }
}
