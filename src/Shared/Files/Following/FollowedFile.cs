namespace HelpLightning.Files;

/// <summary>
/// What a file says, as it changes. It is looked at when somebody asks, once a second at most. When it cannot be used, what it said last
/// stays in force. Safe for many threads, of which one looks while the others go on with what is in force.
/// </summary>
/// <typeparam name="T">What is made of the content.</typeparam>
internal sealed class FollowedFile<T>
    where T : class
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Who missed something may have it looked at sooner, but no stranger may have a disk read at each request.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromMilliseconds(100);

    private readonly Func<T?> _takeChange;
    private readonly TimeProvider _clock;
    private readonly Lock _looking = new();
    private volatile T _inForce;
    private volatile string? _problem;
    private long _looks;
    private long _lookedAt;

    /// <param name="takeChange">
    /// <see cref="ChangingFile.TakeChange"/> of the file. What it throws now is thrown; later its message is the problem.
    /// </param>
    /// <param name="clock">The time.</param>
    public FollowedFile(Func<T?> takeChange, TimeProvider clock)
    {
        _takeChange = takeChange;
        _clock = clock;
        _inForce = takeChange()!;
        _lookedAt = clock.GetTimestamp();
    }

    /// <summary>Is told when another content is in force.</summary>
    public Action<T>? Changed { get; init; }

    /// <summary>Is told, once for each reason, why the file cannot be used.</summary>
    public Action<string>? Broken { get; init; }

    /// <summary>Is told when the file can be used again and holds what is in force.</summary>
    public Action? Mended { get; init; }

    /// <summary>What is in force, without a look.</summary>
    public T InForce => _inForce;

    /// <summary>Why the file could not be used at the last look, so that its old content is in force; null when it could.</summary>
    public string? Problem => _problem;

    /// <summary>What is in force after a look, when it is time for one.</summary>
    public T Look()
    {
        LookAfter(Interval);
        return _inForce;
    }

    /// <summary>For who missed something: what is in force after a look, unless the last one was just now.</summary>
    public T LookAgain()
    {
        LookAfter(ShortestInterval);
        return _inForce;
    }

    /// <summary>Looks at the file now, and waits for the look. Of many callers, one looks for all who came before it began.</summary>
    public void Refresh()
    {
        long seen = Volatile.Read(ref _looks);
        lock (_looking)
        {
            if (_looks == seen)
            {
                TakeChange();
            }
        }
    }

    private void LookAfter(TimeSpan interval)
    {
        if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) < interval || !_looking.TryEnter())
        {
            return;
        }

        try
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= interval)
            {
                TakeChange();
            }
        }
        finally
        {
            _looking.Exit();
        }
    }

    private void TakeChange()
    {
        // Before it begins: who asks from here on has a look of his own, as this one may miss what makes him ask.
        Interlocked.Increment(ref _looks);
        try
        {
            if (_takeChange() is { } fresh)
            {
                _inForce = fresh;
                _problem = null;
                Changed?.Invoke(fresh);
            }
            else if (_problem is not null)
            {
                _problem = null;
                Mended?.Invoke();
            }
        }
        catch (Exception e)
        {
            // Whatever it is: what is in force stays so, and the next look will tell.
            if (_problem != e.Message)
            {
                _problem = e.Message;
                Broken?.Invoke(e.Message);
            }
        }
        finally
        {
            Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
        }
    }
}
