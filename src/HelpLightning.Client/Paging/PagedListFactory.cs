namespace HelpLightning.Client;

/// <summary>Lists for tests of your own.</summary>
public static class PagedList
{
    /// <summary>A list of one page with these rows.</summary>
    public static PagedList<T> Of<T>(params IEnumerable<T> rows) => new FixedList<T>([.. rows]);

    private sealed class FixedList<T>(IReadOnlyList<T> rows) : PagedList<T>
    {
        public override async IAsyncEnumerable<Page<T>> AsPages(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            yield return new Page<T>(rows, next: null, rows.Count);
        }
    }
}
