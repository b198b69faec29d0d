using System.Runtime.CompilerServices;
using HelpLightning.Client;
using HelpLightning.Equality;
using HelpLightning.Export.Reading;

namespace HelpLightning.Export;

/// <summary>Calls whose attachments are wanted: those that match all that is given.</summary>
public sealed record AttachmentSelection
{
    /// <summary>Rows in a page: few requests, and none of them slow.</summary>
    private const int PageSize = 200;

    /// <summary>For each page: one that fails for good ends the search.</summary>
    private const int Tries = 5;

    /// <summary>The earliest start; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest start; null for all. The API knows no such limit, so later calls are left out here.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Names of tags of which the call has one, without commas in them; none for all calls.</summary>
    public IReadOnlyList<string> Tags { get; init => field = EqualList<string>.Of(value); } = EqualList<string>.Empty;

    /// <summary>Finds the calls that have attachments; each once.</summary>
    /// <param name="client">Where.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="ArgumentException">A tag has a comma.</exception>
    /// <exception cref="HelpLightningException">The list failed, also after retries.</exception>
    public async IAsyncEnumerable<CallId> FindAsync(
        EnterpriseClient client, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        HashSet<CallId> seen = [];
        LongRunRetry retry = new(Tries, TimeProvider.System);
        PagesAhead<Call> pages = new(options => List(client, options), PageSize, cancellationToken);
        await using ConfiguredAsyncDisposable end = pages.ConfigureAwait(false);
        ListPosition? position = null;
        do
        {
            Page<Call> page = await retry.RunAsync(() => pages.ReadAsync(position), cancellationToken).ConfigureAwait(false);
            foreach (Call call in page.Entries)
            {
                // What a list does not tell is looked at rather than missed.
                if (call.HasAttachments != false && !(call.StartedAt < Since) && !(call.StartedAt > Until) && seen.Add(call.Id))
                {
                    yield return call.Id;
                }
            }

            position = page.Next;
        }
        while (position is not null);
    }

    private PagedList<Call> List(EnterpriseClient client, ListOptions options) => (Tags, Since) switch
    {
        ({ Count: > 0 }, _) => client.Calls.ListAsync(CallFilter.TagName.In(Tags), options),
        (_, { } since) => client.Calls.ListSinceAsync(since, options),
        _ => client.Calls.ListAsync(options: options),
    };
}
