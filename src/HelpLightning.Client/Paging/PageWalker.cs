using System.Runtime.CompilerServices;
using System.Text.Json;

namespace HelpLightning.Client;

/// <summary>
/// Walks a list page by page. While the caller works on one page, the next is on its way. An error ends the walk; a
/// server that goes in circles is an error.
/// </summary>
internal sealed class PageWalker(ApiTransport transport)
{
    public async IAsyncEnumerable<JsonElement> WalkAsync(
        string pathAndQuery, int? limit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (limit is <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A limit is 1 or more; null is for all.");
        }

        using CancellationTokenSource walk = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task<Page>? pending = FetchAsync(PagePosition.First(pathAndQuery), walk.Token);
        try
        {
            int delivered = 0;
            while (pending is not null)
            {
                Page page = await pending.ConfigureAwait(false);
                bool isLast = limit is { } most && delivered + page.Entries.Count >= most;
                pending = page.Next is { } next && !isLast ? FetchAsync(next, walk.Token) : null;
                foreach (JsonElement entry in page.Entries)
                {
                    if (delivered++ == limit)
                    {
                        yield break;
                    }

                    yield return entry;
                }
            }
        }
        finally
        {
            // The caller may stop while a page is on its way: nobody will ask for it, and its failure is nobody's.
            await walk.CancelAsync().ConfigureAwait(false);
            if (pending is not null)
            {
                await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task<Page> FetchAsync(PagePosition position, CancellationToken cancellationToken)
    {
        HelpLightningResponse response = await transport
            .SendAsync(HttpMethod.Get, position.PathAndQuery, null, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = response.EnsureSuccess().ReadJson();
        return Page.Read(document.RootElement.Clone(), position);
    }
}
