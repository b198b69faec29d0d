using System.Runtime.CompilerServices;
using HelpLightning.Client;

namespace HelpLightning.Export.Tests;

/// <summary>A server whose pages are empty, or never end: what did not come is said, and an end comes in any case.</summary>
public sealed class MissingRowsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Sqlite)]
    public async Task An_empty_page_in_the_middle_is_passed_and_its_rows_are_said_to_be_missing(ExportFormat format)
    {
        await using ExportSite site = await ExportSite.StartAsync();
        using Bending client = new(site.Client, static (number, page) => number == 2 ? new Page<User>([], page.Next, page.TotalEntries) : page);
        SiteExportResult result = await new SiteExport(client, site.PathTo("out"), site.Options(format)).RunAsync(cancellationToken: Cancellation);
        ExportWarning warning = Assert.Single(result.Warnings);
        Assert.Equal(ExportWarningKind.RowsMissing, warning.Kind);
        Assert.StartsWith("7 rows of users fewer came", warning.Message, StringComparison.Ordinal);
        Assert.Equal(33, result.Rows.Single(rows => rows.Key == "users").Value);
    }

    [Fact]
    public async Task A_page_that_comes_again_and_again_ends_the_export_and_the_next_run_goes_on()
    {
        await using ExportSite site = await ExportSite.StartAsync();
        Page<User>? first = null;
        using Bending client = new(site.Client, (_, page) => new Page<User>((first ??= page).Entries, page.Next ?? first.Next, null));
        ExportException e = await Assert.ThrowsAsync<ExportException>(() => new SiteExport(client, site.PathTo("out"), site.Options()).RunAsync(cancellationToken: Cancellation));
        Assert.Contains("nothing new on 100 pages of users", e.Message, StringComparison.Ordinal);
        SiteExportResult result = await site.ExportAsync("out", site.Options());
        Assert.True(result.WasResumed);
        Assert.Empty(result.Warnings);
        Assert.Equal(40, TableRows.Csv(Path.Combine(result.Path, "users.csv"), "id").Distinct().Count());
    }

    /// <summary>A client whose pages of people somebody tampers with.</summary>
    private sealed class Bending(HelpLightningClient inner, Func<int, Page<User>, Page<User>> bend) : HelpLightningClient
    {
        public override UsersClient Users { get; } = new BentUsers(inner.Users, bend);

        public override GroupsClient Groups => inner.Groups;

        public override CallsClient Calls => inner.Calls;

        public override Task<DateTimeOffset?> GetServerTimeAsync(CancellationToken cancellationToken = default) => inner.GetServerTimeAsync(cancellationToken);
    }

    private sealed class BentUsers(UsersClient inner, Func<int, Page<User>, Page<User>> bend) : UsersClient
    {
        public override PagedList<User> ListAsync(UserFilter? filter = null, ListOptions? options = null, CancellationToken cancellationToken = default) =>
            new BentList(inner.ListAsync(filter, options, cancellationToken), options?.Position is { } from ? (int)from.Page : 1, bend);
    }

    private sealed class BentList(PagedList<User> inner, int number, Func<int, Page<User>, Page<User>> bend) : PagedList<User>
    {
        public override async IAsyncEnumerable<Page<User>> AsPages([EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await foreach (Page<User> page in inner.AsPages(cancellationToken))
            {
                yield return bend(number, page);
            }
        }
    }
}
