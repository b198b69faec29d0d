namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>
/// What a worker knows of the events: how far it has looked, which of those are not settled, and what it has in hand. All of it can be
/// found anew from the number below which nothing is new. Not for several threads at once.
/// </summary>
/// <param name="floor">No event up to this number is new.</param>
/// <param name="clock">The machine's, as what it measures is how long a transaction takes.</param>
internal sealed class Backlog(long floor, TimeProvider clock)
{
    /// <summary>With so many events that wait behind others of their call, no new ones are looked at until some are through.</summary>
    private const int MostOpen = 20_000;

    /// <summary>With so many gaps that may yet be filled, the next one is waited for.</summary>
    private const int MostHoles = 1_000;

    /// <summary>How long those behind a gap wait for it, so that events come in the order of their numbers if they can.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(200);

    private readonly SortedDictionary<long, long> _open = [];
    private readonly Dictionary<long, (long Call, bool IsNew)> _inHand = [];
    private readonly Dictionary<long, int> _busy = [];
    private readonly List<Gap> _holes = [];
    private long _cursor = floor;
    private Gap? _gap;

    /// <summary>All events up to this number were looked at.</summary>
    public long Cursor => _cursor;

    /// <summary>How many it knows of that are neither settled nor in hand.</summary>
    public int Count => _open.Count;

    public bool HasRoom => _open.Count < MostOpen;

    /// <summary>True while the next numbers are missing that somebody has taken.</summary>
    public bool IsAtGap => _gap is not null;

    public bool NeedsBarrier => _gap is { Barrier: null };

    public IReadOnlyList<Gap> Holes => _holes;

    /// <summary>The calls that it has in hand.</summary>
    public long[] Held => [.. _busy.Keys];

    public bool HoldsAny => _busy.Count > 0;

    /// <summary>No event up to this one is new, nor will be.</summary>
    public long Floor()
    {
        long lowest = _cursor + 1;
        foreach (long id in _open.Keys)
        {
            lowest = Math.Min(lowest, id);
            break;
        }

        foreach ((long id, (_, bool isNew)) in _inHand)
        {
            lowest = isNew ? Math.Min(lowest, id) : lowest;
        }

        return _holes.Aggregate(lowest, static (least, hole) => Math.Min(least, hole.First)) - 1;
    }

    public void SetBarrier(long barrier)
    {
        if (_gap is { Barrier: null } gap)
        {
            gap.Barrier = barrier;
        }
    }

    /// <summary>Looks at the event of the next number that there is.</summary>
    /// <param name="id">Its number.</param>
    /// <param name="call">Its call.</param>
    /// <param name="isNew">Whether nothing came of it yet.</param>
    /// <param name="horizon">All transactions below it were over, and what they wrote was seen.</param>
    /// <returns>False when those before it are waited for.</returns>
    public bool TryPass(long id, long call, bool isNew, long horizon)
    {
        if (id > _cursor + 1 && !IsOver(id - 1, horizon))
        {
            return false;
        }

        _gap = null;
        _cursor = id;
        if (isNew)
        {
            _open.Add(id, call);
        }

        return true;
    }

    /// <summary>An event has come after all, in a gap that was not waited for.</summary>
    public void Find(long id, long call, bool isNew)
    {
        if (isNew && !_inHand.ContainsKey(id))
        {
            _open[id] = call;
        }
    }

    /// <param name="horizon">All transactions below it were over when the holes were looked into.</param>
    public void Close(long horizon) => _holes.RemoveAll(hole => hole.IsForEver(horizon));

    /// <summary>The first events that may be claimed, as far as it knows, in order.</summary>
    /// <param name="count">How many of them.</param>
    /// <param name="due">Those that wait no longer.</param>
    /// <param name="elsewhere">The calls that others have in hand.</param>
    public List<(long Id, long Call)> Candidates(int count, IEnumerable<(long Id, long Call)> due, HashSet<long> elsewhere)
    {
        List<(long Id, long Call)> found = [.. due.Where(d => !_busy.ContainsKey(d.Call) && !_open.ContainsKey(d.Id))];
        int most = found.Count + count;
        foreach ((long id, long call) in _open)
        {
            if (found.Count == most)
            {
                break;
            }

            if (!_busy.ContainsKey(call) && !elsewhere.Contains(call))
            {
                found.Add((id, call));
            }
        }

        found.Sort();
        return found;
    }

    public void Take(long id, long call, bool isNew)
    {
        _open.Remove(id);
        _inHand.Add(id, (call, isNew));
        _busy[call] = _busy.GetValueOrDefault(call) + 1;
    }

    public void Forget(long id) => _open.Remove(id);

    /// <returns>True when it was in hand.</returns>
    public bool Settle(long id)
    {
        if (!_inHand.Remove(id, out (long Call, bool IsNew) settled))
        {
            return false;
        }

        if (--_busy[settled.Call] == 0)
        {
            _busy.Remove(settled.Call);
        }

        return true;
    }

    /// <summary>Whoever had them has not been heard of: they can be claimed again.</summary>
    public void Release()
    {
        foreach ((long id, (long call, bool isNew)) in _inHand)
        {
            if (isNew)
            {
                _open[id] = call;
            }
        }

        _inHand.Clear();
        _busy.Clear();
    }

    /// <summary>Whether nothing will come of the numbers from the next to this one, or it need not be waited for.</summary>
    private bool IsOver(long last, long horizon)
    {
        if (_gap is null || _gap.First != _cursor + 1 || _gap.Last != last)
        {
            _gap = new Gap(_cursor + 1, last) { Since = clock.GetTimestamp(), Barrier = null };
            return false;
        }

        if (_gap.IsForEver(horizon))
        {
            return true;
        }

        // Another program's transaction may be open for hours, and with it no gap is known to be one.
        if (_gap.Barrier is null || _holes.Count >= MostHoles || clock.GetElapsedTime(_gap.Since) < Patience)
        {
            return false;
        }

        _holes.Add(_gap);
        return true;
    }
}
