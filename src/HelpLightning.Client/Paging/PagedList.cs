namespace HelpLightning.Client;

/// <summary>A list that is fetched page by page, as the caller goes on. Each enumeration asks the server anew.</summary>
/// <typeparam name="T">The kind of row.</typeparam>
public abstract class PagedList<T> : IAsyncEnumerable<T>
{
    /// <summary>The list in pages, for progress and for going on later.</summary>
    /// <param name="cancellationToken">Ends the walk.</param>
    /// <exception cref="HelpLightningException">A page failed, after its retries; <see cref="HelpLightningException.Position"/> is where.</exception>
    public abstract IAsyncEnumerable<Page<T>> AsPages(CancellationToken cancellationToken = default);

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
