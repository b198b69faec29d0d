using System.Text.Json;

namespace HelpLightning.Client.Tests;

public sealed class PagingTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_single_page_is_asked_for_by_its_place()
    {
        await using ScriptedServer server = new(
            Reply.Json(TestClient.Page(1, 3, 1, 2)), Reply.Json(TestClient.Page(3, 3, 5, 6)), Reply.Json(TestClient.Page(2, 3, 3, 4)));
        using HelpLightningClient client = TestClient.For(server);
        PagedList<User> users = client.Users.ListAsync(options: new ListOptions { PageSize = 2 });
        Page<User> first = await users.GetPageAsync(cancellationToken: Cancellation);
        Page<User> third = await users.GetPageAsync(ListPosition.OfPage(3, 2), Cancellation);
        Page<User> second = await users.GetPageAsync(first.Next, Cancellation);
        Assert.Equal([1L, 2, 5, 6, 3, 4], [.. first.Entries.Concat(third.Entries).Concat(second.Entries).Select(static u => u.Id)]);
        Assert.Null(third.Next);
        Assert.Equal(["page_size=2", "page_size=2&page=3", "page_size=2&page=2"], server.Requests.Select(static r => r.Target.Split('?')[1]));
        await Assert.ThrowsAsync<ArgumentException>(() => users.GetPageAsync(ListPosition.OfPage(2, 50), Cancellation));
    }

    [Fact]
    public async Task A_token_given_with_the_list_ends_each_walk()
    {
        await using ScriptedServer server = new(request => Reply.Json(TestClient.Page(request.Number + 1, 9, request.Number, request.Number + 1)));
        using HelpLightningClient client = TestClient.For(server);
        using CancellationTokenSource cancellation = new();
        PagedList<User> users = client.Users.ListAsync(cancellationToken: cancellation.Token);
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (User user in users.WithCancellation(Cancellation))
            {
                await cancellation.CancelAsync();
            }
        });
        Assert.Equal(cancellation.Token, e.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => users.GetPageAsync(cancellationToken: Cancellation));
    }

    [Fact]
    public void A_place_can_be_made()
    {
        Assert.Equal("page:3/50", ListPosition.OfPage(3, 50).ToString());
        Assert.Equal("page:3", ListPosition.OfPage(3).ToString());
        Assert.Equal(ListPosition.Parse("after:c+1"), ListPosition.After("c+1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListPosition.OfPage(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => ListPosition.OfPage(1, 0));
        Assert.Throws<ArgumentException>(() => ListPosition.After(""));
    }

    [Fact]
    public async Task Pages_follow_one_another_to_the_end()
    {
        await using ScriptedServer server = new(
            Reply.Json(TestClient.Page(1, 3, 1, 2)), Reply.Json(TestClient.Page(2, 3, 3, 4)), Reply.Json(TestClient.Page(3, 3, 5)));
        Assert.Equal([1, 2, 3, 4, 5], await IdsAsync(server, "/v1r1/enterprise/users?filter=a%3Db"));
        Assert.Equal(
            ["/api/v1r1/enterprise/users?filter=a%3Db", "/api/v1r1/enterprise/users?filter=a%3Db&page=2", "/api/v1r1/enterprise/users?filter=a%3Db&page=3"],
            server.Requests.Select(r => r.Target));
    }

    [Theory]
    [InlineData("""{"entries":[{"id":1}],"page":1,"page_size":1,"total_entries":2}""", """{"entries":[{"id":2}],"page":2,"page_size":1,"total_entries":2}""")]
    [InlineData("""{"entries":[{"id":1}],"total_pages":2}""", """{"entries":[{"id":2}],"total_pages":2}""")]
    [InlineData("""{"entries":[{"id":1}],"page":"1","total_pages":"2"}""", """{"entries":[{"id":2}],"page":"2","total_pages":"2"}""")]
    [InlineData("""{"entries":[{"id":1}],"after":"x+y"}""", """{"entries":[{"id":2}],"after":null}""")]
    [InlineData("""{"entries":[{"id":1}],"after":5}""", """{"entries":[{"id":2}]}""")]
    public async Task Every_stop_rule_is_understood(string first, string second)
    {
        await using ScriptedServer server = new(Reply.Json(first), Reply.Json(second));
        Assert.Equal([1, 2], await IdsAsync(server));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task A_cursor_is_encoded()
    {
        await using ScriptedServer server = new(Reply.Json("""{"entries":[{"id":1}],"after":"a+b&c"}"""), Reply.Json("""{"entries":[]}"""));
        await IdsAsync(server);
        Assert.EndsWith("?after=a%2Bb%26c", server.Requests[1].Target, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bare_array_is_one_page()
    {
        await using ScriptedServer server = new(Reply.Json("""[{"id":1},{"id":2}]"""));
        Assert.Equal([1, 2], await IdsAsync(server));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task The_callers_own_page_is_where_the_walk_begins()
    {
        await using ScriptedServer server = new(Reply.Json(TestClient.Page(2, 3, 3, 4)), Reply.Json(TestClient.Page(3, 3, 5)));
        Assert.Equal([3, 4, 5], await IdsAsync(server, "/v1r1/enterprise/users?page=2"));
        Assert.Equal("/api/v1r1/enterprise/users?page=3", server.Requests[1].Target);
    }

    [Theory]
    [InlineData("""{"entries":[{"id":1}],"page":1,"total_pages":9}""")]
    [InlineData("""{"entries":[{"id":1}],"after":"same"}""")]
    public async Task A_server_that_repeats_itself_is_an_error_and_not_an_endless_list(string page)
    {
        await using ScriptedServer server = new(Reply.Json(page));
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => IdsAsync(server));
        Assert.Contains("would never end", e.Message, StringComparison.Ordinal);
        Assert.InRange(server.Requests.Count, 2, 3);
    }

    [Fact]
    public async Task A_page_that_fails_ends_the_walk_after_its_retries_and_says_where()
    {
        await using ScriptedServer server = new(request => request.Number is 0 or > 4
            ? PageOf(request.Number == 0 ? 1 : request.Number - 3)
            : Reply.Json("{}", 500));
        using HelpLightningClient client = TestClient.For(server);
        List<int> seen = [];
        HelpLightningApiException e = await Assert.ThrowsAsync<HelpLightningApiException>(async () =>
        {
            await foreach (JsonElement row in client.ListAsync("/v1r1/enterprise/users", cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
            {
                seen.Add(row.GetProperty("id").GetInt32());
            }
        });
        Assert.Equal([1, 2], seen);
        Assert.Equal(5, server.Requests.Count);
        Assert.Equal(4, e.Attempts);
        Assert.Equal("page:2", e.Position?.ToString());

        // From there the caller goes on.
        int rest = 0;
        ListPosition kept = ListPosition.Parse(e.Position!.ToString());
        await foreach (User _ in client.Users.ListAsync(options: new ListOptions { Position = kept }, cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
        {
            rest++;
        }

        Assert.Equal(4, rest);
        static Reply PageOf(int page) => Reply.Json(TestClient.Page(page, 3, (2 * page) - 1, 2 * page));
        Assert.Equal(["/api/v1r1/enterprise/users?page_size=50&page=2", "/api/v1r1/enterprise/users?page_size=50&page=3"], server.Requests.Skip(5).Select(r => r.Target));
    }

    [Theory]
    [InlineData("""{"id":1}""", "GET /api/v1r1/enterprise/users is not a list")]
    [InlineData("""{"entries":null}""", "is not a list")]
    [InlineData("null", "is not a list")]
    [InlineData("""{"entries":{}}""", "(at $.entries)")]
    [InlineData("""{"entries":[{"id":1}],"after":"\ud800"}""", "not the expected JSON")]
    [InlineData("""{"entries":[{"id":1}""", "not the expected JSON")]
    public async Task What_is_no_list_says_so(string answer, string message)
    {
        await using ScriptedServer server = new(Reply.Json(answer));
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(() => IdsAsync(server));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"entries":[{"id":1},null]}""", "not the expected JSON")]
    [InlineData("[null]", "not the expected JSON")]
    [InlineData("""{"entries":[{"id":1},{"id":"x"}]}""", "(at $.entries[1].id)")]
    public async Task A_row_that_is_none_is_named(string answer, string message)
    {
        await using ScriptedServer server = new(Reply.Json(answer));
        using HelpLightningClient client = TestClient.For(server);
        HelpLightningMalformedReplyException e = await Assert.ThrowsAsync<HelpLightningMalformedReplyException>(async () =>
        {
            await foreach (User _ in client.Users.ListAsync(cancellationToken: TestContext.Current.CancellationToken).WithCancellation(Cancellation))
            {
            }
        });
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(" \n [{\"id\":1},{\"id\":2}]")]
    [InlineData("""{"total_pages":1,"entries":[{"id":9}],"more":{"entries":3},"entries":[{"id":1},{"id":2}],"page":"1"}""")]
    [InlineData("""{"after":false,"entries":[{"id":1},{"id":2}],"total_pages":7}""")]
    public async Task Odd_pages_are_read(string answer)
    {
        await using ScriptedServer server = new(Reply.Json(answer));
        Assert.Equal([1, 2], await IdsAsync(server));
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(5, 3)]
    [InlineData(100, 3)]
    public async Task A_limit_asks_for_no_page_too_many(int limit, int pages)
    {
        await using ScriptedServer server = new(
            Reply.Json(TestClient.Page(1, 3, 1, 2)), Reply.Json(TestClient.Page(2, 3, 3, 4)), Reply.Json(TestClient.Page(3, 3, 5)));
        using HelpLightningClient client = TestClient.For(server);
        int count = 0;
        await foreach (JsonElement _ in client.ListAsync("/v1r1/enterprise/users", limit, TestContext.Current.CancellationToken).WithCancellation(Cancellation))
        {
            count++;
        }

        Assert.Equal(Math.Min(limit, 5), count);
        Assert.Equal(pages, server.Requests.Count);
    }

    [Fact]
    public async Task The_next_page_is_on_its_way_while_the_caller_works()
    {
        TaskCompletionSource secondAsked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = new(request =>
        {
            if (request.Number == 1)
            {
                secondAsked.SetResult();
            }

            return Reply.Json(TestClient.Page(request.Number + 1, 2, request.Number));
        });
        using HelpLightningClient client = TestClient.For(server);
        await using IAsyncEnumerator<JsonElement> rows = client.ListAsync("/v1r1/enterprise/users", cancellationToken: TestContext.Current.CancellationToken).GetAsyncEnumerator(Cancellation);
        Assert.True(await rows.MoveNextAsync());
        await secondAsked.Task.WaitAsync(Eventually.Patience, Cancellation);
    }

    [Fact]
    public async Task Users_are_listed_with_their_options_encoded()
    {
        await using ScriptedServer server = new(Reply.Json(TestClient.Page(1, 1, 1, 2)));
        using HelpLightningClient client = TestClient.For(server);
        List<long> ids = [];
        await foreach (User user in client.Users.ListAsync(UserFilter.Email == "a+b@example.com", new ListOptions { Order = "name", PageSize = 50 }, TestContext.Current.CancellationToken).WithCancellation(Cancellation))
        {
            ids.Add(user.Id);
        }

        Assert.Equal([1, 2], ids);
        Assert.Equal("/api/v1r1/enterprise/users?filter=email%3Da%2Bb%40example.com&order=name&page_size=50", Assert.Single(server.Requests).Target);
    }

    private static async Task<List<int>> IdsAsync(ScriptedServer server, string path = "/v1r1/enterprise/users")
    {
        using HelpLightningClient client = TestClient.For(server);
        List<int> ids = [];
        await foreach (JsonElement row in client.ListAsync(path).WithCancellation(Cancellation))
        {
            ids.Add(row.GetProperty("id").GetInt32());
        }

        return ids;
    }
}
