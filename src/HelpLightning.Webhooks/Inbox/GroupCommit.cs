using System.Threading.Channels;

namespace HelpLightning.Webhooks;

/// <summary>
/// Many senders, one flush of the disk: what came while a group was being written is the next group. A store that stalls or fails costs
/// its senders an answer, never the events an unbounded queue.
/// </summary>
internal sealed class GroupCommit : IAsyncDisposable
{
    /// <param name="batch">What to write, in this order.</param>
    /// <param name="results">What became of each.</param>
    public delegate ValueTask Write(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results);

    private readonly Channel<PendingEvent> _queue;
    private readonly Write _write;
    private readonly InboxOptions _options;
    private readonly int _largest;

    /// <summary>Whoever takes from the queue holds it, so that what has waited too long can be taken out of it.</summary>
    private readonly Lock _taking = new();
    private readonly List<PendingEvent>?[] _underWay;
    private readonly Task[] _writers;
    private readonly ITimer _watch;
    private readonly TimeSpan _period;
    private int _isWatched;

    /// <param name="write">Writes a group as a whole or throws.</param>
    /// <param name="writers">How many groups may be under way at once.</param>
    /// <param name="largest">The most events of a group.</param>
    /// <param name="options">Time and room.</param>
    public GroupCommit(Write write, int writers, int largest, InboxOptions options)
    {
        options.Check();
        _write = write;
        _options = options;
        _largest = largest;
        _queue = Channel.CreateBounded<PendingEvent>(new BoundedChannelOptions(options.QueueCapacity) { SingleReader = writers == 1 });
        _underWay = new List<PendingEvent>?[writers];

        // They outlive the request that makes the inbox, whose trace must not become theirs.
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        _writers = [.. Enumerable.Range(0, writers).Select(writer => Task.Run(() => WriteAllAsync(writer)))];
        _period = options.AnswerWithin / 20;
        _watch = options.TimeProvider.CreateTimer(
            static state => ((GroupCommit)state!).Look(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public ValueTask<IntakeResult> AcceptAsync(IncomingEvent incoming)
    {
        PendingEvent pending = new(incoming, _options.TimeProvider.GetTimestamp());
        if (!_queue.Writer.TryWrite(pending))
        {
            return ValueTask.FromException<IntakeResult>(new InboxUnavailableException(
                _queue.Reader.Completion.IsCompleted
                    ? "The inbox is closed."
                    : $"{_options.QueueCapacity} events wait for the store already. It is too slow, or stalls."));
        }

        Watch();
        return pending.Answer;
    }

    /// <summary>What was taken is written first.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await Task.WhenAll(_writers).ConfigureAwait(false);
        await _watch.DisposeAsync().ConfigureAwait(false);
    }

    private async Task WriteAllAsync(int writer)
    {
        List<PendingEvent> group = new(_largest);
        List<IncomingEvent> batch = new(_largest);
        while (await _queue.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            group = Take(writer, group);
            if (group.Count == 0)
            {
                continue;
            }

            batch.Clear();
            batch.AddRange(group.Select(static p => p.Incoming));
            await WriteAsync(group, batch).ConfigureAwait(false);
            lock (_taking)
            {
                _underWay[writer] = null;
                group.Clear();
            }
        }
    }

    private List<PendingEvent> Take(int writer, List<PendingEvent> group)
    {
        lock (_taking)
        {
            while (group.Count < _largest && _queue.Reader.TryRead(out PendingEvent? pending))
            {
                group.Add(pending);
            }

            _underWay[writer] = group;
            return group;
        }
    }

    private async ValueTask WriteAsync(List<PendingEvent> group, List<IncomingEvent> batch)
    {
        IntakeResult[] results = new IntakeResult[batch.Count];
        try
        {
            await _write(batch, results).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not InboxUnavailableException && batch.Count > 1)
        {
            // One of them may be what the store cannot take. The others must not suffer for it.
            foreach (PendingEvent pending in group)
            {
                await WriteAsync([pending], [pending.Incoming]).ConfigureAwait(false);
            }

            return;
        }
        catch (Exception e)
        {
            InboxUnavailableException told = e as InboxUnavailableException ?? new InboxUnavailableException(e.Message, e);
            foreach (PendingEvent pending in group)
            {
                pending.Fail(told);
            }

            return;
        }

        for (int i = 0; i < group.Count; i++)
        {
            group[i].Succeed(results[i]);
        }
    }

    /// <summary>The timer runs only while somebody waits.</summary>
    private void Watch()
    {
        if (Volatile.Read(ref _isWatched) == 0 && Interlocked.Exchange(ref _isWatched, 1) == 0)
        {
            _watch.Change(_period, Timeout.InfiniteTimeSpan);
        }
    }

    private void Look()
    {
        GiveUpOverdue();

        // What comes from here on sees that nobody watches; what came before is seen here.
        Interlocked.Exchange(ref _isWatched, 0);
        bool somebodyWaits;
        lock (_taking)
        {
            somebodyWaits = Array.Exists(_underWay, static group => group is not null) || _queue.Reader.TryPeek(out _);
        }

        if (somebodyWaits)
        {
            Watch();
        }
    }

    /// <summary>
    /// One timer for all, as one for each event would cost more than the event. What is under way may still be stored: then its
    /// sender's next attempt is a repeat.
    /// </summary>
    private void GiveUpOverdue()
    {
        List<PendingEvent> overdue = [];
        lock (_taking)
        {
            foreach (List<PendingEvent>? group in _underWay)
            {
                overdue.AddRange(group?.Where(IsOverdue) ?? []);
            }

            while (_queue.Reader.TryPeek(out PendingEvent? first) && IsOverdue(first) && _queue.Reader.TryRead(out _))
            {
                overdue.Add(first);
            }
        }

        if (overdue.Count > 0)
        {
            InboxUnavailableException late = new($"The store has not answered within {_options.AnswerWithin.TotalSeconds:0.##} s.");
            overdue.ForEach(pending => pending.Fail(late));
        }
    }

    private bool IsOverdue(PendingEvent pending) =>
        _options.TimeProvider.GetElapsedTime(pending.Since) >= _options.AnswerWithin - _period;
}
