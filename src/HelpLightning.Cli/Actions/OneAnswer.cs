using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>A list that the API gives whole, in one answer.</summary>
/// <param name="ask">Asks for it.</param>
internal sealed class OneAnswer<T>(Func<CancellationToken, Task<IReadOnlyList<T>>> ask) : PagedList<T>
{
    public override async IAsyncEnumerable<Page<T>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IReadOnlyList<T> rows = await ask(cancellationToken);
        yield return new Page<T>(rows, next: null, rows.Count);
    }
}
