namespace HelpLightning.Client.Tests;

/// <summary>Lenient reading: every form of a field that has been seen.</summary>
public sealed class UserReadingTests
{
    [Theory]
    [InlineData("""{"id":24}""")]
    [InlineData("""{"id":"24"}""")]
    public async Task An_id_is_a_number_or_text(string json) => Assert.Equal(24, (await ReadAsync(json)).Id);

    [Theory]
    [InlineData("\"2024-02-01T09:30:00.000000Z\"", "2024-02-01T09:30:00Z")]
    [InlineData("\"2024-02-01T09:30:00Z\"", "2024-02-01T09:30:00Z")]
    [InlineData("\"2024-02-01T10:30:00+01:00\"", "2024-02-01T09:30:00Z")]
    [InlineData("1706779800", "2024-02-01T09:30:00Z")]
    [InlineData("\"1706779800.000\"", "2024-02-01T09:30:00Z")]
    [InlineData("\"\"", null)]
    [InlineData("null", null)]
    [InlineData("\"soon\"", null)]
    [InlineData("0", null)]
    [InlineData("1e300", null)]
    public async Task A_time_has_many_forms(string json, string? expected) => Assert.Equal(
        expected is null ? null : DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture),
        (await ReadAsync($$"""{"id":1,"first_call_at":{{json}}}""")).FirstCallAt);

    [Fact]
    public async Task What_is_missing_is_null()
    {
        User user = await ReadAsync("""{"id":1}""");
        Assert.Null(user.Name);
        Assert.Null(user.Active);
        Assert.Null(user.CreatedAt);
        Assert.Null(user.RoleId);
        Assert.Empty(user.Permissions);
        Assert.Empty(user.AdditionalData);
    }

    [Fact]
    public async Task What_is_unknown_is_kept()
    {
        User user = await ReadAsync("""{"id":1,"pods":[{"id":3}],"license":"something new"}""");
        Assert.Equal("something new", user.License);
        Assert.Equal(3, user.AdditionalData["pods"][0].GetProperty("id").GetInt32());
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"true\"", true)]
    [InlineData("0", false)]
    public async Task A_boolean_has_many_forms(string json, bool expected) => Assert.Equal(expected, (await ReadAsync($$"""{"id":1,"active":{{json}}}""")).Active);

    [Fact]
    public async Task A_token_does_not_show()
    {
        User user = await ReadAsync("""{"id":1,"name":"Ann","email":"ann@example.com","token":"secret.user.token"}""");
        Assert.Equal("secret.user.token", user.Token?.Reveal());
        Assert.Equal("User { Id = 1, Name = Ann, Email = ann@example.com }", user.ToString());
    }

    private static async Task<User> ReadAsync(string json)
    {
        await using ScriptedServer server = new(Reply.Json(json));
        using HelpLightningClient client = TestClient.For(server);
        return await client.Users.GetAsync(1, TestContext.Current.CancellationToken);
    }
}
