using System.Net;
using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// How an export bears failures that outlast the client's own retries. A broken answer is always asked for again: half of it
/// can look whole, and the client takes that for what the server said. Trouble of server and network is borne once
/// something was read in this run; before, a wrong address should be told at once.
/// </summary>
internal sealed class Patience
{
    /// <summary>Failures in a row that are borne, each after the client's own retries.</summary>
    private const int Most = 10;

    private bool _hasRead;
    private int _failures;

    /// <summary>Something came: the count begins again.</summary>
    public void Read()
    {
        _hasRead = true;
        _failures = 0;
    }

    public bool Bears(HelpLightningException failure)
    {
        bool isWorthIt = failure switch
        {
            HelpLightningMalformedReplyException => true,
            HelpLightningUnreachableException unreachable => _hasRead && unreachable.Reason != UnreachableReason.Untrusted,
            HelpLightningRateLimitedException => _hasRead,
            HelpLightningApiException refused => _hasRead && refused.Status >= HttpStatusCode.InternalServerError,
            _ => false,
        };
        return isWorthIt && Interlocked.Increment(ref _failures) < Most;
    }

    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        while (true)
        {
            try
            {
                T result = await read().ConfigureAwait(false);
                Read();
                return result;
            }
            catch (HelpLightningException e) when (Bears(e))
            {
                // asked again
            }
        }
    }
}
