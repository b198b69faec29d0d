using System.Globalization;
using System.Net;
using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>Reads what is still missing, step by step, and commits as it goes.</summary>
internal sealed class ExportRun(
    EnterpriseClient client, ExportJob job, ExportTables tables, ExportStore store, LongRunRetry retry, IProgress<ExportProgress>? progress, TimeProvider time)
{
    /// <summary>For each page and each group: one that fails for good ends the export.</summary>
    public const int Tries = 10;

    /// <summary>Detail requests that are under way at once.</summary>
    private const int DetailsAhead = 8;

    private const int MostRequests = 40;
    private const int MostRows = 20_000;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(5);

    /// <summary>
    /// So many pages one after the other may bring nothing new: many, for rows that come in while a list is read shift others to later
    /// pages; not without end, for a server may give the same page for ever.
    /// </summary>
    private const int MostIdlePages = 100;

    /// <summary>What the vendor's own sample asks for, so no server refuses it.</summary>
    private const int SafePageSize = 50;

    private readonly Cell[] _cells = new Cell[tables.All.Max(t => t.Columns.Count)];
    private Checkpoint _now = store.Checkpoint;
    private int _pageSize = job.PageSize;
    private int _uncommittedRequests;
    private int _uncommittedRows;
    private long _committed = time.GetTimestamp();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (_now.Step != ExportStep.Finish)
        {
            await (_now.Step switch
            {
                ExportStep.Groups => GroupsAsync(cancellationToken),
                ExportStep.Members => MembersAsync(cancellationToken),
                ExportStep.Users => UsersAsync(cancellationToken),
                _ => CallsAsync(cancellationToken),
            }).ConfigureAwait(false);
            _now = _now with { Step = _now.Step + 1, Position = null };
            store.Commit(_now);
        }
    }

    private async Task GroupsAsync(CancellationToken cancellationToken)
    {
        if (job.GroupId is { } id)
        {
            Group group = await retry.RunAsync(() => client.Groups.GetAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
            Add(tables.Pods, group);
            Tracker("pods").Done(1);
            return;
        }

        GroupFilter? changed = job.ChangedSince is { } since ? GroupFilter.UpdatedAt > since : null;
        IdSet seen = SeenOf(tables.Pods);
        await WalkAsync(tables.Pods, options => client.Groups.ListAsync(changed, options), group =>
        {
            bool isNew = seen.Add(Text(group.Id));
            if (isNew)
            {
                Add(tables.Pods, group);
            }

            return isNew;
        }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The four link tables, a request for each group: many at once, written in the order of the groups.</summary>
    private async Task MembersAsync(CancellationToken cancellationToken)
    {
        ProgressTracker tracker = Tracker(tables.PodsUsers.Name, _now.GroupsDone);
        long total = store.Checkpoint.RowsOf(tables.Pods);
        Queue<string> ids = new(store.ReadBack(tables.Pods, 0).Skip((int)_now.GroupsDone));
        using CancellationTokenSource all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<Group?>> ahead = [];
        try
        {
            while (true)
            {
                while (ahead.Count < DetailsAhead && ids.TryDequeue(out string? id))
                {
                    ahead.Enqueue(FindGroupAsync(long.Parse(id, CultureInfo.InvariantCulture), all.Token));
                }

                if (!ahead.TryPeek(out Task<Group?>? next))
                {
                    break;
                }

                Group? group = await next.ConfigureAwait(false);
                _ = ahead.Dequeue();
                AddLinks(group);
                _now = _now with { GroupsDone = _now.GroupsDone + 1, GroupsGone = _now.GroupsGone + (group is null ? 1 : 0) };
                tracker.Report(_now.GroupsDone, total);
                CommitIfDue(group is null ? 1 : group.Users.Count);
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

        tracker.Done(_now.GroupsDone);
    }

    /// <summary>Null when it was deleted since it was listed: that must not end the export.</summary>
    private async Task<Group?> FindGroupAsync(long id, CancellationToken cancellationToken)
    {
        try
        {
            return await retry.RunAsync(() => client.Groups.GetAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
        catch (HelpLightningNotFoundException) when (job.GroupId is null)
        {
            return null;
        }
    }

    private void AddLinks(Group? group)
    {
        if (group is not null)
        {
            AddLinks(tables.PodsUsers, group.Id, group.Users);
            AddLinks(tables.PodsAdmins, group.Id, group.Admins);
            AddLinks(tables.PodsPods, group.Id, group.Subgroups);
            AddLinks(tables.PodsOnCallPods, group.Id, group.OnCallGroups);
        }
    }

    private void AddLinks(Table<Link> table, long groupId, IReadOnlyList<Reference> others)
    {
        foreach (Reference other in others)
        {
            if (other.Id is { } id)
            {
                Add(table, new Link(groupId, id));
            }
        }
    }

    private Task UsersAsync(CancellationToken cancellationToken)
    {
        UserFilter? changed = job.ChangedSince is { } since ? UserFilter.UpdatedAt > since : null;
        IdSet seen = SeenOf(tables.Users);
        return WalkAsync(
            tables.Users,
            options => job.GroupId is { } group ? client.Groups.ListMembersAsync(group, changed, options) : client.Users.ListAsync(changed, options),
            user =>
            {
                bool isNew = seen.Add(Text(user.Id));
                if (isNew)
                {
                    Add(tables.Users, user);
                }

                return isNew;
            }, cancellationToken);
    }

    private Task CallsAsync(CancellationToken cancellationToken)
    {
        HashSet<long>? members = job.GroupId is null
            ? null
            : [.. store.ReadBack(tables.PodsUsers, 2).Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
        IdSet seen = SeenOf(tables.Calls);
        return WalkAsync(
            tables.Calls,
            options => job.CallsSince is { } since ? client.Calls.ListSinceAsync(since, options) : client.Calls.ListAsync(null, options),
            call =>
            {
                if (members is not null && !call.Participants.Any(p => p.Id is { } id && members.Contains(id)))
                {
                    // Nobody remembers those that are not kept.
                    return true;
                }

                bool isNew = seen.Add(call.Id.Value);
                if (isNew)
                {
                    Add(tables.Calls, call);
                    foreach (CallPerson person in call.Participants)
                    {
                        Add(tables.CallsUsers, new CallMember(call.Id, person, job.SiteId));
                    }
                }

                return isNew;
            }, cancellationToken);
    }

    /// <summary>Reads a list page by page from where it was left, and goes on after an answer that came broken.</summary>
    private async Task WalkAsync<T>(Table table, Func<ListOptions, PagedList<T>> list, Func<T, bool> add, CancellationToken cancellationToken)
    {
        ProgressTracker tracker = Tracker(table.Name, _now.RowsRead);
        while (!await TryWalkAsync(table, list, add, tracker, cancellationToken).ConfigureAwait(false))
        {
            // The largest page that a server allows is not known.
            _pageSize = SafePageSize;
        }

        tracker.Done(_now.RowsRead);
        _now = _now with { RowsRead = 0 };
    }

    /// <returns>False when the server refuses the size of the pages.</returns>
    private async Task<bool> TryWalkAsync<T>(
        Table table, Func<ListOptions, PagedList<T>> list, Func<T, bool> add, ProgressTracker tracker, CancellationToken cancellationToken)
    {
        PagesAhead<T> pages = new(list, _pageSize, cancellationToken);
        await using ConfiguredAsyncDisposable end = pages.ConfigureAwait(false);
        ListPosition? position = _now.Position is { } text ? ListPosition.Parse(text) : null;
        int idlePages = 0;
        long read = _now.RowsRead;
        while (true)
        {
            Page<T> page;
            try
            {
                page = await retry.RunAsync(() => pages.ReadAsync(position), cancellationToken).ConfigureAwait(false);
            }
            catch (HelpLightningApiException e) when (e.Status == HttpStatusCode.BadRequest && position is null && _pageSize > SafePageSize)
            {
                return false;
            }

            bool isIdle = true;
            foreach (T row in page.Entries)
            {
                isIdle &= !add(row);
            }

            read += page.Entries.Count;
            tracker.Report(read, page.TotalEntries);
            position = page.Next;
            if (position is null)
            {
                _now = _now with { RowsRead = read };
                NoteMissing(table, page.TotalEntries);
                return true;
            }

            idlePages = isIdle ? idlePages + 1 : 0;
            if (idlePages == MostIdlePages)
            {
                throw new ExportException(
                    $"The server brings nothing new on {MostIdlePages} pages of {table.Name} one after the other, so the list would never end. "
                    + "The same command later goes on before them.");
            }

            // What goes on later goes on before pages that brought nothing: they may bring something then.
            _now = isIdle ? _now : _now with { Position = position.ToString(), RowsRead = read };
            CommitIfDue(page.Entries.Count);
        }
    }

    private void NoteMissing(Table table, long? announced)
    {
        if (announced > _now.RowsRead)
        {
            _now = _now with { Missing = new Dictionary<string, long>(_now.Missing) { [table.Name] = announced.Value - _now.RowsRead } };
        }
    }

    private void Add<T>(Table<T> table, T row)
    {
        Span<Cell> cells = _cells.AsSpan(0, table.Columns.Count);
        table.Read(row, cells);
        store.Add(table, cells);
    }

    /// <summary>Not after every request: the disk is slower than the network. Not too seldom: what is not committed is read again after a kill.</summary>
    private void CommitIfDue(int rows)
    {
        _uncommittedRows += rows;
        if (++_uncommittedRequests >= MostRequests || _uncommittedRows >= MostRows || time.GetElapsedTime(_committed) >= MostTime)
        {
            store.Commit(_now);
            _uncommittedRequests = 0;
            _uncommittedRows = 0;
            _committed = time.GetTimestamp();
        }
    }

    /// <summary>The ids that the table has already, so that a row which a shifting list tells twice is written once.</summary>
    private IdSet SeenOf(Table table)
    {
        IdSet seen = new();
        if (_now.RowsOf(table) > 0)
        {
            foreach (string id in store.ReadBack(table, 0))
            {
                seen.Add(id);
            }
        }

        return seen;
    }

    private ProgressTracker Tracker(string table, long before = 0) => new(table, before, progress, time);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
