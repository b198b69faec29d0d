namespace HelpLightning.Webhooks.Sqlite.Storage;

/// <summary>
/// The identities of the events that came within the window, so that a repeat is known without a look at the disk. Of more than
/// <see cref="Capacity"/> the oldest are forgotten: then the window is shorter, and the memory stays what it is.
/// </summary>
internal sealed class RecentEvents(TimeSpan window)
{
    /// <summary>About 20 MiB when it is full: 400 events a second for ten minutes.</summary>
    public const int Capacity = 250_000;

    private readonly Dictionary<UInt128, long> _at = [];
    private readonly Queue<(UInt128 Identity, long At)> _inOrder = new();

    /// <summary>Whether it came within the window. A clock that was set back does not make the window longer.</summary>
    public bool Has(UInt128 identity, long now) =>
        _at.TryGetValue(identity, out long at) && Math.Abs(now - at) < (long)window.TotalMilliseconds;

    public void Add(UInt128 identity, long at)
    {
        _at[identity] = at;
        _inOrder.Enqueue((identity, at));
        while (_inOrder.TryPeek(out (UInt128 Identity, long At) oldest)
            && (at - oldest.At >= (long)window.TotalMilliseconds || _inOrder.Count > Capacity))
        {
            _inOrder.Dequeue();
            Forget(oldest.Identity, oldest.At);
        }
    }

    /// <summary>It was not stored after all.</summary>
    public void Remove(UInt128 identity) => _at.Remove(identity);

    /// <summary>Unless it came again since.</summary>
    private void Forget(UInt128 identity, long at)
    {
        if (_at.TryGetValue(identity, out long last) && last == at)
        {
            _at.Remove(identity);
        }
    }
}
