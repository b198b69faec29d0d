using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Reading;

/// <summary>Reads the four link tables, a request for each group: many at once, written in the order of the groups.</summary>
/// <param name="client">What reads.</param>
/// <param name="tables">The tables.</param>
/// <param name="store">Where the groups stand already.</param>
/// <param name="rows">Where the links go.</param>
/// <param name="retry">How patiently.</param>
/// <param name="isOnlyGroup">The export is of this one group: that it is gone is an error then.</param>
internal sealed class GroupReader(
    EnterpriseClient client, ExportTables tables, ExportStore store, RowWriter rows, LongRunRetry retry, bool isOnlyGroup)
{
    /// <summary>Detail requests that are under way at once.</summary>
    private const int DetailsAhead = 8;

    public async Task ReadAsync(ProgressTracker tracker, CancellationToken cancellationToken)
    {
        long total = store.Checkpoint.RowsOf(tables.Groups);
        Queue<string> ids = new(store.ReadBack(tables.Groups, 0).Skip((int)rows.Now.GroupsDone));
        using CancellationTokenSource all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<Group?>> ahead = [];
        try
        {
            while (true)
            {
                while (ahead.Count < DetailsAhead && ids.TryDequeue(out string? id))
                {
                    ahead.Enqueue(FindAsync(long.Parse(id, CultureInfo.InvariantCulture), all.Token));
                }

                if (!ahead.TryPeek(out Task<Group?>? next))
                {
                    break;
                }

                Group? group = await next.ConfigureAwait(false);
                _ = ahead.Dequeue();
                AddLinks(group);
                rows.Now = rows.Now with
                {
                    GroupsDone = rows.Now.GroupsDone + 1,
                    GroupsGone = rows.Now.GroupsGone + (group is null ? 1 : 0),
                };
                tracker.Report(rows.Now.GroupsDone, total);
                rows.CommitIfDue(group is null ? 1 : group.Users.Count);
            }
        }
        finally
        {
            await all.CancelAsync().ConfigureAwait(false);
            foreach (Task<Group?> task in ahead)
            {
                await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        tracker.Done(rows.Now.GroupsDone);
    }

    /// <summary>Null when it was deleted since it was listed: that must not end the export.</summary>
    private async Task<Group?> FindAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunAsync(() => client.Groups.GetAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (HelpLightningNotFoundException) when (!isOnlyGroup)
        {
            return null;
        }
    }

    private void AddLinks(Group? group)
    {
        if (group is not null)
        {
            AddLinks(tables.Members, group.Id, group.Users);
            AddLinks(tables.Admins, group.Id, group.Admins);
            AddLinks(tables.Subgroups, group.Id, group.Subgroups);
            AddLinks(tables.OnCallGroups, group.Id, group.OnCallGroups);
        }
    }

    private void AddLinks(Table<Link> table, long groupId, IReadOnlyList<Reference> others)
    {
        foreach (Reference other in others)
        {
            if (other.Id is { } id)
            {
                rows.Add(table, new Link(groupId, id));
            }
        }
    }
}
