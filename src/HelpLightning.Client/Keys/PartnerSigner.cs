using System.Runtime.ExceptionServices;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Client;

/// <summary>
/// Signs partner tokens with the key in force. A key file that changes is read again: looked at every few seconds while
/// tokens are signed, and at once when a token is refused. A new file that cannot be used leaves the old key in place.
/// Nothing here is waited for under a lock: one request looks, the others go on with the key that is there.
/// </summary>
internal sealed class PartnerSigner : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    /// <summary>Who writes a key file in its place is done within milliseconds.</summary>
    private static readonly TimeSpan WritingTime = TimeSpan.FromMilliseconds(100);

    /// <summary>After so many, what is there is not half written any more: it is wrong.</summary>
    private const int LooksWhileWritten = 5;

    private readonly TimeProvider _clock;
    private readonly ClientTelemetry _telemetry;
    private readonly KeyOrigin _origin;
    private readonly KeyRing _keys;
    private readonly KeyAlarm _alarm;
    private readonly SharedToken _token;
    private Task<bool>? _look;
    private long _lookedAt;
    private int _uselessLooks;
    private long _uselessSince;

    public PartnerSigner(HelpLightningOptions options, TimeProvider clock, ClientTelemetry telemetry)
    {
        _clock = clock;
        _telemetry = telemetry;
        _origin = KeyOrigin.Of(options, clock);
        _keys = new KeyRing(_origin.Load());
        _alarm = new KeyAlarm(_origin.Name, telemetry);
        _token = new SharedToken(clock, SignNowAsync);

        // What is looked at only when something is wrong, is looked at the first time that it is.
        _lookedAt = clock.GetTimestamp() - (_origin.IsCheapToLookAt ? 0 : (long)(LookEvery.TotalSeconds * clock.TimestampFrequency));
    }

    /// <summary>What is wrong with the key that should be in force, so that another signs; null when all is well.</summary>
    public string? Alarm => _alarm.Text;

    /// <summary>Which key signs now.</summary>
    public string Thumbprint => _keys.InUse.Key.Thumbprint;

    private TimeSpan LookAfter => _uselessLooks is > 0 and < LooksWhileWritten ? WritingTime : LookEvery;

    /// <summary>
    /// Before this one takes another's place, for the same site with another key: the service may not know the new key yet.
    /// </summary>
    public void KeepAtHand(PartnerSigner replaced)
    {
        if (replaced.Thumbprint != Thumbprint)
        {
            _keys.KeepAtHand(replaced._keys);
        }
    }

    /// <summary>Sees whether the key has changed, when it is time to: for who uses what was got with the key, and signs nothing.</summary>
    public ValueTask FollowAsync(CancellationToken cancellationToken) =>
        _origin.IsCheapToLookAt && IsTimeToLook() && TryBeginLook(isRefused: false, out Task<bool> look)
            ? new ValueTask(look.WaitAsync(cancellationToken))
            : default;

    /// <summary>A token for one sending: the one that signing now would make, or one in use again where the options allow it.</summary>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    /// <exception cref="ConnectionReplacedException">Other settings are in force by now.</exception>
    public ValueTask<string?> SignAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        if (_origin.IsCheapToLookAt && IsTimeToLook() && TryBeginLook(isRefused: false, out Task<bool> look))
        {
            return LookAndSignAsync(look, request, cancellationToken);
        }

        ThrowIfReplaced();
        ValueTask<SignedToken> signing = _token.GetAsync(_keys.InUse.Key.TokenReuse, cancellationToken);
        return signing.IsCompletedSuccessfully ? new ValueTask<string?>(Note(request, signing.Result)) : NoteAsync(request, signing);
    }

    /// <summary>
    /// After a refusal: forget a token in use, see whether another key has come, and if not whether the one before is still taken.
    /// </summary>
    /// <param name="refused">The request whose token was refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask RenewAsync(RequestCredentials refused, CancellationToken cancellationToken)
    {
        _token.Forget(refused.Signed);
        if (IsReplaced(refused.SignedBy))
        {
            // Another key has come since: the next token is signed with that, and the file need not be read for each request.
            return;
        }

        if (_origin.CanChange && (_origin.IsCheapToLookAt || IsTimeToLook()))
        {
            await LookForAnotherAsync(refused.SignedBy, cancellationToken).ConfigureAwait(false);
            if (IsReplaced(refused.SignedBy))
            {
                return;
            }
        }

        if (_keys.IsOnTrial && !refused.HasCorrectedClock)
        {
            _alarm.Refused(_keys.Refused(refused.SignedBy));
            _token.Forget();
        }
    }

    /// <summary>
    /// Is there a key that the server may have come to know since it refused this request? It was refused with the newest key, then
    /// with the one before when the server took the newest in between.
    /// </summary>
    public bool HasAnotherKey(RequestCredentials refused) => _keys.IsOnTrial || IsReplaced(refused.SignedBy);

    /// <summary>After a success: a new key that the server takes needs no other beside it.</summary>
    public void Accepted(RequestCredentials request)
    {
        if (_keys.IsOnTrial && _keys.Accepted(request.SignedBy))
        {
            _alarm.Refused(isOlderInUse: false);
        }
    }

    public void Dispose()
    {
        _keys.Dispose();
        _alarm.Dispose();
    }

    private bool IsTimeToLook() => _clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookAfter;

    private bool IsReplaced(KeyTurn? turn) => turn is not null && turn.Key != _keys.InUse.Key;

    private async ValueTask LookForAnotherAsync(KeyTurn? present, CancellationToken cancellationToken)
    {
        if (!TryBeginLook(isRefused: true, out Task<bool> look))
        {
            // One that began before the refusal may have read the old file.
            _ = await look.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (IsReplaced(present))
            {
                return;
            }

            _ = TryBeginLook(isRefused: true, out look);
        }

        for (int looks = 1;
            await look.WaitAsync(cancellationToken).ConfigureAwait(false) && looks < LooksWhileWritten && _origin.IsCheapToLookAt; looks++)
        {
            // Half written, or about to be, it seems: to sign with the old key once more would be refused once more.
            await Task.Delay(WritingTime, cancellationToken).ConfigureAwait(false);
            _ = TryBeginLook(isRefused: true, out look);
        }
    }

    private async ValueTask<string?> LookAndSignAsync(Task look, RequestCredentials request, CancellationToken cancellationToken)
    {
        await look.WaitAsync(cancellationToken).ConfigureAwait(false);
        return await SignAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<string?> NoteAsync(RequestCredentials request, ValueTask<SignedToken> signing) =>
        Note(request, await signing.ConfigureAwait(false));

    private static string Note(RequestCredentials request, SignedToken token)
    {
        (request.Signed, request.SignedBy) = (token.Value, token.By);
        return token.Value;
    }

    private ValueTask<SignedToken> SignNowAsync()
    {
        while (true)
        {
            ThrowIfReplaced();
            KeyTurn turn = _keys.InUse;
            try
            {
                ValueTask<PartnerToken> signing = turn.Key.Signer.SignAsync(CancellationToken.None);
                return signing.IsCompletedSuccessfully
                    ? new ValueTask<SignedToken>(Counted(signing.Result, turn))
                    : FinishAsync(signing, turn);
            }
            catch (PartnerSigningException e) when (MayHaveMoved(turn))
            {
                return SignAfterLookAsync(turn, e);
            }
            catch (ObjectDisposedException)
            {
                // Replaced between the first two lines: the new one is there already, unless other settings are in force.
                ThrowIfReplaced();
                if (turn == _keys.InUse)
                {
                    throw;
                }
            }
        }
    }

    private async ValueTask<SignedToken> FinishAsync(ValueTask<PartnerToken> signing, KeyTurn turn)
    {
        try
        {
            return Counted(await signing.ConfigureAwait(false), turn);
        }
        catch (PartnerSigningException e) when (MayHaveMoved(turn))
        {
            return await SignAfterLookAsync(turn, e).ConfigureAwait(false);
        }
    }

    /// <summary>Hardware that does not sign may hold another key under the same name by now.</summary>
    private bool MayHaveMoved(KeyTurn turn) =>
        _origin is { CanChange: true, IsCheapToLookAt: false } && (turn != _keys.InUse || IsTimeToLook());

    private async ValueTask<SignedToken> SignAfterLookAsync(KeyTurn turn, PartnerSigningException failure)
    {
        await LookForAnotherAsync(turn, CancellationToken.None).ConfigureAwait(false);
        if (!IsReplaced(turn))
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return await SignNowAsync().ConfigureAwait(false);
    }

    private static SignedToken Counted(PartnerToken token, KeyTurn turn)
    {
        ClientTelemetry.TokenSigned();
        return new SignedToken(token.Reveal(), turn);
    }

    private void ThrowIfReplaced()
    {
        if (_keys.IsDisposed)
        {
            throw new ConnectionReplacedException();
        }
    }

    /// <param name="isRefused">The server refuses the present key.</param>
    /// <param name="look">
    /// The look at the file that is under way: this one, or another's. It ends with true when the file cannot be used now.
    /// </param>
    /// <returns>True when it is this one.</returns>
    private bool TryBeginLook(bool isRefused, out Task<bool> look)
    {
        TaskCompletionSource<bool> mine = new(TaskCreationOptions.RunContinuationsAsynchronously);
        Task<bool>? running = Interlocked.CompareExchange(ref _look, mine.Task, null);
        look = running ?? mine.Task;
        if (running is not null)
        {
            return false;
        }

        // On a thread of its own: a disk that hangs holds up the request that looks and no other.
        _ = Task.Run(() =>
        {
            bool isUnusable = false;
            try
            {
                isUnusable = !LoadChange(isRefused);
            }
            finally
            {
                Volatile.Write(ref _lookedAt, _clock.GetTimestamp());
                Volatile.Write(ref _look, null);
                mine.SetResult(isUnusable);
            }
        });
        return true;
    }

    /// <returns>False when what is there cannot be used.</returns>
    private bool LoadChange(bool isRefused)
    {
        try
        {
            if (_origin.LoadChange(isRefused) is { } fresh)
            {
                _keys.Add(fresh);
                _token.Forget();
                ClientLog.KeyReplaced(_telemetry.Log, fresh.IsCandidate ? _origin.Name + ".next" : _origin.Name);
            }

            _uselessLooks = 0;
            _alarm.Unusable(reason: null);
            return true;
        }
        catch (Exception e)
        {
            // Whatever it is: the key that is there goes on signing, and the next look will tell.
            long now = _clock.GetTimestamp();
            _uselessSince = _uselessLooks++ == 0 ? now : _uselessSince;
            if (_uselessLooks >= LooksWhileWritten || _clock.GetElapsedTime(_uselessSince, now) >= LooksWhileWritten * WritingTime
                || !_origin.IsCheapToLookAt)
            {
                _alarm.Unusable(e.Message);
            }

            return false;
        }
    }
}
