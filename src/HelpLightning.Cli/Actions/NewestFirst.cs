using System.Net;
using System.Runtime.CompilerServices;
using HelpLightning.Cli.Hosting;
using HelpLightning.Client;

namespace HelpLightning.Cli.Actions;

/// <summary>
/// Calls, the newest first unless somebody asks for another order. That the API can turn an order round was seen once only,
/// so where it refuses to, the list comes as the API gives it.
/// </summary>
/// <param name="host">Where it is said that they come otherwise.</param>
/// <param name="list">The calls in the order of the options.</param>
/// <param name="options">What was asked for.</param>
internal sealed class NewestFirst(Host host, Func<ListOptions, PagedList<Call>> list, ListOptions options) : PagedList<Call>
{
    private const string Order = "timeCallStarted:desc";

    public static PagedList<Call> Of(Host host, Func<ListOptions, PagedList<Call>> list, ListOptions options) =>
        options.Order is null ? new NewestFirst(host, list, options) : list(options);

    public override async IAsyncEnumerable<Page<Call>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        IAsyncEnumerator<Page<Call>> pages = list(options with { Order = Order })
            .AsPages(cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            bool hasPage;
            try
            {
                hasPage = await pages.MoveNextAsync();
            }
            catch (HelpLightningApiException e) when (e.Status == HttpStatusCode.BadRequest)
            {
                await pages.DisposeAsync();
                pages = list(options).AsPages(cancellationToken).GetAsyncEnumerator(cancellationToken);
                hasPage = await pages.MoveNextAsync();

                // Said only now: what is wrong with the rest of the request fails again.
                host.Screen.Note("The API does not sort these calls: they come in its own order.");
            }

            while (hasPage)
            {
                yield return pages.Current;
                hasPage = await pages.MoveNextAsync();
            }
        }
        finally
        {
            await pages.DisposeAsync();
        }
    }
}
