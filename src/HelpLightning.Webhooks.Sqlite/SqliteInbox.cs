using System.Runtime.CompilerServices;
using System.Threading.Channels;
using HelpLightning.Webhooks.Sqlite.Administration;
using HelpLightning.Webhooks.Sqlite.Storage;
using HelpLightning.Webhooks.Sqlite.Work;

namespace HelpLightning.Webhooks.Sqlite;

/// <summary>
/// An inbox in a SQLite file, for one receiver on one machine. Events that come at the same time share one flush of the disk. Repeats are
/// recognised within <see cref="InboxOptions.DuplicateWindow"/>, for up to 250,000 events; those of attachments for as long as the first is
/// kept, by uuid and number.
/// </summary>
public sealed class SqliteInbox : GroupCommitInbox
{
    /// <summary>The most events that share one flush.</summary>
    private const int LargestGroup = 512;

    /// <summary>How long a change goes unseen that another program has made in the file.</summary>
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    private readonly StoreThread _thread = new();
    private readonly InboxFile _file;
    private readonly EventStore _store;
    private readonly EventList _list;
    private readonly ClaimLedger? _ledger;

    /// <summary>Something may have become claimable. Told many times is told once.</summary>
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private SqliteInbox(InboxFile file, InboxOptions options, bool isReceiver)
        : base(options, writers: 1, LargestGroup)
    {
        _file = file;
        _store = new EventStore(file.Connection, options);
        _list = new EventList(file.Connection, options.TimeProvider);
        _ledger = isReceiver ? new ClaimLedger(_store, options.TimeProvider) : null;
    }

    /// <summary>
    /// Opens the inbox in a file, or makes it: its owner's alone (mode 0600), with its folder. One process at a time may.
    /// </summary>
    /// <exception cref="InboxUnavailableException">Another process receives into it, or it cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is another program's database, or of a later version.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static SqliteInbox Open(string path, InboxOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        return Make(InboxFile.Receive(Path.GetFullPath(path)), options, isReceiver: true);
    }

    /// <summary>
    /// Opens the inbox in a file to list, retry, discard and replay, while a receiver runs on it or not. It takes and gives no events.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="InboxUnavailableException">It cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is another program's database, or of a later version.</exception>
    public static SqliteInbox OpenToAdminister(string path, InboxOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ArgumentNullException.ThrowIfNull(options);
        return Make(InboxFile.Administer(Path.GetFullPath(path)), options, isReceiver: false);
    }

    /// <summary>An inbox that ends with the program: for tests, and for a look at what comes.</summary>
    public static SqliteInbox OpenInMemory(InboxOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Make(InboxFile.InMemory(), options, isReceiver: true);
    }

    /// <inheritdoc/>
    public override async ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ClaimLedger ledger = Ledger();
        return await _thread.RunAsync(() => ledger.Claim(limit), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask RenewAsync(CancellationToken cancellationToken = default)
    {
        ClaimLedger ledger = Ledger();
        await _thread.RunAsync(ledger.Renew, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override async ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(settlements);
        ClaimLedger ledger = Ledger();
        await _thread.RunAsync(() => ledger.Settle(settlements), cancellationToken).ConfigureAwait(false);
        _signal.Writer.TryWrite(true);
    }

    /// <inheritdoc/>
    public override async Task WaitForEventsAsync(CancellationToken cancellationToken = default)
    {
        ClaimLedger ledger = Ledger();
        try
        {
            DateTimeOffset? due = await _thread.LookAsync(ledger.NextDue, cancellationToken).ConfigureAwait(false);
            TimeSpan untilDue = due - Options.TimeProvider.GetUtcNow() ?? Poll;
            TimeSpan wait = TimeSpan.FromMilliseconds(Math.Clamp(untilDue.TotalMilliseconds, 1, Poll.TotalMilliseconds));
            using CancellationTokenSource time = new(wait, Options.TimeProvider);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, time.Token);
            await _signal.Reader.ReadAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The time is over.
        }
        catch (InboxUnavailableException)
        {
            await Task.Delay(Poll, Options.TimeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override async IAsyncEnumerable<InboxEvent> ListAsync(
        InboxQuery query, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        long before = long.MaxValue;
        long left = query.Limit ?? long.MaxValue;
        while (left > 0)
        {
            // In steps, so that a long list does not hold up what comes.
            EventPage page = await _thread.LookAsync(() => _list.Page(query, before), cancellationToken).ConfigureAwait(false);
            foreach (InboxEvent found in page.Events)
            {
                yield return found;
                if (--left == 0)
                {
                    yield break;
                }
            }

            if (page.NextBefore is not { } next)
            {
                yield break;
            }

            before = next;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<InboxEvent?> FindAsync(long id, CancellationToken cancellationToken = default) =>
        await _thread.LookAsync(() => _store.Find(id), cancellationToken).ConfigureAwait(false);

    /// <inheritdoc/>
    public override ValueTask<long> RetryAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        ChangeAsync(query, EventChange.Retry, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long> DiscardAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        ChangeAsync(query, EventChange.Discard, cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<long> ReplayAsync(InboxQuery query, CancellationToken cancellationToken = default) =>
        ChangeAsync(query, EventChange.Replay, cancellationToken);

    /// <inheritdoc/>
    public override async ValueTask<InboxStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        await _thread.LookAsync(
            () => _list.Status(_ledger is null ? null : (_ledger.New, _ledger.OldestNew), _store.LookedThrough), cancellationToken)
            .ConfigureAwait(false);

    /// <inheritdoc/>
    public override async ValueTask<long> PruneAsync(DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        long pruned = 0;
        long after = 0;
        while (true)
        {
            (int removed, long? next) = await _thread.RunAsync(() => _list.Prune(before, after), cancellationToken).ConfigureAwait(false);
            pruned += removed;
            if (next is null)
            {
                return pruned;
            }

            after = next.Value;
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync().ConfigureAwait(false);
        await _thread.RunAsync(() =>
        {
            _store.Dispose();
            _file.Dispose();
        }).ConfigureAwait(false);
        await _thread.DisposeAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    protected override async ValueTask WriteAsync(IReadOnlyList<IncomingEvent> batch, IntakeResult[] results)
    {
        Ledger();
        await _thread.RunAsync(() => _store.Insert(batch, results)).ConfigureAwait(false);
        _signal.Writer.TryWrite(true);
    }

    private static SqliteInbox Make(InboxFile file, InboxOptions options, bool isReceiver)
    {
        try
        {
            return new SqliteInbox(file, options, isReceiver);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private ClaimLedger Ledger() =>
        _ledger ?? throw new InvalidOperationException(
            "This inbox was opened to administer it. Open it with SqliteInbox.Open to work on it.");

    private async ValueTask<long> ChangeAsync(InboxQuery query, EventChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        long changed = 0;
        long before = long.MaxValue;
        while (true)
        {
            (int count, long? next) =
                await _thread.RunAsync(() => _list.Change(query, change, before), cancellationToken).ConfigureAwait(false);
            changed += count;
            if (next is null)
            {
                _signal.Writer.TryWrite(true);
                return changed;
            }

            before = next.Value;
        }
    }
}
