namespace HelpLightning.Sandbox.RequestLog;

/// <summary>The latest requests, in a fixed amount of memory.</summary>
internal sealed class RequestRing(int capacity)
{
    public const int DefaultCapacity = 1000;

    private readonly SandboxRequestLogEntry?[] _entries = new SandboxRequestLogEntry?[capacity];
    private readonly Lock _lock = new();
    private long _lastId;

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

    /// <summary>Those after a number, the newest last; at most <paramref name="most"/>, the newest of them.</summary>
    public IReadOnlyList<SandboxRequestLogEntry> After(long id, int most)
    {
        lock (_lock)
        {
            long first = Math.Max(Math.Max(id, _lastId - capacity), _lastId - most) + 1;
            List<SandboxRequestLogEntry> result = [];
            for (long i = Math.Max(first, 1); i <= _lastId; i++)
            {
                if (_entries[i % capacity] is { } entry && entry.Id == i)
                {
                    result.Add(entry);
                }
            }

            return result;
        }
    }

    /// <summary>Forgets them; numbers go on, so that a reader that asks for later ones misses none.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            Array.Clear(_entries);
        }
    }
}
