using System.Net;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

public sealed class UserListTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Path = "/api/v1r1/enterprise/users";

    private static readonly string[] Fields =
    [
        "id", "name", "username", "email", "enterprise_id", "role_id", "role_name", "permissions", "title", "location", "license", "manage",
        "provider", "provider_uid", "status", "status_message", "available", "active", "is_confirmed", "is_first_login", "email_confirmed",
        "unavailable_expires_at", "confirmed_at", "confirmation_sent_at", "invitation_sent_at", "created_at", "updated_at", "first_call_at",
        "last_used_at", "avatar",
    ];

    [Fact]
    public async Task A_page_has_the_envelope_and_rows_with_every_field_and_no_token()
    {
        JsonElement page = (await fixture.GetAsync(Path)).Json;
        Assert.Equal(["entries", "page", "page_size", "total_entries", "total_pages"], page.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            [1, 20, 40, 2], new[] { "page", "page_size", "total_entries", "total_pages" }.Select(n => page.GetProperty(n).GetInt32()));
        foreach (JsonElement row in page.GetProperty("entries").EnumerateArray())
        {
            Assert.Equal(Fields, row.EnumerateObject().Select(p => p.Name));
            Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", row.GetProperty("created_at").GetString());
            Assert.Equal(54344, row.GetProperty("enterprise_id").GetInt32());
        }
    }

    [Fact]
    public async Task The_detail_adds_a_user_token_with_the_claims_that_have_been_seen()
    {
        JsonElement user = (await fixture.GetAsync(Path + "/24")).Json;
        Assert.Equal([.. Fields, "token"], user.EnumerateObject().Select(p => p.Name));
        Assert.Equal("ann@example.com", user.GetProperty("email").GetString());
        Assert.True(UnverifiedToken.TryRead(user.GetProperty("token").GetString(), out UnverifiedToken? token, out _));
        Assert.Equal("""{"alg":"HS256","typ":"JWT"}""", token.Header);
        Assert.Equal(fixture.Clock.GetUtcNow().AddDays(30), token.ExpiresAt);
        JsonElement claims = JsonDocument.Parse(token.Claims).RootElement;
        Assert.Equal("User:24", claims.GetProperty("sub").GetString());
        Assert.Equal("100", claims.GetProperty("ver").GetString());
        Assert.Equal(claims.GetProperty("iat").GetInt64() - 1, claims.GetProperty("nbf").GetInt64());
    }

    [Fact]
    public async Task Nobody_is_a_404() => Assert.Equal(HttpStatusCode.NotFound, (await fixture.GetAsync(Path + "/4711")).Status);

    [Fact]
    public async Task Pages_cover_everybody_once()
    {
        List<int> ids = [];
        for (int page = 1; page <= 6; page++)
        {
            ids.AddRange(await IdsAsync($"?page={page}&page_size=7"));
        }

        Assert.Equal(Enumerable.Range(1, 40), ids);
    }

    [Theory]
    [InlineData("email=ann@example.com", new[] { 24 })]
    [InlineData("\"email=ann@example.com\"", new[] { 24 })]
    [InlineData("email=ANN@example.com", new[] { 24 })]
    [InlineData("name=Ann Field", new[] { 24 })]
    [InlineData("name~=%ann f%", new[] { 24 })]
    [InlineData("name~=Ann", new int[0])]
    [InlineData("email~=ann_example.com", new int[0])]
    [InlineData("id|=3,1,2", new[] { 1, 2, 3 })]
    [InlineData("\"name|=Ann Field,Nobody\"", new[] { 24 })]
    [InlineData("id>38", new[] { 39, 40 })]
    [InlineData("email=nobody@example.com", new int[0])]
    [InlineData("email=' OR 1=1 --", new int[0])]
    public async Task A_filter_finds(string filter, int[] expected) =>
        Assert.Equal(expected, await IdsAsync($"?page_size=100&filter={Uri.EscapeDataString(filter)}"));

    [Fact]
    public async Task A_filter_by_time_splits_the_list()
    {
        const string Moment = "2025-01-01T00:00:00.123456Z";
        JsonElement all = (await fixture.GetAsync(Path + "?page_size=100")).Json.GetProperty("entries");
        int[] expected =
        [
            .. all.EnumerateArray().Where(u => string.CompareOrdinal(u.GetProperty("updated_at").GetString(), Moment) > 0)
            .Select(u => u.GetProperty("id").GetInt32()),
        ];
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await IdsAsync($"?page_size=100&filter={Uri.EscapeDataString("updated_at>" + Moment)}"));
        Assert.Equal(
            expected, await IdsAsync($"?page_size=100&filter={Uri.EscapeDataString("updated_at>2025-01-01T01:00:00.123456+01:00")}"));
    }

    [Fact]
    public async Task An_order_holds_over_pages()
    {
        JsonElement all = (await fixture.GetAsync(Path + "?page_size=100&order=name")).Json.GetProperty("entries");
        string[] names = [.. all.EnumerateArray().Select(u => u.GetProperty("name").GetString()!)];
        Assert.Equal(names.Order(StringComparer.OrdinalIgnoreCase), names);
        int[] descending = await IdsAsync("?page_size=100&order=id:desc");
        Assert.Equal(Enumerable.Range(1, 40).Reverse(), descending);
    }

    [Theory]
    [InlineData("?page=1&page=2", "more than once")]
    [InlineData("?pagesize=5", "Unknown parameter 'pagesize'")]
    [InlineData("?filter=phone=1", "unknown key")]
    [InlineData("?filter=email", "'filter'")]
    [InlineData("?filter=", "'filter'")]
    [InlineData("?filter=email!=x", "'filter'")]
    [InlineData("?filter=email==x", "'filter'")]
    [InlineData("?filter=id%3E%3D5", "'filter'")]
    [InlineData("?filter=id=five", "whole number")]
    [InlineData("?filter=updated_at%3Eyesterday", "a time such as")]
    [InlineData("?filter=id~=1", "no pattern operator")]
    [InlineData("?order=phone", "'order'")]
    [InlineData("?order=name:down", "'order'")]
    public async Task A_wrong_parameter_is_named(string query, string says)
    {
        Answer answer = await fixture.GetAsync(Path + query);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(402, answer.Code);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_id_is_said_to_be_one() => Assert.Equal(402, (await fixture.GetAsync(Path + "/ann")).Code);

    [Fact]
    public async Task An_empty_list_has_one_page() =>
        Assert.Equal(1, (await fixture.GetAsync(Path + "?filter=id=999")).Json.GetProperty("total_pages").GetInt32());

    private async Task<int[]> IdsAsync(string query)
    {
        Answer answer = await fixture.GetAsync(Path + query);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        return [.. answer.Json.GetProperty("entries").EnumerateArray().Select(u => u.GetProperty("id").GetInt32())];
    }
}
