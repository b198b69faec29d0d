using HelpLightning.Webhooks.Sqlite.Storage;

namespace HelpLightning.Webhooks.Sqlite.Work;

/// <summary>
/// Who works on what. It is in memory alone: there is one process, and when it ends nobody works on anything. So a claim costs no
/// write. Used by the thread of the store alone.
/// </summary>
internal sealed class ClaimLedger(EventStore store, TimeProvider clock)
{
    /// <summary>Events that are read at a time.</summary>
    private const int LookAhead = 256;

    /// <summary>
    /// Events that wait in memory behind others of their call. With more, no new ones are looked at until some are through.
    /// </summary>
    private const int MostParked = 10_000;

    /// <summary>A worker that has not been heard of for so long is gone.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private readonly Dictionary<long, InboxEvent> _claimed = [];
    private readonly Dictionary<string, BusyCall> _busy = new(StringComparer.Ordinal);

    /// <summary>New events that were looked at, and can be claimed now.</summary>
    private readonly SortedSet<long> _ready = [];

    /// <summary>New events that were looked at and are not settled: what is below the lowest is done with.</summary>
    private readonly SortedSet<long> _open = [];
    private int _parked;
    private long _lookedAt = store.LookedThrough;
    private long _heardOf = clock.GetTimestamp();

    /// <summary>Events that nobody is through with, but for those that wait for another attempt.</summary>
    public long New => store.LastId - _lookedAt + _open.Count;

    /// <summary>The oldest of them, when there is one.</summary>
    public long OldestNew => _open.Count > 0 ? _open.Min : _lookedAt + 1;

    public void Renew() => _heardOf = clock.GetTimestamp();

    public IReadOnlyList<InboxEvent> Claim(int limit)
    {
        ReleaseTheAbandoned();
        Claim claim = new(limit);
        try
        {
            TakeReady(claim);
            TakeDue(claim);
            TakeNew(claim);
            if (claim.PutOff.Count > 0)
            {
                store.Settle([], claim.PutOff, _open.FirstOrDefault(id => !claim.IsPutOff(id), _lookedAt + 1) - 1);
            }
        }
        catch
        {
            // They were looked at, and will not be again.
            _ready.UnionWith(claim.Events.Where(static e => e.State == InboxEventState.New).Select(static e => e.Id));
            _ready.UnionWith(claim.PutOff.Select(static p => p.Id).Where(_open.Contains));
            throw;
        }

        _open.ExceptWith(claim.PutOff.Select(static p => p.Id));
        foreach (InboxEvent taken in claim.Events)
        {
            _claimed.Add(taken.Id, taken);
            if (taken.CallId is { } call)
            {
                BusyOf(call).InHand++;
            }
        }

        if (claim.Events.Count > 0)
        {
            Renew();
        }

        return [.. claim.Events.OrderBy(static e => e.Id)];
    }

    /// <summary>
    /// When something can be claimed that cannot be now, if nothing happens until then: what is due already waits for something to be
    /// settled. Null for never.
    /// </summary>
    public DateTimeOffset? NextDue() => store.NextDue(clock.GetUtcNow());

    public void Settle(IReadOnlyList<Settlement> settlements)
    {
        List<Settlement> mine = [.. settlements.Where(s => _claimed.ContainsKey(s.Event.Id))];
        List<(string Call, BusyCall Busy)> freed = [];
        List<(long, DateTimeOffset)> putOff = [];
        Dictionary<string, int> left = new(StringComparer.Ordinal);
        foreach (Settlement settlement in mine)
        {
            if (settlement.Event.CallId is not { } call)
            {
                continue;
            }

            BusyCall busy = _busy[call];
            busy.WaitsUntil = Later(busy.WaitsUntil, settlement.NextAttemptAt);
            left[call] = left.GetValueOrDefault(call, busy.InHand) - 1;
            if (left[call] == 0)
            {
                freed.Add((call, busy));
            }
        }

        // What waits in memory behind an event that waits on disk, waits there too.
        putOff.AddRange(freed
            .Where(static f => f.Busy.WaitsUntil is not null)
            .SelectMany(static f => f.Busy.Parked.Select(id => (id, f.Busy.WaitsUntil!.Value))));
        HashSet<long> closed = [.. mine.Select(static s => s.Event.Id), .. putOff.Select(static p => p.Item1)];
        long lowest = _open.FirstOrDefault(id => !closed.Contains(id), _lookedAt + 1);
        store.Settle(mine, putOff, lowest - 1);

        foreach (Settlement settlement in mine)
        {
            _claimed.Remove(settlement.Event.Id);
            if (settlement.Event.CallId is { } call)
            {
                _busy[call].InHand--;
            }
        }

        _open.ExceptWith(closed);
        foreach ((string call, BusyCall busy) in freed)
        {
            _busy.Remove(call);
            _parked -= busy.Parked.Count;
            if (busy.WaitsUntil is null)
            {
                _ready.UnionWith(busy.Parked);
            }
        }
    }

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) => one > other ? one : other ?? one;

    private BusyCall BusyOf(string call)
    {
        if (!_busy.TryGetValue(call, out BusyCall? busy))
        {
            _busy[call] = busy = new BusyCall();
        }

        return busy;
    }

    /// <summary>Of a worker that has fallen silent, everything can be claimed again.</summary>
    private void ReleaseTheAbandoned()
    {
        if (_claimed.Count == 0 || clock.GetElapsedTime(_heardOf) < Lease)
        {
            return;
        }

        HashSet<long> released = [.. _claimed.Where(static c => c.Value.State == InboxEventState.New).Select(static c => c.Key)];
        released.UnionWith(_busy.Values.SelectMany(static b => b.Parked));
        _claimed.Clear();
        _busy.Clear();
        _parked = 0;
        _ready.UnionWith(released);
    }

    private void TakeReady(Claim claim)
    {
        while (claim.HasRoom && _ready.Count > 0)
        {
            long id = _ready.Min;
            InboxEvent? found = store.Find(id);
            _ready.Remove(id);
            if (found is { State: InboxEventState.New })
            {
                Offer(found, claim);
            }
            else
            {
                // Somebody has put it aside meanwhile.
                _open.Remove(id);
            }
        }
    }

    private void TakeDue(Claim claim)
    {
        foreach ((long id, string? call) in claim.HasRoom ? store.Due(clock.GetUtcNow()) : [])
        {
            if (!claim.HasRoom)
            {
                return;
            }

            if (_claimed.ContainsKey(id) || (call is not null && _busy.ContainsKey(call)))
            {
                continue;
            }

            if (call is not null && IsBehindWaiting(call, id, claim, out DateTimeOffset until))
            {
                claim.Delay(id, call, until, isNew: false);
            }
            else if (store.Find(id) is { State: InboxEventState.Waiting } due)
            {
                claim.Add(due);
            }
        }
    }

    private void TakeNew(Claim claim)
    {
        while (claim.HasRoom && _lookedAt < store.LastId && _parked < MostParked)
        {
            foreach (InboxEvent found in store.After(_lookedAt, Math.Min(LookAhead, claim.Room)))
            {
                _lookedAt = found.Id;
                if (found.State == InboxEventState.New)
                {
                    _open.Add(found.Id);
                    Offer(found, claim);
                }
            }
        }
    }

    /// <summary>
    /// A new event is claimed, or waits: in memory behind those of its call that are claimed, on disk behind those that wait
    /// there.
    /// </summary>
    private void Offer(InboxEvent found, Claim claim)
    {
        if (found.CallId is { } call && _busy.TryGetValue(call, out BusyCall? busy))
        {
            busy.Parked.Add(found.Id);
            _parked++;
        }
        else if (found.CallId is { } its && IsBehindWaiting(its, found.Id, claim, out DateTimeOffset until))
        {
            claim.Delay(found.Id, its, until, isNew: true);
        }
        else
        {
            claim.Add(found);
        }
    }

    /// <summary>Whether an earlier event of the call waits that is not claimed with it.</summary>
    private bool IsBehindWaiting(string call, long id, Claim claim, out DateTimeOffset until)
    {
        (int count, DateTimeOffset? last) = store.WaitingBefore(call, id);
        (int putOff, DateTimeOffset? lastPutOff) = claim.PutOffOf(call);
        until = Later(last, lastPutOff) ?? default;
        return count + putOff > claim.WaitingOf(call);
    }

    /// <summary>A call of which events are claimed.</summary>
    private sealed class BusyCall
    {
        /// <summary>How many are claimed.</summary>
        public int InHand { get; set; }

        /// <summary>Those that came later, in order.</summary>
        public List<long> Parked { get; } = [];

        /// <summary>The latest time for which one of them waits now.</summary>
        public DateTimeOffset? WaitsUntil { get; set; }
    }
}
