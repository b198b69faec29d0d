namespace HelpLightning.Webhooks;

/// <summary>
/// An inbox before another one, to which it passes everything on: to measure, to log, to change what a call does, override that call
/// alone. It is as safe for many threads as what is overridden.
/// </summary>
public abstract class DelegatingInbox : IWebhookInbox
{
    /// <summary>
    /// The inbox behind this one. It is asked for at each call, so that it can come later or be replaced by another one; what it throws
    /// is thrown by the call.
    /// </summary>
    protected abstract IWebhookInbox Inner { get; }

    /// <inheritdoc/>
    public virtual ValueTask<IntakeResult> AcceptAsync(IncomingEvent incoming, CancellationToken cancellationToken = default) =>
        Inner.AcceptAsync(incoming, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken = default) =>
        Inner.ClaimAsync(limit, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask RenewAsync(CancellationToken cancellationToken = default) => Inner.RenewAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken = default) =>
        Inner.SettleAsync(settlements, cancellationToken);

    /// <inheritdoc/>
    public virtual Task WaitForEventsAsync(CancellationToken cancellationToken = default) => Inner.WaitForEventsAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual IAsyncEnumerable<InboxEvent> ListAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        Inner.ListAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        Inner.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        Inner.RetryAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> DiscardAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        Inner.DiscardAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        Inner.ReplayAsync(query, cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<InboxStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        Inner.GetStatusAsync(cancellationToken);

    /// <inheritdoc/>
    public virtual ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        Inner.PruneAsync(before, cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await CloseAsync().ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>
    /// What it is to be disposed of: the inbox behind this one is disposed of too. To be overridden where that belongs to somebody else.
    /// </summary>
    protected virtual ValueTask CloseAsync() => Inner.DisposeAsync();
}
