using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>
/// Walks a list of the API page by page. While the caller works on one page, the next is on its way. An error ends the
/// walk and says where; what a page means for the rest is for <see cref="ListWalk{T}"/> to say.
/// </summary>
internal sealed class ApiList<T>(ApiCaller caller, ApiRequest request, JsonTypeInfo<WirePage<T>> type, ListOptions options) : PagedList<T>
{
    public override async IAsyncEnumerable<Page<T>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource walk = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PagePosition first = PagePosition.First(request.PathAndQuery);
        PagePosition? next = options.From is { } from ? first.GoOnAt(from) : first;
        ListWalk<T> state = new(next);
        Task<Fetched>? ahead = null;
        try
        {
            int left = options.Limit ?? int.MaxValue;
            while (next is not null)
            {
                Fetched page = await ForCallerAsync(ahead ?? FetchAsync(next, state, walk.Token), cancellationToken).ConfigureAwait(false);
                bool isLast = page.Rows.Count >= left;
                next = isLast ? null : page.Next;
                ahead = next is not null && options.Prefetch ? FetchAsync(next, state, walk.Token) : null;
                IReadOnlyList<T> rows = page.Rows.Count > left ? [.. page.Rows.Take(left)] : page.Rows;
                left -= rows.Count;
                if (!isLast && page.Missing > 0)
                {
                    caller.Core.Telemetry.ListCutShort(request, page.Missing);
                }

                yield return new Page<T>(rows, page.Next?.ToPublic(), page.TotalEntries) { MissingEntries = isLast ? 0 : page.Missing };
            }
        }
        finally
        {
            // The caller may stop while a page is on its way: nobody will ask for it, and its failure is nobody's.
            await walk.CancelAsync().ConfigureAwait(false);
            if (ahead is not null)
            {
                await ((Task)ahead).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>A cancellation is told with the caller's own token, not with the walk's.</summary>
    private static async Task<Fetched> ForCallerAsync(Task<Fetched> page, CancellationToken cancellationToken)
    {
        try
        {
            return await page.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken);
        }
    }

    private async Task<Fetched> FetchAsync(PagePosition position, ListWalk<T> state, CancellationToken cancellationToken)
    {
        try
        {
            HelpLightningResponse response = (await caller.SendAsync(request.At(position.PathAndQuery), cancellationToken).ConfigureAwait(false)).EnsureSuccess();
            WirePage<T> page = WirePage<T>.Read(response, type);
            (List<T> rows, PagePosition? following, long missing) = state.Take(page, position);
            return new Fetched(rows, following, page.TotalEntries, missing);
        }
        catch (HelpLightningException e)
        {
            e.Position = position.ToPublic();
            e.RequestLine ??= $"GET {position.Path}";
            throw;
        }
    }

    private sealed record Fetched(IReadOnlyList<T> Rows, PagePosition? Next, long? TotalEntries, long Missing);
}
