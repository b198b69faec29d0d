namespace HelpLightning.Sandbox;

/// <summary>
/// The sandbox's clock: the host's, moved on request, or standing still. Tokens are issued and checked by it, and it
/// makes the times in the data. Waiting (timers, durations) is left to the host's clock.
/// </summary>
/// <remarks>
/// It is a <see cref="TimeProvider"/>, so that a client under test can go by it. Safe to use from several threads. It must
/// stay within a hundred years of the host's clock; what would lead farther changes nothing.
/// </remarks>
public sealed class SandboxClock : TimeProvider
{
    /// <summary>Beyond this a year would leave what JWTs and SQLite text order can hold.</summary>
    private static readonly TimeSpan Farthest = TimeSpan.FromDays(365 * 100);

    /// <summary>A clock that went on by more than this between two lines has jumped, or the machine is busy, which does no harm.</summary>
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(100);

    private readonly TimeProvider _host;
    private readonly State _initial;
    private readonly Lock _lock = new();
    private readonly AsyncLocal<TimeSpan> _requestOffset = new();
    private State _state;
    private TaskCompletionSource _moved = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal SandboxClock(TimeProvider host, TimeSpan offset, TimeSpan dateSkew)
    {
        _host = host;
        _initial = new State(offset, null, dateSkew);
        _state = _initial;
    }

    /// <summary>That of the host's clock.</summary>
    public override TimeZoneInfo LocalTimeZone => _host.LocalTimeZone;

    /// <summary>That of the host's clock, which measures durations.</summary>
    public override long TimestampFrequency => _host.TimestampFrequency;

    /// <summary>Whether it stands still.</summary>
    public bool IsFrozen => Volatile.Read(ref _state).FrozenAt is not null;

    /// <summary>What timers and durations run on.</summary>
    internal TimeProvider Host => _host;

    /// <summary>How far it is ahead of the host's clock; while frozen, at this moment.</summary>
    internal TimeSpan Offset
    {
        get
        {
            State state = Volatile.Read(ref _state);
            return state.FrozenAt is { } instant ? instant - _host.GetUtcNow() : state.Offset;
        }
    }

    /// <summary>How far the <c>Date</c> header is ahead of the clock that tokens are checked by.</summary>
    internal TimeSpan DateSkew => Volatile.Read(ref _state).DateSkew;

    /// <summary>What the <c>Date</c> header says.</summary>
    internal DateTimeOffset DateHeader => GetUtcNow() + DateSkew;

    /// <summary>What it shows: tokens are issued and checked by this.</summary>
    public override DateTimeOffset GetUtcNow()
    {
        State state = Volatile.Read(ref _state);
        return (state.FrozenAt ?? _host.GetUtcNow() + state.Offset) + _requestOffset.Value;
    }

    /// <summary>That of the host's clock: moving this one makes nothing last longer.</summary>
    public override long GetTimestamp() => _host.GetTimestamp();

    /// <summary>Runs on the host's clock.</summary>
    /// <param name="callback">What it does.</param>
    /// <param name="state">What it does it with.</param>
    /// <param name="dueTime">When it is done first.</param>
    /// <param name="period">How often it is done then.</param>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        _host.CreateTimer(callback, state, dueTime, period);

    /// <summary>
    /// Moves it on, or back with a negative time; a stopped clock stays stopped. A webhook's retries that become due are made.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It would be more than a hundred years away from the host's clock.</exception>
    public void Advance(TimeSpan by) => Change(state =>
    {
        RequireNear((state.FrozenAt ?? _host.GetUtcNow() + state.Offset) + by);
        return state with { Offset = state.Offset + by, FrozenAt = state.FrozenAt + by };
    });

    /// <summary>Stops it, where it is or at an instant.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The instant is more than a hundred years away from the host's clock.</exception>
    public void Freeze(DateTimeOffset? at = null) => Change(state =>
    {
        DateTimeOffset instant = at ?? state.FrozenAt ?? _host.GetUtcNow() + state.Offset;
        RequireNear(instant);
        return state with { FrozenAt = instant };
    });

    /// <summary>Lets a stopped clock run on from where it stands.</summary>
    public void Unfreeze() => Change(state =>
        state.FrozenAt is { } instant ? state with { Offset = instant - _host.GetUtcNow(), FrozenAt = null } : state);

    /// <summary>Makes the <c>Date</c> header say another time than tokens are checked by: positive is ahead.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is more than a hundred years.</exception>
    public void SkewDateHeader(TimeSpan by) => Change(state =>
    {
        RequireNear(_host.GetUtcNow() + state.Offset + by);
        return state with { DateSkew = by };
    });

    /// <summary>Back to what it was when the sandbox started.</summary>
    public void Reset() => Change(_ => _initial);

    /// <summary>How it is set, to come back to when something fails.</summary>
    internal Snapshot Save() => new(Volatile.Read(ref _state));

    internal void Restore(Snapshot snapshot) => Change(_ => snapshot.State);

    /// <summary>From here on, for the request being answered alone, the clock is this far off.</summary>
    internal void ShiftThisRequest(TimeSpan by) => _requestOffset.Value = by;

    /// <summary>Waits until the clock shows an instant, by running or by being moved.</summary>
    internal async Task WaitUntilAsync(DateTimeOffset instant, CancellationToken cancellationToken)
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
            Task delay = Task.Delay(wait, _host, enough.Token);

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
        (instant - _host.GetUtcNow()).Duration(), Farthest, "the clock's distance from the host's");

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
