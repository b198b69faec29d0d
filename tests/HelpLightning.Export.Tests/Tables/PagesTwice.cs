using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests;

/// <summary>A client whose list of people tells the last row of each page again in the next one, as when somebody was added meanwhile.</summary>
internal sealed class PagesTwice(HelpLightningClient inner) : HelpLightningClient
{
    public override UsersClient Users { get; } = new ShiftingUsers(inner.Users);

    public override GroupsClient Groups => inner.Groups;

    public override CallsClient Calls => inner.Calls;

    public override Task<DateTimeOffset?> GetServerTimeAsync(CancellationToken cancellationToken = default) => inner.GetServerTimeAsync(cancellationToken);

    private sealed class ShiftingUsers(UsersClient inner) : UsersClient
    {
        public override PagedList<User> ListAsync(
            UserFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
            new ShiftingList(inner.ListAsync(filter, options, cancellationToken));
    }

    private sealed class ShiftingList(PagedList<User> inner) : PagedList<User>
    {
        public override async IAsyncEnumerable<Page<User>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            User[] before = [];
            await foreach (Page<User> page in inner.AsPages(cancellationToken))
            {
                yield return new Page<User>([.. before, .. page.Entries], page.Next, page.TotalEntries);
                before = [page.Entries[^1]];
            }
        }
    }
}
