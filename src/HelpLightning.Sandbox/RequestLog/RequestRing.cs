namespace HelpLightning.Sandbox.RequestLog;

/// <summary>The latest requests, in a fixed amount of memory.</summary>
internal sealed class RequestRing(int capacity)
{
    public const int DefaultCapacity = 1000;

    private readonly SandboxRequestLogEntry?[] _entries = new SandboxRequestLogEntry?[capacity];
    private readonly Lock _lock = new();
    private long _lastId;
    private long _clearedUpTo;

    /// <summary>Keeps it under the next number.</summary>
    public SandboxRequestLogEntry Add(SandboxRequestLogEntry entry)
    {
        lock (_lock)
        {
            SandboxRequestLogEntry numbered = entry with { Id = ++_lastId };
            _entries[_lastId % capacity] = numbered;
            return numbered;
        }
    }

    public SandboxRequestLogEntry? Find(long id)
    {
        lock (_lock)
        {
            return id > 0 && _entries[id % capacity] is { } entry && entry.Id == id ? entry : null;
        }
    }

    /// <summary>The number of the last one when the log was cleared: what came up to it is gone.</summary>
    public long ClearedUpTo
    {
        get
        {
            lock (_lock)
            {
                return _clearedUpTo;
            }
        }
    }

    /// <summary>
    /// Those after a number that a filter takes, the newest last; at most <paramref name="most"/>, the newest of them.
    /// </summary>
    public IReadOnlyList<SandboxRequestLogEntry> After(long id, int most, RequestFilter? filter = null)
    {
        List<SandboxRequestLogEntry> result = [];
        lock (_lock)
        {
            long oldest = Math.Max(Math.Max(id, _lastId - capacity), _clearedUpTo);
            for (long i = _lastId; i > oldest && result.Count < most; i--)
            {
                if (_entries[i % capacity] is { } entry && (filter is null || filter.Takes(entry)))
                {
                    result.Add(entry);
                }
            }
        }

        result.Reverse();
        return result;
    }

    /// <summary>Forgets them; numbers go on, so that a reader that asks for later ones misses none.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_entries);
            _clearedUpTo = _lastId;
        }
    }
}
