namespace HelpLightning.Webhooks;

/// <summary>
/// Keeps events until they are handled: intake for receivers, work for workers, and what people do when something went wrong.
/// Everything may be called from many threads at once.
/// <para>
/// An event that was taken is handled at least once, whatever is killed, and not known to be handled only once: a worker that ends
/// between handling and <see cref="SettleAsync"/> leaves it to another one.
/// </para>
/// </summary>
public interface IWebhookInbox : IAsyncDisposable
{
    /// <summary>Takes an event, durably: when the task is completed, the event has outlived a loss of power.</summary>
    /// <exception cref="InboxUnavailableException">
    /// The store fails, has no room, has too many waiting before it, or has not answered in time.
    /// </exception>
    ValueTask<IntakeResult> AcceptAsync(IncomingEvent incoming, CancellationToken cancellationToken = default);

    /// <summary>
    /// Takes events that are due to work on, in the order in which they came. Of a call there are either several in a row, to be handled
    /// one after the other, or none while an earlier one is claimed or waits. What is claimed is given to nobody else until it is
    /// settled or its worker is gone.
    /// </summary>
    /// <param name="limit">The most to give.</param>
    /// <param name="cancellationToken">Ends the wait for the store.</param>
    /// <returns>None when nothing is due.</returns>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken = default);

    /// <summary>Tells that what this inbox has claimed is still being worked on. To be called every few seconds meanwhile.</summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask RenewAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes down what became of claimed events; it may be told again after a failure. What another worker has settled meanwhile, as
    /// this one was taken for gone, stays as it is.
    /// </summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken = default);

    /// <summary>Completes when there may be something to claim, or after a while; never with an error of the store.</summary>
    Task WaitForEventsAsync(CancellationToken cancellationToken = default);

    /// <summary>Lists events, the newest first, without their bodies.</summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    IAsyncEnumerable<InboxEvent> ListAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>One event with its body; null when there is none of that number.</summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken = default);

    /// <summary>Makes dead and waiting events due now, with all their attempts before them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>Puts events aside that are neither handled nor aside.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<long> DiscardAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>Has events that were handled, died or were put aside handled again, by all handlers.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken = default);

    /// <summary>How it is doing.</summary>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<InboxStatus> GetStatusAsync(CancellationToken cancellationToken = default);

    /// <summary>Removes events that came before a time and are handled or put aside. Those that a person has to see stay.</summary>
    /// <returns>How many; a store that drops whole days may keep some a day longer.</returns>
    /// <exception cref="InboxUnavailableException">The store fails.</exception>
    ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default);
}
