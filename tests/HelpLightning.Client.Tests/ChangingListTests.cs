using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace HelpLightning.Client.Tests;

/// <summary>Lists that change while they are walked, and servers that err in them: each row once, an end in any case, and what is missing is said.</summary>
public sealed class ChangingListTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string, string[], int[], int> Lists => new()
    {
        // What it is; the pages, of which the last is given again for all that follow; the ids that come; how many are missing.
        { "an empty page in the middle", [Page(1, 2, 6, 1, 2), Page(2, 2, 6), Page(3, 2, 6, 5, 6)], [1, 2, 5, 6], 2 },
        { "an empty page in the middle of one-row pages", [Page(1, 1, 3, 1), Page(2, 1, 3), Page(3, 1, 3, 3)], [1, 3], 1 },
        { "two rows came in between", [Page(1, 3, 6, 1, 2, 3), Page(2, 3, 8, 2, 3, 4), Page(3, 3, 8, 5, 6)], [1, 2, 3, 4, 5, 6], 2 },
        { "a row came in at the end", [Page(1, 2, 4, 1, 2), Page(2, 2, 5, 3, 4), Page(3, 2, 5, 5)], [1, 2, 3, 4, 5], 0 },
        { "a whole page came in between", [Page(1, 2, 4, 1, 2), Page(2, 2, 6, 1, 2), Page(3, 2, 6, 3, 4)], [1, 2, 3, 4], 2 },
        { "the same page to the end", [Page(1, 2, 6, 1, 2), Page(2, 2, 6, 1, 2), Page(3, 2, 6, 1, 2)], [1, 2], 4 },
        { "the list became shorter: its last page again", [Page(1, 2, 6, 1, 2), Page(2, 2, 6, 3, 4), Page(2, 2, 4, 3, 4)], [1, 2, 3, 4], 0 },
        { "the last page again, with a row that had moved up", [Page(1, 2, 6, 1, 2), Page(2, 2, 6, 3, 4), Page(2, 2, 4, 4, 5)], [1, 2, 3, 4, 5], 0 },
        { "the list became empty", [Page(1, 2, 4, 1, 2), """{"entries":[],"page":1,"page_size":2,"total_entries":0,"total_pages":1}"""], [1, 2], 0 },
        { "the list became empty, and counts no page then", [Page(1, 2, 4, 1, 2), """{"entries":[],"page":1,"page_size":2,"total_entries":0,"total_pages":0}"""], [1, 2], 0 },
        { "the page size was lowered", [Page(1, 2, 3, 1, 2), Page(2, 2, 3, 3)], [1, 2, 3], 0 },
        { "no page size is told", ["""{"entries":[{"id":1}],"page":1,"total_entries":2}""", """{"entries":[{"id":2}],"page":2,"total_entries":2}"""], [1, 2], 0 },
        { "nothing where everything was promised", ["""{"entries":[],"total_entries":7,"total_pages":1000000}"""], [], 7 },
        { "an id twice in one page is the server's own word", [Page(1, 2, 4, 1, 1), Page(2, 2, 4, 2, 3)], [1, 1, 2, 3], 0 },
        { "ids in text, and calls by their own id", ["""{"entries":[{"id":"a"},{"session":"call_1"}],"total_pages":2}""", """{"entries":[{"id":"a"},{"session":"call_1"},{"id":9}],"total_pages":2}"""], [0, 0, 9], 0 },
        { "rows without an id", ["""{"entries":[{"n":1}],"total_pages":2}""", """{"entries":[{"n":1}],"total_pages":2}"""], [0, 0], 0 },
        { "a cursor's pages overlap", ["""{"entries":[{"id":1},{"id":2}],"after":"a"}""", """{"entries":[{"id":2},{"id":3}],"after":null}"""], [1, 2, 3], 0 },
        { "a cursor's page is empty", ["""{"entries":[{"id":1}],"after":"a"}""", """{"entries":[],"after":"b"}""", """{"entries":[{"id":2}],"after":null}"""], [1, 2], 0 },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task Each_row_comes_once_and_what_is_missing_is_said(string what, string[] pages, int[] ids, int missing)
    {
        await using ScriptedServer server = new([.. pages.Select(page => Reply.Json(page))]);
        LogRecorder log = new();
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options(server.Address), log);
        List<int> seen = [];
        long said = 0;
        await foreach (Page<JsonElement> page in client.ListAsync("/v1r1/enterprise/users?page_size=500", cancellationToken: TestContext.Current.CancellationToken).AsPages(Cancellation))
        {
            Assert.True(page.MissingEntries == 0 || page.Next is null, what);
            seen.AddRange(page.Entries.Select(row => row.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.Number ? id.GetInt32() : 0));
            said += page.MissingEntries;
        }

        Assert.Equal(ids, seen);
        Assert.Equal(missing, said);
        string[] warnings = missing == 0 ? [] : [$"GET (raw): the list ended {missing} row(s) before what the server had announced. It may have changed while it was read; read it again to be sure"];
        Assert.Equal(warnings, log.Lines.Where(line => line is { Id: 10, Level: LogLevel.Warning }).Select(line => line.Text));
        Assert.InRange(server.Requests.Count, 1, 3);
    }

    [Theory]
    [InlineData("""{"entries":[{"id":1},{"id":2}],"page":PAGE,"page_size":2,"total_entries":2000,"total_pages":1000}""", 4)]
    [InlineData("""{"entries":[{"id":1},{"id":2}],"after":"c-PAGE"}""", 4)]
    [InlineData("""{"entries":[],"after":"c-PAGE"}""", 3)]
    [InlineData("""{"entries":[{"id":1}],"page":1,"total_pages":9}""", 2)]
    [InlineData("""{"entries":[{"id":1}],"page":7,"total_pages":9}""", 1)]
    public async Task A_list_that_would_never_end_is_an_error_that_says_where(string page, int requests)
    {
        await using ScriptedServer server = new(request => Reply.Json(page.Replace("PAGE", $"{request.Number + 1}", StringComparison.Ordinal)));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(async () =>
        {
            await foreach (User _ in client.Users.ListAsync(cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
            {
            }
        });
        Assert.Contains("would never end", e.Message, StringComparison.Ordinal);
        Assert.NotNull(e.Position);
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_walk_that_goes_on_past_the_end_brings_nothing_again()
    {
        await using ScriptedServer server = new(Reply.Json(Page(2, 2, 4, 3, 4)));
        using HelpLightningClient client = TestClient.For(server);
        Page<User> page = await client.Users.ListAsync(options: new ListOptions { Position = ListPosition.Parse("page:3/2") }, cancellationToken: TestContext.Current.CancellationToken).AsPages(Cancellation).SingleAsync(Cancellation);
        Assert.Empty(page.Entries);
        Assert.Equal((null, 0L), (page.Next, page.MissingEntries));
    }

    [Fact]
    public async Task A_walk_that_begins_in_the_middle_or_ends_at_its_limit_misses_nothing()
    {
        await using ScriptedServer server = new(Reply.Json(Page(3, 2, 6, 5, 6)));
        using HelpLightningClient client = TestClient.For(server);
        ListPosition third = ListPosition.Parse("page:3/2");
        Assert.Equal(0, (await client.Users.ListAsync(options: new ListOptions { Position = third }, cancellationToken: TestContext.Current.CancellationToken).AsPages(Cancellation).SingleAsync(Cancellation)).MissingEntries);
        Page<User> one = await client.Users.ListAsync(options: new ListOptions { Position = third, Limit = 1 }, cancellationToken: TestContext.Current.CancellationToken).AsPages(Cancellation).SingleAsync(Cancellation);
        Assert.Equal((5, 0L), (Assert.Single(one.Entries).Id, one.MissingEntries));
    }

    [Fact]
    public async Task Typed_rows_come_once_too()
    {
        await using ScriptedServer server = new(
            Reply.Json("""{"entries":[{"session":"call_1"},{"session":"call_2"}],"page":1,"page_size":2,"total_entries":3,"total_pages":2}"""),
            Reply.Json("""{"entries":[{"session":"call_2"},{"session":"call_3"}],"page":2,"page_size":2,"total_entries":4,"total_pages":2}"""));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Equal(["call_1", "call_2", "call_3"], await client.Calls.ListAsync(cancellationToken: TestContext.Current.CancellationToken).Select(call => call.Id.Value).ToListAsync(Cancellation));
    }

    /// <summary>What a walk remembers does not grow with the list: a row that comes again after very many others is not known any more.</summary>
    [Fact]
    public async Task The_memory_of_a_walk_is_bounded()
    {
        const int PageSize = 5000;
        static int[] Ids(int page) => page == 4 ? [1, PageSize * 3] : [.. Enumerable.Range(((page - 1) * PageSize) + 1, PageSize)];
        await using ScriptedServer server = new(request => Reply.Json(Page(request.Number + 1, PageSize, 4 * PageSize, Ids(request.Number + 1))));
        using HelpLightningClient client = TestClient.For(server);
        List<long> ids = await client.Users.ListAsync(cancellationToken: TestContext.Current.CancellationToken).Select(user => user.Id).ToListAsync(Cancellation);
        Assert.Equal((PageSize * 3) + 1, ids.Count);
        Assert.Equal(1, ids[^1]);
    }

    private static string Page(int page, int pageSize, int total, params int[] ids) =>
        $$"""{"entries":[{{string.Join(',', ids.Select(id => $$"""{"id":{{id}}}"""))}}],"page":{{page}},"page_size":{{pageSize}},"total_entries":{{total}},"total_pages":{{(total + pageSize - 1) / pageSize}}}""";
}
