using HelpLightning.Webhooks.PostgreSql.Storage;
using Npgsql;

namespace HelpLightning.Webhooks.PostgreSql.Work;

/// <summary>
/// One of those who work on an inbox. Who works on which call is on the board, which all of them read and write under one lock; so an
/// event is never given out while another worker has an earlier one of its call.
/// </summary>
internal sealed class Crew : IDisposable
{
    /// <summary>Events that are looked at ahead.</summary>
    private const int LookAhead = 512;

    /// <summary>How often to look again for numbers that are missing, before saying that there is nothing.</summary>
    private const int LooksAtGap = 5;

    /// <summary>However few are asked for, so that what cannot be claimed does not hide what can.</summary>
    private const int LeastCandidates = 64;

    private static readonly TimeSpan GapPause = TimeSpan.FromMilliseconds(2);

    private readonly Store _store;
    private readonly WorkSql _sql;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _lease;
    private readonly long _worker = Random.Shared.NextInt64(long.MaxValue);
    private readonly SemaphoreSlim _turn = new(1);
    private Backlog? _backlog;

    /// <summary>The board has no row below this one.</summary>
    private long _oldestRow;

    /// <summary>The last look has shown fewer than were asked for: what has come since is to be looked at.</summary>
    private bool _isShort = true;

    /// <summary>It has let go of something that it still holds on the board.</summary>
    private bool _isToBeTold;
    private long _heardOf;
    private long _writtenFloor;

    public Crew(Store store, TimeSpan lease, TimeProvider clock)
    {
        _store = store;
        _sql = new WorkSql(store.Schema);
        _lease = lease;
        _clock = clock;
    }

    /// <summary>The next numbers are missing, and come within moments.</summary>
    public bool IsAtGap => _backlog is { IsAtGap: true };

    public ValueTask<IReadOnlyList<InboxEvent>> ClaimAsync(int limit, CancellationToken cancellationToken) => InTurnAsync(
        async cancel =>
        {
            Backlog backlog = _backlog ??= new Backlog(await FloorAsync(cancel).ConfigureAwait(false), TimeProvider.System);
            if (backlog.HoldsAny && _clock.GetElapsedTime(_heardOf) >= _lease)
            {
                backlog.Release();
                _isToBeTold = true;
            }

            // Other workers may have taken all that this one knows of; then there may be more behind.
            while (true)
            {
                List<(long Id, long Call)> candidates = await CandidatesAsync(backlog, limit, cancel).ConfigureAwait(false);
                int known = backlog.Count;
                IReadOnlyList<InboxEvent> taken = candidates.Count == 0
                    ? []
                    : await _store.RunAsync((c, x) => TakeAsync(c, backlog, candidates, limit, x), cancel).ConfigureAwait(false);
                if (taken.Count > 0 || backlog.Count == known)
                {
                    return taken;
                }
            }
        },
        cancellationToken);

    public ValueTask<int> RenewAsync(CancellationToken cancellationToken) => InTurnAsync(
        async cancel =>
        {
            if (_backlog is not { } backlog)
            {
                return 0;
            }

            _heardOf = _clock.GetTimestamp();
            if (backlog.HoldsAny || _isToBeTold)
            {
                await TellAsync(backlog, cancel).ConfigureAwait(false);
            }

            await WriteFloorAsync(backlog, cancel).ConfigureAwait(false);
            return 0;
        },
        cancellationToken);

    public async ValueTask SettleAsync(IReadOnlyList<Settlement> settlements, CancellationToken cancellationToken)
    {
        if (settlements.Count == 0)
        {
            return;
        }

        // It is on disk before others may go on with the calls.
        await _store.RunAsync((c, cancel) => SettleBatch.WriteAsync(c, _sql.Settle, settlements, cancel), cancellationToken)
            .ConfigureAwait(false);
        await InTurnAsync(
            async cancel =>
            {
                foreach (Settlement settlement in settlements)
                {
                    _isToBeTold |= _backlog?.Settle(settlement.Event.Id) == true;
                }

                return _isToBeTold ? await TellAsync(_backlog!, cancel).ConfigureAwait(false) : 0;
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets go of what it has in hand, so that others need not wait for the lease to end.</summary>
    public ValueTask<int> LeaveAsync(CancellationToken cancellationToken) => InTurnAsync(
        async cancel =>
        {
            if (_backlog is { } backlog)
            {
                backlog.Release();
                await WriteFloorAsync(backlog, cancel).ConfigureAwait(false);
                await TellAsync(backlog, cancel).ConfigureAwait(false);
            }

            return 0;
        },
        cancellationToken);

    /// <summary>No event up to this one is new.</summary>
    public async ValueTask<long> FloorAsync(CancellationToken cancellationToken) => (long)(await _store.RunAsync(
        (c, cancel) => c.AskAsync(_sql.Floor, cancel), cancellationToken).ConfigureAwait(false) ?? 0L);

    public void Dispose() => _turn.Dispose();

    private async ValueTask<T> InTurnAsync<T>(Func<CancellationToken, ValueTask<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (ObjectDisposedException e)
        {
            throw new InboxUnavailableException(Store.Closed, e);
        }

        try
        {
            return await work(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async ValueTask<List<(long Id, long Call)>> CandidatesAsync(Backlog backlog, int limit, CancellationToken cancellationToken)
    {
        for (int i = 0; true; i++)
        {
            Look.Question question = new(
                _clock.GetUtcNow(), _worker, _oldestRow, Due: Math.Max(limit, LeastCandidates),
                Next: _isShort && backlog.HasRoom ? Math.Max(limit, LookAhead) : 0);
            Look look = await _store.RunAsync((c, cancel) => Look.AskAsync(c, _sql, backlog, question, cancel), cancellationToken)
                .ConfigureAwait(false);
            List<(long Id, long Call)> candidates = backlog.Candidates(Math.Max(limit, LeastCandidates), look.Due, look.Elsewhere);
            _isShort = candidates.Count < limit;
            if (candidates.Count > 0 || !backlog.IsAtGap || i == LooksAtGap)
            {
                return candidates;
            }

            await Task.Delay(GapPause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<InboxEvent>> TakeAsync(
        NpgsqlConnection connection, Backlog backlog, List<(long Id, long Call)> candidates, int limit, CancellationToken cancellationToken)
    {
        NpgsqlBatch batch = new(connection);
        await using (batch.ConfigureAwait(false))
        {
            batch.Add(_sql.LockBoard);
            batch.Add(
                _sql.Claim,
                Sql.Value(candidates.Select(static c => c.Id).ToArray()), Sql.Value(candidates.Select(static c => c.Call).ToArray()),
                Sql.Value(_clock.GetUtcNow()), Sql.Value(limit), Sql.Value(_worker), Sql.Value(backlog.Held), Sql.Value(_lease),
                Sql.Value(_oldestRow));
            List<InboxEvent> taken = [];
            NpgsqlDataReader rows = await batch.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (rows.ConfigureAwait(false))
            {
                await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
                long? oldest = null;
                List<(long Id, long Call, bool IsNew, Verdict Verdict)> verdicts = [];
                while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    oldest = rows.IsDBNull(3) ? null : rows.GetInt64(3);
                    Verdict verdict = (Verdict)rows.GetInt16(4);
                    verdicts.Add((rows.GetInt64(0), rows.GetInt64(1), rows.GetBoolean(2), verdict));
                    if (verdict == Verdict.Taken)
                    {
                        taken.Add(EventRow.Read(rows, first: 5, hasBody: true));
                    }
                }

                // The transaction ends after the last result: until then nothing is claimed.
                await rows.NextResultAsync(cancellationToken).ConfigureAwait(false);
                _oldestRow = oldest ?? _oldestRow;
                foreach ((long id, long call, bool isNew, Verdict verdict) in verdicts)
                {
                    Apply(backlog, id, call, isNew, verdict);
                }
            }

            if (taken.Count > 0)
            {
                _heardOf = _clock.GetTimestamp();
                _isToBeTold = false;
            }

            return taken;
        }
    }

    private static void Apply(Backlog backlog, long id, long call, bool isNew, Verdict verdict)
    {
        switch (verdict)
        {
            case Verdict.Taken:
                backlog.Take(id, call, isNew);
                break;
            case Verdict.NotNew:
                backlog.Forget(id);
                break;
            default:
                break;
        }
    }

    /// <summary>Writes on the board what it has in hand.</summary>
    private ValueTask<int> TellAsync(Backlog backlog, CancellationToken cancellationToken) => _store.RunAsync(
        async (connection, cancel) =>
        {
            NpgsqlBatch batch = new(connection);
            await using (batch.ConfigureAwait(false))
            {
                batch.Add(_sql.LockBoard);
                batch.Add(_sql.LetGo, Sql.Value(_worker), Sql.Value(_oldestRow));
                if (backlog.HoldsAny)
                {
                    batch.Add(_sql.Hold, Sql.Value(_worker), Sql.Value(backlog.Held), Sql.Value(_lease));
                }

                int written = await batch.ExecuteNonQueryAsync(cancel).ConfigureAwait(false);
                _isToBeTold = false;
                return written;
            }
        },
        cancellationToken);

    private async ValueTask WriteFloorAsync(Backlog backlog, CancellationToken cancellationToken)
    {
        long floor = backlog.Floor();
        if (floor > _writtenFloor)
        {
            await _store.RunAsync((c, cancel) => c.ExecuteAsync(_sql.Progress, cancel, Sql.Value(floor)), cancellationToken)
                .ConfigureAwait(false);
            _writtenFloor = floor;
        }
    }
}
