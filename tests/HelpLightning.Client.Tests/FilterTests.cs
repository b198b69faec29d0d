namespace HelpLightning.Client.Tests;

public sealed class FilterTests
{
    public static TheoryData<ListFilter, string> Filters => new()
    {
        { UserFilter.Email == "ann@example.com", "email=ann@example.com" },
        { UserFilter.Name == "Field, Ann \"A\" 50%+", "name=Field, Ann \"A\" 50%+" },
        { UserFilter.Name.Matches("%ann%"), "name~=%ann%" },
        { UserFilter.Name.In("Ann", "Bob"), "\"name|=Ann,Bob\"" },
        { UserFilter.Name.In("Field, Ann"), "name=Field, Ann" },
        { UserFilter.UpdatedAt > new DateTimeOffset(2024, 5, 1, 2, 0, 0, TimeSpan.FromHours(2)).AddMicroseconds(123456), "updated_at>2024-05-01T00:00:00.123456Z" },
        { UserFilter.Raw("title=Technician"), "title=Technician" },
        { GroupFilter.UpdatedAt > DateTimeOffset.UnixEpoch, "updated_at>1970-01-01T00:00:00.000000Z" },
        { CallFilter.TagId == 3, "tag.id=3" },
        { CallFilter.TagId.In(3, 4), "\"tag.id|=3,4\"" },
        { CallFilter.TagName == "needs-callback", "tag.name=needs-callback" },
        { CallFilter.CallId == "call_1", "session.call_id=call_1" },
    };

    [Theory]
    [MemberData(nameof(Filters))]
    public void A_filter_is_written_as_the_API_reads_it(ListFilter filter, string text) => Assert.Equal(text, filter.Text);

    [Fact]
    public void A_value_that_cannot_be_one_of_several_says_what_to_do()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => UserFilter.Name.In("Field, Ann", "Bob"));
        Assert.Contains("Ask for that value by itself", e.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => UserFilter.Name.In());
    }

    [Theory]
    [InlineData("a,b")]
    [InlineData("a\"b")]
    [InlineData("100%")]
    [InlineData("a+b & c=d#e?f/ü 😀")]
    public async Task A_value_arrives_as_it_is(string value)
    {
        await using ScriptedServer server = new(Reply.Json("[]"));
        using HelpLightningClient client = TestClient.For(server);
        Assert.Empty(await client.Users.ListAsync(UserFilter.Name == value, cancellationToken: TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken));
        string query = server.Requests[0].Target.Split('?')[1].Split('&')[0];
        Assert.Equal($"filter=name={value}", Uri.UnescapeDataString(query));
        Assert.DoesNotContain('+', query);
    }

    [Theory]
    [InlineData("page:3")]
    [InlineData("page:3/50")]
    [InlineData("after:c/1:+")]
    public void A_position_survives_its_text(string text) => Assert.Equal(text, ListPosition.Parse(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("page:")]
    [InlineData("page:0")]
    [InlineData("page:3/0")]
    [InlineData("page:3/4/5")]
    [InlineData("page:-1")]
    [InlineData("after:")]
    [InlineData("3")]
    public void What_is_no_position_is_refused(string text) => Assert.Throws<FormatException>(() => ListPosition.Parse(text));

    [Fact]
    public void A_position_counts_by_its_own_page_size()
    {
        using HelpLightningClient client = HelpLightningClient.Create(TestClient.Options("http://127.0.0.1:9"));
        Assert.Throws<ArgumentException>(() => client.Users.ListAsync(options: new ListOptions { Position = ListPosition.Parse("page:3/50"), PageSize = 20 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListOptions { PageSize = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ListOptions { Limit = -1 });
    }
}
