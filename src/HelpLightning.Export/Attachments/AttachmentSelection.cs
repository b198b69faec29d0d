using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Export;

/// <summary>Calls whose attachments are wanted: those that match all that is given.</summary>
public sealed record AttachmentSelection
{
    /// <summary>Rows in a page: few requests, and none of them slow.</summary>
    private const int PageSize = 200;

    /// <summary>The earliest start; null for all.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The latest start; null for all. The API knows no such limit, so later calls are left out here.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>The name of a tag that the call has; null for any.</summary>
    public string? Tag { get; init; }

    /// <summary>Finds the calls that have attachments; each once.</summary>
    /// <param name="client">Where.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <exception cref="HelpLightningException">The list failed, also after retries.</exception>
    public async IAsyncEnumerable<CallId> FindAsync(HelpLightningClient client, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(client);
        HashSet<CallId> seen = [];
        await foreach (Call call in Persistence.ListAsync(from => List(client, from), TimeProvider.System, cancellationToken).ConfigureAwait(false))
        {
            // What a list does not tell is looked at rather than missed.
            if (call.HasAttachments != false && !(call.StartedAt < Since) && !(call.StartedAt > Until) && seen.Add(call.Id))
            {
                yield return call.Id;
            }
        }
    }

    private PagedList<Call> List(HelpLightningClient client, ListPosition? from)
    {
        ListOptions options = new() { PageSize = PageSize, From = from };
        return (Tag, Since) switch
        {
            ({ } tag, _) => client.Calls.ListAsync(CallFilter.TagName == tag, options),
            (null, { } since) => client.Calls.ListSinceAsync(since, options),
            _ => client.Calls.ListAsync(options: options),
        };
    }
}
