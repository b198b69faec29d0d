namespace HelpLightning.Sandbox.Time;

/// <summary>
/// The sandbox's clock: the host's, moved on request, or standing still. Tokens are issued and checked by it, and it
/// makes the times in the data. Waiting (timers, durations) is left to the host's clock.
/// </summary>
internal sealed class SandboxClock(TimeProvider host, TimeSpan offset, TimeSpan dateSkew) : TimeProvider
{
    /// <summary>Beyond this a year would leave what JWTs and SQLite text order can hold.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(365 * 100);

    /// <summary>A clock that went on by more than this between two lines has jumped, or the machine is busy, which does no harm.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly AsyncLocal<TimeSpan> _requestOffset = new();
    private State _state = new(offset, null, dateSkew);
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What timers and durations run on.</summary>
    public TimeProvider Host => host;

    public override TimeZoneInfo LocalTimeZone => host.LocalTimeZone;

    public override long TimestampFrequency => host.TimestampFrequency;

    /// <summary>How far it is ahead of the host's clock; while frozen, at this moment.</summary>
    public TimeSpan Offset
    {
        get
        {
            State state = Volatile.Read(ref _state);
            return state.FrozenAt is { } instant ? instant - host.GetUtcNow() : state.Offset;
        }
    }

    public bool IsFrozen => Volatile.Read(ref _state).FrozenAt is not null;

    /// <summary>How far the <c>Date</c> header is ahead of the clock that tokens are checked by.</summary>
    public TimeSpan DateSkew => Volatile.Read(ref _state).DateSkew;

    /// <summary>What the <c>Date</c> header says.</summary>
    public DateTimeOffset DateHeader => GetUtcNow() + DateSkew;

    public override DateTimeOffset GetUtcNow()
    {
        State state = Volatile.Read(ref _state);
        return (state.FrozenAt ?? host.GetUtcNow() + state.Offset) + _requestOffset.Value;
    }

    public override long GetTimestamp() => host.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        host.CreateTimer(callback, state, dueTime, period);

    /// <summary>Moves it on, or back with a negative time; a frozen clock stays frozen.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It would be more than a hundred years away from the host's clock.</exception>
    public void Advance(TimeSpan by) => Change(state =>
    {
        RequireNear((state.FrozenAt ?? host.GetUtcNow() + state.Offset) + by);
        return state with { Offset = state.Offset + by, FrozenAt = state.FrozenAt + by };
    });

    /// <summary>Stops it, at an instant or where it is.</summary>
    public void Freeze(DateTimeOffset? at = null) => Change(state =>
    {
        DateTimeOffset instant = at ?? state.FrozenAt ?? host.GetUtcNow() + state.Offset;
        RequireNear(instant);
        return state with { FrozenAt = instant };
    });

    /// <summary>Lets a frozen clock run on from where it stands.</summary>
    public void Unfreeze() => Change(state =>
        state.FrozenAt is { } instant ? state with { Offset = instant - host.GetUtcNow(), FrozenAt = null } : state);

    public void SetDateSkew(TimeSpan skew) => Change(state =>
    {
        RequireNear(host.GetUtcNow() + state.Offset + skew);
        return state with { DateSkew = skew };
    });

    /// <summary>Back to what it was when the sandbox started.</summary>
    public void Reset() => Change(_ => new State(offset, null, dateSkew));

    /// <summary>How it is set, to come back to when something fails.</summary>
    public Snapshot Save() => new(Volatile.Read(ref _state));

    public void Restore(Snapshot snapshot) => Change(_ => snapshot.State);

    /// <summary>From here on, for the request being answered alone, the clock is this far off.</summary>
    public void ShiftThisRequest(TimeSpan by) => _requestOffset.Value = by;

    /// <summary>Waits until the clock shows an instant, by running or by being moved.</summary>
    public async Task WaitUntilAsync(DateTimeOffset instant, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task moved;
            lock (_lock)
            {
                moved = _moved.Task;
            }

            TimeSpan left = instant - GetUtcNow();
            if (left <= TimeSpan.Zero)
            {
                return;
            }

            if (IsFrozen)
            {
                await moved.WaitAsync(cancellationToken).ConfigureAwait(false);
                continue;
            }

            using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            TimeSpan wait = left < TimeSpan.FromDays(1) ? left : TimeSpan.FromDays(1);
            Task delay = Task.Delay(wait, host, enough.Token);

            // A host's clock that jumps, as one in tests does, may have done so since the look at it: the delay would be too long.
            if (instant - GetUtcNow() > left - Moment)
            {
                await Task.WhenAny(moved, delay).ConfigureAwait(false);
            }

            await enough.CancelAsync().ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private void RequireNear(DateTimeOffset instant) => ArgumentOutOfRangeException.ThrowIfGreaterThan(
        (instant - host.GetUtcNow()).Duration(), Farthest, "the clock's distance from the host's");

    private void Change(Func<State, State> change)
    {
        TaskCompletionSource waiting;
        lock (_lock)
        {
            Volatile.Write(ref _state, change(_state));
            waiting = _moved;
            _moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }

    /// <summary>A setting of the clock.</summary>
    internal sealed class Snapshot(State state)
    {
        internal State State => state;
    }

    internal sealed record State(TimeSpan Offset, DateTimeOffset? FrozenAt, TimeSpan DateSkew);
}
