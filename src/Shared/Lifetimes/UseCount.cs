namespace HelpLightning.Lifetimes;

/// <summary>
/// How often something that is going to be disposed of is in use: uses under way end well, none begins after the end was told, and
/// exactly one caller is told to free it. Safe for many threads, without a lock. A field that is not read-only holds it.
/// </summary>
internal struct UseCount
{
    /// <summary>Set once the end was told; the rest counts the uses under way.</summary>
    private const int Closed = int.MinValue;

    private int _uses;

    /// <exception cref="ObjectDisposedException">The end was told.</exception>
    public void Begin(object owner)
    {
        int uses = Volatile.Read(ref _uses);
        while (true)
        {
            ObjectDisposedException.ThrowIf(uses < 0, owner);
            int seen = Interlocked.CompareExchange(ref _uses, uses + 1, uses);
            if (seen == uses)
            {
                return;
            }

            uses = seen;
        }
    }

    /// <returns>
    /// True for whoever has to free it now: only the last use after the end brings the count back to the bare mark, and none begins
    /// after it.
    /// </returns>
    public bool End() => Interlocked.Decrement(ref _uses) == Closed;

    /// <returns>True for whoever has to free it now, because it is not in use and the end was not told before.</returns>
    public bool Close() => Interlocked.Or(ref _uses, Closed) == 0;
}
