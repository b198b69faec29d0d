namespace HelpLightning.Client;

/// <summary>A list that is fetched page by page, as the caller goes on. Each enumeration asks the server anew.</summary>
/// <typeparam name="T">The kind of row.</typeparam>
public abstract class PagedList<T> : IAsyncEnumerable<T>
{
    /// <summary>The list in pages, for progress and for going on later.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="HelpLightningException">
    /// A page failed, after its retries; <see cref="HelpLightningException.Position"/> is where.
    /// </exception>
    public abstract IAsyncEnumerable<Page<T>> AsPages(CancellationToken cancellationToken = default);

    /// <summary>One page by itself, such as the one that a user of your own asked for.</summary>
    /// <param name="position">
    /// Where: <see cref="Page{T}.Next"/> of another page, or one that you make (<see cref="ListPosition.OfPage"/>). Null for where the
    /// list begins: <see cref="ListOptions.Position"/>, or the first page.
    /// </param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ArgumentException">The position counts in pages of another size than the list's.</exception>
    /// <exception cref="HelpLightningException">The page failed, after its retries.</exception>
    public virtual async Task<Page<T>> GetPageAsync(ListPosition? position = null, CancellationToken cancellationToken = default)
    {
        // A list that cannot jump walks there.
        bool isThere = position is null or { Cursor: null, Page: 1 };
        await foreach (Page<T> page in AsPages(cancellationToken).ConfigureAwait(false))
        {
            if (isThere)
            {
                return page;
            }

            isThere = page.Next == position;
        }

        return new Page<T>([]);
    }

    /// <summary>The list row by row.</summary>
    /// <exception cref="HelpLightningException">A page failed, after its retries; the rows before it were delivered.</exception>
    public async IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default)
    {
        await foreach (Page<T> page in AsPages(cancellationToken).ConfigureAwait(false))
        {
            foreach (T row in page.Entries)
            {
                yield return row;
            }
        }
    }
}
