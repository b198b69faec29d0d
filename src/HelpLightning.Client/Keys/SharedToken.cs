namespace HelpLightning.Client;

/// <summary>
/// The token that all calls of a moment carry. Signing again within the second of a token's making gives the same token, byte for
/// byte (RS256 is deterministic, RFC 8017 section 8.2, and a token's only time is its expiry, in seconds): what is known is not
/// computed again. When the second is over one caller signs, and those who come meanwhile wait for it.
/// </summary>
/// <param name="clock">What tokens are signed by.</param>
/// <param name="sign">Signs one.</param>
internal sealed class SharedToken(TimeProvider clock, Func<ValueTask<SignedToken>> sign)
{
    private volatile Signature? _current;

    /// <param name="reuse">How much longer than its second a token is used.</param>
    /// <param name="cancellationToken">Ends the wait, and takes nothing from the others.</param>
    public ValueTask<SignedToken> GetAsync(TimeSpan reuse, CancellationToken cancellationToken)
    {
        while (true)
        {
            Signature? current = _current;
            long second = clock.GetUtcNow().ToUnixTimeSeconds();
            if (current is null
                || (current.Second != second && (reuse <= TimeSpan.Zero || clock.GetElapsedTime(current.Since) >= reuse)))
            {
                Signature fresh = new(second, clock.GetTimestamp());
                if (Interlocked.CompareExchange(ref _current, fresh, current) != current)
                {
                    continue;
                }

                current = fresh;
                _ = SignAsync(fresh);
            }

            Task<SignedToken> signing = current.Made.Task;
            return signing.IsCompletedSuccessfully
                ? new ValueTask<SignedToken>(signing.Result)
                : new ValueTask<SignedToken>(signing.WaitAsync(cancellationToken));
        }
    }

    /// <summary>The next caller signs.</summary>
    public void Forget() => _current = null;

    /// <summary>Only the token that was refused: another caller may have had a new one signed, and many are refused at once.</summary>
    public void Forget(string? refused)
    {
        Signature? current = _current;
        if (current?.Made.Task is { IsCompletedSuccessfully: true } made && made.Result.Value == refused)
        {
            Interlocked.CompareExchange(ref _current, null, current);
        }
    }

    /// <summary>Not cancelled by the caller that happened to begin it, for others wait for it too. Never throws.</summary>
    private async Task SignAsync(Signature signature)
    {
        try
        {
            signature.Made.SetResult(await sign().ConfigureAwait(false));
        }
        catch (Exception e)
        {
            // The next caller tries anew.
            Interlocked.CompareExchange(ref _current, null, signature);
            signature.Made.SetException(e);

            // Looked at, so that it is not reported as nobody's when every caller has given up.
            _ = signature.Made.Task.Exception;
        }
    }

    /// <param name="Second">Of Unix time, when signing began: the token's expiry counts from it, or from the next.</param>
    /// <param name="Since">The same moment, by a clock that nobody sets.</param>
    private sealed record Signature(long Second, long Since)
    {
        public TaskCompletionSource<SignedToken> Made { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
