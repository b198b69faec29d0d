using System.Net;
using HelpLightning.Client;

namespace HelpLightning.Export.Reading;

/// <summary>
/// Tries steps of a long run again where the client's own retries were in vain: hours of work are worth more patience than one
/// call. One for a run; safe for many threads.
/// </summary>
/// <param name="tries">How often each step is tried.</param>
/// <param name="clock">What the pauses go by.</param>
internal sealed class LongRunRetry(int tries, TimeProvider clock)
{
    /// <summary>Until something was answered in this run: a wrong address should be told soon.</summary>
    private const int TriesAtFirst = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>What the server may ask for; to wait longer is for whoever started the run to decide.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private volatile bool _hasSucceeded;

    /// <summary>Does the step, again and again while that may help.</summary>
    /// <exception cref="HelpLightningException">The last failure.</exception>
    public async Task<T> RunAsync<T>(Func<Task<T>> step, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            try
            {
                T result = await step().ConfigureAwait(false);
                _hasSucceeded = true;
                return result;
            }
            catch (HelpLightningException e) when (number < TriesAfter(e) && IsPassing(e))
            {
                TimeSpan pause = PauseAfter(e, number);
                if (pause > TimeSpan.Zero)
                {
                    await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Who is told to come more slowly is at the right address, however early in the run.</summary>
    private int TriesAfter(HelpLightningException error) =>
        _hasSucceeded || error is HelpLightningRateLimitedException ? tries : Math.Min(tries, TriesAtFirst);

    /// <summary>
    /// Broken connections, mangled answers, servers in trouble and too many requests pass. What a wrong setting looks like as well (nothing
    /// listens, no such host, silence) passes only when something was answered in this run: otherwise it is told at once. So is what the
    /// server says will take longer, whatever it is.
    /// </summary>
    private bool IsPassing(HelpLightningException error) => error switch
    {
        { RetryAfter: { } asked } when asked > LongestPause => false,
        HelpLightningMalformedReplyException => true,
        HelpLightningUnreachableException { Reason: UnreachableReason.Untrusted } => false,
        HelpLightningUnreachableException unreachable => _hasSucceeded || unreachable.Reason == UnreachableReason.BrokenOff,
        HelpLightningRateLimitedException => true,
        HelpLightningApiException refused => refused.Status >= HttpStatusCode.InternalServerError,
        _ => false,
    };

    /// <summary>
    /// A mangled answer is asked for again at once the first time: the client takes half an answer that looks whole for what the server
    /// said.
    /// </summary>
    private static TimeSpan PauseAfter(HelpLightningException error, int number)
    {
        TimeSpan pause = error is HelpLightningMalformedReplyException ? Pause * (number - 1) : Pause * number;
        return error.RetryAfter is { } asked && asked > pause ? asked : pause;
    }
}
