using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

public sealed class ContactTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Search = "/api/v1r1/user/search/";

    [Theory]
    [InlineData("directory")]
    [InlineData("personal")]
    [InlineData("team")]
    public async Task A_search_for_people_answers_contacts(string name)
    {
        JsonElement page = await fixture.OkAsync(
            "GET", Search + name + "?page=1&page_size=20", await fixture.UserTokenAsync(await SociableAsync()));
        Shape.Require(Examples.Page(Examples.Contact), page);
    }

    [Fact]
    public async Task A_search_term_is_looked_for_in_names_and_addresses()
    {
        string token = await fixture.UserTokenAsync(1);
        JsonElement found = (await fixture.OkAsync("GET", Search + "directory?search_term=ann%20f", token)).GetProperty("entries");
        Assert.Equal(["Ann Field"], found.EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(
            0, (await fixture.OkAsync("GET", Search + "directory?search_term=%25", token)).GetProperty("total_entries").GetInt32());
        Answer tooLong = await fixture.CallAsync("GET", Search + "directory?search_term=" + new string('x', 256), token);
        Assert.Equal(1009, tooLong.Code);
    }

    [Fact]
    public async Task A_favourite_person_comes_and_goes()
    {
        string token = await fixture.UserTokenAsync();
        long other = (await fixture.OkAsync("GET", Search + "directory", token)).GetProperty("entries")[0].GetProperty("id").GetInt64();
        Shape.Require(
            """{"id": 1, "favorite": true}""", await fixture.OkAsync("POST", "/api/v1/favorites", token, $$"""{"id": {{other}}}"""));
        JsonElement page = await fixture.OkAsync("GET", Search + "favorites", token);
        Shape.Require(Examples.Page(Examples.Contact), page);
        Assert.True(page.GetProperty("entries")[0].GetProperty("favorite").GetBoolean());
        await fixture.OkAsync("DELETE", $"/api/v1/favorites?id={other}", token);
        Assert.Equal(0, (await fixture.OkAsync("GET", Search + "favorites", token)).GetProperty("total_entries").GetInt32());
        Assert.Equal(1040, (await fixture.CallAsync("POST", "/api/v1/favorites", token, """{"id": 4711}""")).Code);
    }

    [Fact]
    public async Task A_favourite_on_call_group_comes_and_goes()
    {
        string token = await fixture.UserTokenAsync();
        JsonElement groups = await fixture.OkAsync("GET", Search + "on_call_groups", token);
        Shape.Require(Examples.Page(Examples.OnCallGroup), groups);
        string path = $"/api/v1/on_call_groups/{groups.GetProperty("entries")[0].GetProperty("id").GetInt64()}/favorites";
        await fixture.OkAsync("POST", path, token, "{}");
        Shape.Require(Examples.Page(Examples.OnCallGroup), await fixture.OkAsync("GET", Search + "on_call_group_favorites", token));
        await fixture.OkAsync("DELETE", path, token);
        Assert.Equal(0, (await fixture.OkAsync("GET", Search + "on_call_group_favorites", token)).GetProperty("total_entries").GetInt32());
    }

    [Fact]
    public async Task The_search_for_anybody_is_a_bare_array_without_addresses()
    {
        const string Row = """{"id": 24, "name": "", "username": "", "active": true, "avatar": {"original": null, "thumb": null}}""";
        string withToken = Row[..^1] + $", \"token\": \"{Examples.Jwt}\"}}";
        Shape.Require($"[{Row}]", await fixture.OkAsync("POST", "/api/v1/search", fixture.Token(), """{"search_term": "ann field"}"""));
        JsonElement found = await fixture.OkAsync(
            "POST", "/api/v1/search", await fixture.UserTokenAsync(1), """{"search_term": "ann@example.com", "include_token": true}""");
        Shape.Require($"[{withToken}]", found);
        Assert.Equal(SandboxFixture.Ann, found[0].GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task The_calling_user_and_their_room()
    {
        Shape.Require(Examples.User, await fixture.OkAsync("GET", "/api/v1r1/user", await fixture.UserTokenAsync()));
        JsonElement account = await fixture.OkAsync("GET", "/api/v1/info", await fixture.UserTokenAsync());
        Shape.Require(Examples.Account, account);
        Assert.Equal(
            account.GetProperty("personal_room_session_id").GetString(),
            (await fixture.OkAsync("GET", "/api/v1/info", await fixture.UserTokenAsync())).GetProperty(
                "personal_room_session_id").GetString());
    }

    [Fact]
    public async Task Somebody_deactivated_is_told_so()
    {
        long gone = (await fixture.GetAsync("/api/v1r1/enterprise/users?page_size=100")).Json.GetProperty("entries").EnumerateArray()
            .First(u => !u.GetProperty("active").GetBoolean()).GetProperty("id").GetInt64();
        Answer answer = await fixture.CallAsync("GET", "/api/v1/info", await fixture.UserTokenAsync(gone));
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal(1041, answer.Code);
    }

    /// <summary>An active user who is in a group with others.</summary>
    private async Task<long> SociableAsync()
    {
        HashSet<long> active = [.. (await fixture.GetAsync(
            "/api/v1r1/enterprise/users?page_size=100")).Json.GetProperty("entries").EnumerateArray()
            .Where(u => u.GetProperty("active").GetBoolean()).Select(u => u.GetProperty("id").GetInt64())];
        long group = (await fixture.GetAsync("/api/v1r1/enterprise/pods?filter=name=Level%201")).Json.GetProperty("entries")[0]
            .GetProperty("id").GetInt64();
        return (await fixture.GetAsync($"/api/v1r1/enterprise/pods/{group}")).Json.GetProperty("users").EnumerateArray()
            .Select(u => u.GetProperty("id").GetInt64()).First(active.Contains);
    }
}
