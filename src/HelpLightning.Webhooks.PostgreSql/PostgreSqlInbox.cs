using System.Diagnostics.CodeAnalysis;
using HelpLightning.Webhooks.PostgreSql.Administration;
using HelpLightning.Webhooks.PostgreSql.Intake;
using HelpLightning.Webhooks.PostgreSql.Schema;
using HelpLightning.Webhooks.PostgreSql.Storage;
using HelpLightning.Webhooks.PostgreSql.Work;

namespace HelpLightning.Webhooks.PostgreSql;

/// <summary>
/// An inbox in PostgreSQL (14 or later), for several receivers and workers on several machines. Each has an inbox object of its own; all
/// with the same database and schema share the events. Events that come at the same time share one flush of the disk. Repeats are
/// recognised whichever receiver they come to, and the events of a call stay in order whichever worker gets them.
/// </summary>
public sealed class PostgreSqlInbox : GroupCommitInbox
{
    /// <summary>While one group waits for the disk, the next is written.</summary>
    private const int Writers = 2;

    /// <summary>The most events that share one flush.</summary>
    private const int LargestGroup = 512;

    private readonly Store _store;
    private readonly IntakeWriter _intake;
    private readonly Crew _crew;
    private readonly EventList _list;
    private readonly EventChanges _changes;
    private readonly Retention _retention;
    private readonly Arrivals _arrivals = new();
    private int _isDisposed;

    private PostgreSqlInbox(Store store, PostgreSqlInboxOptions options)
        : base(options.Inbox, Writers, LargestGroup)
    {
        Partitions partitions = new(store);
        _store = store;
        _intake = new IntakeWriter(store, partitions, options.Inbox);
        _crew = new Crew(store, options.Lease, options.Inbox.TimeProvider);
        _list = new EventList(store);
        _changes = new EventChanges(store, options.Inbox.TimeProvider);
        _retention = new Retention(store, partitions, options.PartitionInterval, options.Inbox.TimeProvider);
    }

    /// <summary>Opens the inbox of a schema, and makes its tables if there are none. Many processes may do so at once.</summary>
    /// <param name="connectionString">Npgsql's: <c>Host=…;Database=…;Username=…;Password=…</c>. What it says of TLS and of pools
    /// holds.</param>
    /// <param name="options">Schema, lease, time and room.</param>
    /// <param name="cancellationToken">Ends the wait for the server.</param>
    /// <exception cref="ArgumentException">The connection string makes no sense, or an option is out of its range.</exception>
    /// <exception cref="InboxUnavailableException">The server cannot be reached, or refuses; the message says why and what to
    /// do.</exception>
    /// <exception cref="InvalidDataException">The tables are of a later version.</exception>
    public static async Task<PostgreSqlInbox> OpenAsync(
        string connectionString, PostgreSqlInboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Store store = Store.Create(connectionString, options.SchemaName);
        try
        {
            await SchemaSetup.RunAsync(store, cancellationToken).ConfigureAwait(false);
            return new PostgreSqlInbox(store, options);
        }
        catch
        {
            await store.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        return await _crew.ClaimAsync(limit, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask RenewAsync(CancellationToken cancellationToken = default) =>
        await _crew.RenewAsync(cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settlements);
        return _crew.SettleAsync(settlements, cancellationToken);
    }

    /// <summary>
    /// Completes at once when this inbox has taken an event, and otherwise after a quarter of a second, for those that others have taken:
    /// a look costs less than to be told of each.
    /// </summary>
    public override Task WaitForEventsAsync(CancellationToken cancellationToken = default) =>
        _arrivals.WaitAsync(isSoon: _crew.IsAtGap, cancellationToken);

    /// <inheritdoc/>
    public override IAsyncEnumerable<InboxEvent> ListAsync(InboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        return _list.ListAsync(query, cancellationToken);
    }

    /// <inheritdoc/>
    public override ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        _list.FindAsync(id, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        long changed = await _changes.RetryAsync(query, cancellationToken).ConfigureAwait(false);
        _arrivals.Signal();
        return changed;
    }

    /// <inheritdoc/>
    public override async ValueTask<long> DiscardAsync(InboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        long floor = await _crew.FloorAsync(cancellationToken).ConfigureAwait(false);
        return await _changes.DiscardAsync(query, floor, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        long changed = await _changes.ReplayAsync(query, cancellationToken).ConfigureAwait(false);
        _arrivals.Signal();
        return changed;
    }

    /// <inheritdoc/>
    public override async ValueTask<InboxStatus> GetStatusAsync(CancellationToken cancellationToken = default)
    {
        long floor = await _crew.FloorAsync(cancellationToken).ConfigureAwait(false);
        return await StatusQuery.RunAsync(_store, floor, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default) =>
        _retention.PruneAsync(before, cancellationToken);

    /// <summary>Writes what was taken, and lets go of what is claimed, so that others need not wait for the lease to end.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whoever ends can do nothing about it, and the lease ends by itself.")]
    public override async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await base.DisposeAsync().ConfigureAwait(false);
        try
        {
            await _crew.LeaveAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (InboxUnavailableException)
        {
            // The lease ends by itself.
        }

        _crew.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask WriteAsync(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results)
    {
        await _intake.WriteAsync(batch, results).ConfigureAwait(false);
        _arrivals.Signal();
    }
}
