using HelpLightning.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace UserSync;

/// <summary>
/// Brings the copy up to date: all users the first time, later those that changed. A run that broke off is gone on with
/// at the page that it had reached.
/// </summary>
internal sealed class UserSynchronizer(
    HelpLightningClient helpLightning, UserDatabase database, IOptions<UserSyncOptions> options, TimeProvider clock, ILogger<UserSynchronizer> log)
{
    /// <summary>
    /// Asked for again each time: a server has many machines whose clocks differ a little, and a change takes a moment until the list
    /// shows it. A row that comes twice is only written twice.
    /// </summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(5);

    /// <summary>The same when only this machine's clock is known, which may be ahead of the server's.</summary>
    private static readonly TimeSpan OverlapByOurClock = TimeSpan.FromDays(1);

    /// <returns>How many users came.</returns>
    /// <exception cref="HelpLightningException">A page failed. What came before it is kept.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SyncState state = database.ReadState();

        // The server's time, for it is a place in the server's data: were it this machine's, and that ahead, what changes until the server's
        // clock gets there would never come.
        DateTimeOffset startedAt = state.StartedAt ?? await helpLightning.GetServerTimeAsync(cancellationToken) ?? clock.GetUtcNow() - OverlapByOurClock;
        DateTimeOffset? from = state.CompleteUntil;
        if (from > startedAt)
        {
            SyncLog.FromTheFuture(log, from.Value, startedAt);
            from = null;
        }

        // A time from our own state, not the newest updated_at seen: a user who changes after their page has passed, but
        // before the last page comes, would be missed by that.
        UserFilter? changed = from is { } until ? UserFilter.UpdatedAt > until : null;
        ListOptions list = new() { Order = "id", PageSize = options.Value.PageSize, Position = state.Position };
        int count = 0;
        await foreach (Page<User> page in helpLightning.Users.ListAsync(changed, list, cancellationToken).AsPages(cancellationToken))
        {
            database.Save(page.Entries, page.Next is null
                ? new SyncState(startedAt - Overlap, null, null)
                : new SyncState(state.CompleteUntil, startedAt, page.Next));
            count += page.Entries.Count;
        }

        return count;
    }
}
