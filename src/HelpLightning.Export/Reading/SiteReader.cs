using System.Globalization;
using HelpLightning.Client;
using HelpLightning.Export.Formats;
using HelpLightning.Export.Runs;
using HelpLightning.Export.Tables;

namespace HelpLightning.Export.Reading;

/// <summary>Reads what is still missing, step by step, and commits as it goes.</summary>
internal sealed class SiteReader
{
    private readonly EnterpriseClient _client;
    private readonly ExportJob _job;
    private readonly ExportTables _tables;
    private readonly ExportStore _store;
    private readonly LongRunRetry _retry;
    private readonly IProgress<SiteExportProgress>? _progress;
    private readonly TimeProvider _time;
    private readonly RowWriter _rows;
    private readonly ListReader _lists;
    private readonly CommentSource _comments;

    public SiteReader(
        EnterpriseClient client, ExportJob job, ExportTables tables, ExportStore store, LongRunRetry retry,
        IProgress<SiteExportProgress>? progress, TimeProvider time, CommentSource comments)
    {
        _client = client;
        _job = job;
        _tables = tables;
        _store = store;
        _retry = retry;
        _progress = progress;
        _time = time;
        _rows = new RowWriter(tables, store, time);
        _comments = comments;
        _lists = new ListReader(_rows, retry, job.PageSize);
    }

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        while (_rows.Now.Step != ExportStep.Finish)
        {
            ExportStep step = _rows.Now.Step;
            await (step switch
            {
                ExportStep.Groups => GroupsAsync(cancellationToken),
                ExportStep.Members => MembersAsync(cancellationToken),
                ExportStep.Users => UsersAsync(cancellationToken),
                ExportStep.Calls => CallsAsync(cancellationToken),
                _ => CommentsAsync(cancellationToken),
            }).ConfigureAwait(false);
            _rows.Now = _rows.Now with { Step = step + 1, Position = null };
            _rows.Commit();
            _store.Seal(FilledBy(step));
        }
    }

    private IEnumerable<Table> FilledBy(ExportStep step) => (step switch
    {
        ExportStep.Groups => (Table?[])[_tables.Groups],
        ExportStep.Members => [_tables.Members, _tables.Admins, _tables.Subgroups, _tables.OnCallGroups],
        ExportStep.Users => [_tables.Users],
        ExportStep.Calls => [_tables.Calls, _tables.Participants, _tables.CallTags, _tables.CallGroups],
        _ => [_tables.CallComments],
    }).OfType<Table>();

    private async Task GroupsAsync(CancellationToken cancellationToken)
    {
        if (_job.GroupId is { } id)
        {
            Group group =
                await _retry.RunAsync(() => _client.Groups.GetAsync(id, cancellationToken), cancellationToken).ConfigureAwait(false);
            _rows.Add(_tables.Groups, group);
            Tracker(_tables.Groups).Done(1);
            return;
        }

        GroupFilter? changed = _job.ChangedSince is { } since && !_job.IsGrowing ? GroupFilter.UpdatedAt > since : null;
        IdSet seen = _rows.SeenOf(_tables.Groups);
        await ReadListAsync(_tables.Groups, options => _client.Groups.ListAsync(changed, options), group =>
        {
            bool isNew = seen.Add(Text(group.Id));
            if (isNew)
            {
                _rows.Add(_tables.Groups, group);
            }

            return isNew;
        }, cancellationToken).ConfigureAwait(false);
    }

    private Task MembersAsync(CancellationToken cancellationToken) =>
        new GroupReader(_client, _tables, _store, _rows, _retry, isOnlyGroup: _job.GroupId is not null)
            .ReadAsync(Tracker(_tables.Members, _rows.Now.GroupsDone), cancellationToken);

    private Task UsersAsync(CancellationToken cancellationToken)
    {
        UserFilter? changed = _job.ChangedSince is { } since ? UserFilter.UpdatedAt > since : null;
        IdSet seen = _rows.SeenOf(_tables.Users);
        return ReadListAsync(
            _tables.Users,
            options => _job.GroupId is { } group
                ? _client.Groups.ListMembersAsync(group, changed, options)
                : _client.Users.ListAsync(changed, options),
            user =>
            {
                bool isNew = seen.Add(Text(user.Id));
                if (isNew)
                {
                    _rows.Add(_tables.Users, user);
                }

                return isNew;
            }, cancellationToken);
    }

    private Task CallsAsync(CancellationToken cancellationToken)
    {
        IEnumerable<string> ids = _store.ReadBack(_tables.Members, _tables.Members.Columns.Count - 1);
        HashSet<long>? members = _job.GroupId is null ? null : [.. ids.Select(id => long.Parse(id, CultureInfo.InvariantCulture))];
        IdSet seen = _rows.SeenOf(_tables.Calls);
        return ReadListAsync(
            _tables.Calls,
            options => _job.CallsSince is { } since ? _client.Calls.ListSinceAsync(since, options) : _client.Calls.ListAsync(null, options),
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
                    _rows.Add(_tables.Calls, call);
                    AddListsOf(call);
                }

                return isNew;
            }, cancellationToken);
    }

    private void AddListsOf(Call call)
    {
        long position = 0;
        foreach (CallPerson person in call.Participants)
        {
            _rows.Add(_tables.Participants, new CallMember(call.Id, ++position, person, _job.SiteId));
        }

        AddReferences(_tables.CallTags, call.Id, call.Tags);
        AddReferences(_tables.CallGroups, call.Id, call.Groups);
    }

    private void AddReferences(Table<CallReference>? table, CallId call, IReadOnlyList<Reference> others)
    {
        for (int i = 0; table is not null && i < others.Count; i++)
        {
            _rows.Add(table, new CallReference(call, i + 1, others[i]));
        }
    }

    private Task CommentsAsync(CancellationToken cancellationToken) => _tables.CallComments is { } table
        ? new CommentReader(_comments, table, _rows, _retry, Tracker(table)).ReadAsync(cancellationToken)
        : Task.CompletedTask;

    private Task ReadListAsync<T>(
        Table table, Func<ListOptions, PagedList<T>> list, Func<T, bool> add, CancellationToken cancellationToken) =>
        _lists.ReadAsync(table, list, add, Tracker(table, _rows.Now.RowsRead), cancellationToken);

    private ProgressTracker Tracker(Table table, long before = 0) => new(table.Name, before, _progress, _time);

    private static string Text(long id) => id.ToString(CultureInfo.InvariantCulture);
}
