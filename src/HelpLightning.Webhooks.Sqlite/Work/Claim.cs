namespace HelpLightning.Webhooks.Sqlite.Work;

/// <summary>A claim while it is put together.</summary>
internal sealed class Claim(int limit)
{
    private readonly Dictionary<string, int> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> _putOff = new(StringComparer.Ordinal);
    private readonly HashSet<long> _idsPutOff = [];
    private readonly List<(long Id, DateTimeOffset Until)> _listPutOff = [];
    private readonly List<InboxEvent> _events = [];

    public IReadOnlyList<InboxEvent> Events => _events;

    /// <summary>What has to wait behind others of its call, from now on by a time on disk.</summary>
    public IReadOnlyList<(long Id, DateTimeOffset Until)> PutOff => _listPutOff;

    public int Room => limit - _events.Count;

    public bool HasRoom => Room > 0;

    public void Add(InboxEvent taken)
    {
        _events.Add(taken);
        if (taken is { State: InboxEventState.Waiting, CallId: { } call })
        {
            _waiting[call] = WaitingOf(call) + 1;
        }
    }

    /// <param name="id">The event.</param>
    /// <param name="call">Its call.</param>
    /// <param name="until">When the one before it is due.</param>
    /// <param name="isNew">It is not among those that wait on disk yet.</param>
    public void Delay(long id, string call, DateTimeOffset until, bool isNew)
    {
        _listPutOff.Add((id, until));
        _idsPutOff.Add(id);
        if (isNew)
        {
            (int count, DateTimeOffset last) = _putOff.GetValueOrDefault(call);
            _putOff[call] = (count + 1, until > last ? until : last);
        }
    }

    public bool IsPutOff(long id) => _idsPutOff.Contains(id);

    /// <summary>How many events of a call are claimed that waited on disk.</summary>
    public int WaitingOf(string call) => _waiting.GetValueOrDefault(call);

    /// <summary>How many new events of a call were put off in this claim, and until when the last was.</summary>
    public (int Count, DateTimeOffset? Until) PutOffOf(string call) =>
        _putOff.TryGetValue(call, out (int Count, DateTimeOffset Until) found) ? (found.Count, found.Until) : (0, null);
}
