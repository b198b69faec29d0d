namespace HelpLightning.Pkcs11.Sessions;

/// <summary>
/// The sessions of one connection, each lent to one thread at a time. The last one that came back is lent first. Nothing of it calls the
/// module.
/// </summary>
internal sealed class SessionPool(int limit)
{
    /// <summary>CK_INVALID_HANDLE: whoever takes it opens a session.</summary>
    public const nuint None = 0;

    private readonly object _lock = new();
    private readonly Stack<nuint> _idle = new();
    private int _limit = limit;
    private int _lent;

    /// <summary>Takes a session, waits for one when all are lent.</summary>
    /// <param name="patience">For how long.</param>
    /// <param name="session"><see cref="None"/> when the caller may open one.</param>
    public bool TryTake(TimeSpan patience, out nuint session)
    {
        lock (_lock)
        {
            long start = TimeProvider.System.GetTimestamp();
            while (!_idle.TryPop(out session))
            {
                if (_lent < _limit)
                {
                    session = None;
                    break;
                }

                TimeSpan left = patience - TimeProvider.System.GetElapsedTime(start);
                if (left <= TimeSpan.Zero || !Monitor.Wait(_lock, left))
                {
                    return false;
                }
            }

            _lent++;
            return true;
        }
    }

    public void Return(nuint session)
    {
        lock (_lock)
        {
            _lent--;
            _idle.Push(session);
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>What was lent is no more.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _lent--;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>The token opens no more sessions than there are.</summary>
    /// <returns>False when there is none to wait for.</returns>
    public bool Shrink()
    {
        lock (_lock)
        {
            _lent--;
            int open = _lent + _idle.Count;
            _limit = Math.Max(open, 1);
            Monitor.Pulse(_lock);
            return open > 0;
        }
    }

    /// <summary>All that are not lent, to be closed.</summary>
    public nuint[] TakeIdle()
    {
        lock (_lock)
        {
            nuint[] idle = [.. _idle];
            _idle.Clear();
            return idle;
        }
    }
}
