using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests;

/// <summary>A client whose list of people leaves one out, as when it was deleted.</summary>
internal sealed class HiddenUser(HelpLightningClient inner, long id, bool isAnnounced = false) : HelpLightningClient
{
    public override UsersClient Users { get; } = new Fewer(inner.Users, id, isAnnounced);

    public override GroupsClient Groups => inner.Groups;

    public override CallsClient Calls => inner.Calls;

    public override ReportsClient Reports => inner.Reports;

    public override Task<DateTimeOffset?> GetServerTimeAsync(CancellationToken cancellationToken = default) => inner.GetServerTimeAsync(cancellationToken);

    private sealed class Fewer(UsersClient inner, long id, bool isAnnounced) : UsersClient
    {
        public override PagedList<User> ListAsync(
            UserFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
            new FewerList(inner.ListAsync(filter, options, cancellationToken), id, isAnnounced);
    }

    private sealed class FewerList(PagedList<User> inner, long id, bool isAnnounced) : PagedList<User>
    {
        public override async IAsyncEnumerable<Page<User>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (Page<User> page in inner.AsPages(cancellationToken))
            {
                yield return new Page<User>([.. page.Entries.Where(u => u.Id != id)], page.Next, page.TotalEntries - (isAnnounced ? 0 : 1));
            }
        }
    }
}
