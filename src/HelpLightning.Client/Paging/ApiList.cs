using System.Runtime.CompilerServices;
using System.Text.Json.Serialization.Metadata;

namespace HelpLightning.Client;

/// <summary>
/// Walks a list of the API page by page. While the caller works on one page, the next is on its way. An error ends the
/// walk and says where; what a page means for the rest is for <see cref="ListWalk{T}"/> to say.
/// </summary>
internal sealed class ApiList<T>(
    ApiCaller caller, ApiRequest request, JsonTypeInfo<WirePage<T>> type, ListOptions options, CancellationToken always) : PagedList<T>
{
    public override async Task<Page<T>> GetPageAsync(ListPosition? position = null, CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, always);
        PagePosition place = PlaceOf(position ?? options.Position);
        Fetched page = await ForCallerAsync(
            FetchAsync(place, new ListWalk<T>(place), either.Token), cancellationToken).ConfigureAwait(false);
        return ToPage(page, options.Limit ?? int.MaxValue);
    }

    public override async IAsyncEnumerable<Page<T>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using CancellationTokenSource walk = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, always);
        PagePosition? next = PlaceOf(options.Position);
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
                if (!isLast && page.Missing > 0)
                {
                    caller.Core.Telemetry.ListCutShort(request, page.Missing);
                }

                Page<T> delivered = ToPage(page, left);
                left -= delivered.Entries.Count;
                yield return delivered;
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

    /// <summary>
    /// As many rows as are wanted. What is missing at the end of a list is not missing from one that was cut short on purpose.
    /// </summary>
    private static Page<T> ToPage(Fetched page, int wanted) => new(
        page.Rows.Count > wanted ? [.. page.Rows.Take(wanted)] : page.Rows, page.Next?.ToPublic(), page.TotalEntries)
    {
        MissingEntries = page.Rows.Count >= wanted ? 0 : page.Missing,
    };

    /// <summary>A cancellation is told with the caller's own token, not with the walk's.</summary>
    private async Task<Fetched> ForCallerAsync(Task<Fetched> page, CancellationToken cancellationToken)
    {
        try
        {
            return await page.ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (cancellationToken.IsCancellationRequested || always.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, cancellationToken.IsCancellationRequested ? cancellationToken : always);
        }
    }

    private PagePosition PlaceOf(ListPosition? position)
    {
        PagePosition first = PagePosition.First(request.PathAndQuery);
        return position is null ? first
            : position.PageSize is { } counted && first.PageSize is { } size && counted != size
                ? throw new ArgumentException(
                    $"The position counts in pages of {counted} rows, and the list in pages of {size}.", nameof(position))
                : first.GoOnAt(position);
    }

    private async Task<Fetched> FetchAsync(PagePosition position, ListWalk<T> state, CancellationToken cancellationToken)
    {
        try
        {
            HelpLightningResponse response = (await caller.SendAsync(
                request.At(position.PathAndQuery), cancellationToken).ConfigureAwait(false)).EnsureSuccess();
            WirePage<T> page = WirePage<T>.Read(response, type);
            (List<T> rows, PagePosition? following, long missing) = state.Take(page, position);
            return new Fetched(rows, following, page.TotalEntries, missing);
        }
        catch (HelpLightningException e)
        {
            e.At(position.ToPublic());
            e.Of($"GET {position.Path}");
            throw;
        }
    }

    private sealed record Fetched(IReadOnlyList<T> Rows, PagePosition? Next, long? TotalEntries, long Missing);
}
