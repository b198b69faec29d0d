using System.Globalization;
using HelpLightning.Client;

namespace HelpLightning.Export.Reading;

/// <summary>
/// Reads the pages of a list in order, with several under way at once: while one is written, the server works on the next and
/// another is taken apart. Only pages with numbers can be asked for so, and only as many as the server says that there are rows;
/// else one is ahead.
/// </summary>
internal sealed class PagesAhead<T>(Func<ListOptions, PagedList<T>> list, int pageSize, CancellationToken cancellationToken)
    : IAsyncDisposable
{
    private const int Most = 3;

    private readonly CancellationTokenSource _all = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    private readonly Queue<(ListPosition Position, Task<Page<T>> Page)> _ahead = [];
    private long _lastNumber;

    /// <summary>The page at a position; null for the first. What failed is asked for again by the same call.</summary>
    public async Task<Page<T>> ReadAsync(ListPosition? position)
    {
        Page<T> page = await (_ahead.TryPeek(out (ListPosition Position, Task<Page<T>> Page) next) && next.Position == position
            ? _ahead.Dequeue().Page
            : FetchAsync(position)).ConfigureAwait(false);
        AskAhead(page);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await _all.CancelAsync().ConfigureAwait(false);
        foreach ((ListPosition _, Task<Page<T>> page) in _ahead)
        {
            await ((Task)page).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _all.Dispose();
    }

    private void AskAhead(Page<T> page)
    {
        if (page.Next is not { } next)
        {
            return;
        }

        if (_ahead.Count == 0)
        {
            Ask(next);
        }

        if (next is { Page: > 0, PageSize: { } size } && page.TotalEntries is { } total)
        {
            while (_ahead.Count < Most && _lastNumber * size < total)
            {
                Ask(ListPosition.Parse(string.Create(CultureInfo.InvariantCulture, $"page:{_lastNumber + 1}/{size}")));
            }
        }
    }

    private void Ask(ListPosition position)
    {
        _ahead.Enqueue((position, FetchAsync(position)));
        _lastNumber = position.Page;
    }

    private async Task<Page<T>> FetchAsync(ListPosition? position)
    {
        // A position carries the page size that it counts in.
        ListOptions options = position is null
            ? new() { PageSize = pageSize, Prefetch = false }
            : new() { Position = position, Prefetch = false };
        await foreach (Page<T> page in list(options).AsPages(_all.Token).ConfigureAwait(false))
        {
            return page;
        }

        return new Page<T>([]);
    }
}
