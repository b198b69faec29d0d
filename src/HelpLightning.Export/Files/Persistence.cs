using System.Net;
using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>
/// Tries again what failed for the moment, after the client's own retries: a long run is worth more patience than a call.
/// </summary>
internal static class Persistence
{
    private const int Tries = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static async Task<T> TryAsync<T>(Func<Task<T>> step, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (int number = 1; ; number++)
        {
            try
            {
                return await step().ConfigureAwait(false);
            }
            catch (HelpLightningException e) when (number < Tries && IsPassing(e))
            {
                await Task.Delay(Pause * number, clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Walks a list, going on at the page that failed.</summary>
    public static async IAsyncEnumerable<T> ListAsync<T>(
        Func<ListPosition?, PagedList<T>> list, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ListPosition? position = null;
        int number = 1;
        IAsyncEnumerator<Page<T>> pages = list(null).AsPages(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                try
                {
                    if (!await pages.MoveNextAsync().ConfigureAwait(false))
                    {
                        yield break;
                    }
                }
                catch (HelpLightningException e) when (number < Tries && IsPassing(e))
                {
                    position = e.Position ?? position;
                    await pages.DisposeAsync().ConfigureAwait(false);
                    await Task.Delay(Pause * number++, clock, cancellationToken).ConfigureAwait(false);
                    pages = list(position).AsPages(cancellationToken).GetAsyncEnumerator(cancellationToken);
                    continue;
                }

                number = 1;
                foreach (T row in pages.Current.Entries)
                {
                    yield return row;
                }
            }
        }
        finally
        {
            await pages.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Broken connections, mangled answers and servers in trouble; not an answer that will be the same next time.</summary>
    private static bool IsPassing(HelpLightningException error) => error switch
    {
        HelpLightningUnreachableException { Reason: UnreachableReason.BrokenOff or UnreachableReason.Timeout } => true,
        HelpLightningMalformedReplyException => true,
        HelpLightningRateLimitedException => false,
        HelpLightningApiException { Status: >= HttpStatusCode.InternalServerError } => true,
        _ => false,
    };
}
