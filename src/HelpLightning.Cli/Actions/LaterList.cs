using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>A list that is known only once something was asked, such as which group a name is.</summary>
/// <param name="open">Asks, and gives the list.</param>
internal sealed class LaterList<T>(Func<CancellationToken, Task<PagedList<T>>> open) : PagedList<T>
{
    public override async IAsyncEnumerable<Page<T>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        PagedList<T> list = await open(cancellationToken);
        await foreach (Page<T> page in list.AsPages(cancellationToken))
        {
            yield return page;
        }
    }
}
