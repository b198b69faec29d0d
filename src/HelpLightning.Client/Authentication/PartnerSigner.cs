using System.Security.Cryptography;
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

    private const int LooksWhileWritten = 5;

    private readonly HelpLightningOptions _options;
    private readonly TimeProvider _clock;
    private readonly ClientTelemetry _telemetry;
    private readonly KeyFile? _file;
    private readonly Lock _change = new();
    private volatile KeyInForce _key;
    private volatile ReusedToken? _reused;
    private volatile bool _isDisposed;
    private Task<bool>? _look;
    private long _lookedAt;

    public PartnerSigner(HelpLightningOptions options, TimeProvider clock, ClientTelemetry telemetry)
    {
        _options = options;
        _clock = clock;
        _telemetry = telemetry;
        _file = options.PartnerKeyFile is { } path ? new KeyFile(path) : null;
        _key = KeyInForce.Load(options, clock);
        _lookedAt = clock.GetTimestamp();
    }

    /// <summary>A token for one sending, or for several when the options allow to use one again.</summary>
    /// <exception cref="PartnerSigningException">The key did not sign.</exception>
    /// <exception cref="ConnectionReplacedException">Other settings are in force by now.</exception>
    public ValueTask<string?> SignAsync(RequestCredentials request, CancellationToken cancellationToken)
    {
        if (_file is not null && _clock.GetElapsedTime(Volatile.Read(ref _lookedAt)) >= LookEvery && TryBeginLook(out Task<bool> look))
        {
            return LookAndSignAsync(look, request, cancellationToken);
        }

        ValueTask<SignedToken> signing = _options.TokenReuse > TimeSpan.Zero
            ? ReuseAsync(cancellationToken)
            : SignNowAsync(cancellationToken);
        return signing.IsCompletedSuccessfully ? new ValueTask<string?>(Note(request, signing.Result)) : NoteAsync(request, signing);
    }

    /// <summary>After a refusal: forget a token in use, and see whether the key file has changed.</summary>
    /// <param name="refused">The request whose token was refused.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async ValueTask RenewAsync(RequestCredentials refused, CancellationToken cancellationToken)
    {
        GiveUp(refused.Signed);
        if (_file is null || IsReplaced(refused.SignedBy))
        {
            // Another key has come since: the next token is signed with that, and the file need not be read for each request.
            return;
        }

        if (!TryBeginLook(out Task<bool> look))
        {
            // One that began before the refusal may have read the old file.
            _ = await look.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (IsReplaced(refused.SignedBy))
            {
                return;
            }

            _ = TryBeginLook(out look);
        }

        for (int looks = 1; await look.WaitAsync(cancellationToken).ConfigureAwait(false) && looks < LooksWhileWritten; looks++)
        {
            // Half written, or about to be, it seems: to sign with the old key once more would be refused once more.
            await Task.Delay(WritingTime, cancellationToken).ConfigureAwait(false);
            _ = TryBeginLook(out look);
        }
    }

    public void Dispose()
    {
        lock (_change)
        {
            _isDisposed = true;
            _key.Dispose();
        }
    }

    private bool IsReplaced(KeyInForce? key) => key is not null && key != _key;

    /// <summary>Only the token that was refused: another caller may have had a new one signed, and many are refused at once.</summary>
    private void GiveUp(string? token)
    {
        ReusedToken? kept = _reused;
        if (kept?.Signing.Task is { IsCompletedSuccessfully: true } signing && signing.Result.Value == token)
        {
            Interlocked.CompareExchange(ref _reused, null, kept);
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

    private ValueTask<SignedToken> SignNowAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            KeyInForce key = _key;
            try
            {
                ValueTask<PartnerToken> signing = key.Signer.SignAsync(cancellationToken);
                return signing.IsCompletedSuccessfully
                    ? new ValueTask<SignedToken>(Counted(signing.Result, key))
                    : CountedAsync(signing, key);
            }
            catch (ObjectDisposedException)
            {
                // Replaced between the first two lines: the new one is there already, unless other settings are in force.
                ThrowIfReplaced();
                if (key == _key)
                {
                    throw;
                }
            }
        }
    }

    private static async ValueTask<SignedToken> CountedAsync(ValueTask<PartnerToken> signing, KeyInForce key) =>
        Counted(await signing.ConfigureAwait(false), key);

    private static SignedToken Counted(PartnerToken token, KeyInForce key)
    {
        ClientTelemetry.TokenSigned();
        return new SignedToken(token.Reveal(), key);
    }

    /// <summary>When the token in use is too old, one caller signs another, and those who come meanwhile wait for it.</summary>
    private async ValueTask<SignedToken> ReuseAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            ThrowIfReplaced();
            long now = _clock.GetTimestamp();
            ReusedToken? kept = _reused;
            if (kept is null || _clock.GetElapsedTime(kept.SignedAt, now) >= _options.TokenReuse)
            {
                ReusedToken fresh = new(now);
                if (Interlocked.CompareExchange(ref _reused, fresh, kept) != kept)
                {
                    continue;
                }

                kept = fresh;
                _ = SignForAllAsync(kept);
            }

            return await kept.Signing.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Not cancelled by the caller that happened to begin it, for others wait for it too. Never throws.</summary>
    private async Task SignForAllAsync(ReusedToken token)
    {
        try
        {
            token.Signing.SetResult(await SignNowAsync(CancellationToken.None).ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // The next caller tries anew.
            Interlocked.CompareExchange(ref _reused, null, token);
            token.Signing.SetException(e);

            // Looked at, so that it is not reported as nobody's when every caller has given up.
            _ = token.Signing.Task.Exception;
        }
    }

    private void ThrowIfReplaced()
    {
        if (_isDisposed)
        {
            throw new ConnectionReplacedException();
        }
    }

    /// <param name="look">
    /// The look at the file that is under way: this one, or another's. It ends with true when the file cannot be used now.
    /// </param>
    /// <returns>True when it is this one.</returns>
    private bool TryBeginLook(out Task<bool> look)
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
                isUnusable = !ReloadIfChanged();
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

    /// <returns>False when the file cannot be read, or has changed and cannot be used.</returns>
    private bool ReloadIfChanged()
    {
        string path = _options.PartnerKeyFile!;
        byte[]? content = _file!.ReadChange(out byte[] digest);
        if (content is null)
        {
            return _file.IsReadable;
        }

        try
        {
            Replace(KeyInForce.Of(content, _options, _clock));
            _file.Accept(digest);
            ClientLog.KeyFileReloaded(_telemetry.Log, path);
            return true;
        }
        catch (PartnerKeyException e)
        {
            // It may be half written; the next look will tell.
            ClientLog.KeyFileUnusable(_telemetry.Log, path, e.Message);
            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private void Replace(KeyInForce fresh)
    {
        lock (_change)
        {
            if (_isDisposed)
            {
                fresh.Dispose();
                return;
            }

            KeyInForce old = _key;
            _key = fresh;
            _reused = null;
            old.Dispose();
        }
    }

    private readonly record struct SignedToken(string Value, KeyInForce By);

    /// <summary>One token for the callers of some time, which counts from when signing began, as the token's life does.</summary>
    private sealed record ReusedToken(long SignedAt)
    {
        public TaskCompletionSource<SignedToken> Signing { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
