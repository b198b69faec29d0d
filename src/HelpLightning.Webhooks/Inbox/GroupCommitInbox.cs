namespace HelpLightning.Webhooks;

/// <summary>
/// The part of an inbox that is the same for every store: many receivers, one flush of the disk; an answer within the time that the
/// options set, also when the store stalls; no more events in memory than they allow.
/// </summary>
public abstract class GroupCommitInbox : IWebhookInbox
{
    private readonly GroupCommit _commit;

    /// <param name="options">Time and room.</param>
    /// <param name="writers">How many groups the store can write at once.</param>
    /// <param name="largestGroup">The most events of a group.</param>
    protected GroupCommitInbox(InboxOptions options, int writers, int largestGroup)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(writers, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(largestGroup, 1);
        Options = options;
        _commit = new GroupCommit(WriteAsync, writers, largestGroup, options);
    }

    /// <summary>What the inbox was made with.</summary>
    protected InboxOptions Options { get; }

    /// <inheritdoc/>
    public ValueTask<IntakeResult> AcceptAsync(IncomingEvent incoming, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        return _commit.AcceptAsync(incoming);
    }

    /// <summary>
    /// Writes a group, all or none, and returns when it is on disk. Called by at most as many threads as there are writers.
    /// </summary>
    /// <param name="batch">What to write, in this order. An event may be in it twice.</param>
    /// <param name="results">What became of each, to be filled in.</param>
    /// <exception cref="InboxUnavailableException">
    /// The store fails: all are refused. After another exception each is tried alone.
    /// </exception>
    protected abstract ValueTask WriteAsync(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results);

    /// <summary>Takes no more events, and waits until those that wait are written.</summary>
    public virtual async ValueTask DisposeAsync()
    {
        await _commit.DisposeAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    public abstract ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask RenewAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract Task WaitForEventsAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract IAsyncEnumerable<InboxEvent> ListAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<long> DiscardAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<InboxStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <inheritdoc/>
    public abstract ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
