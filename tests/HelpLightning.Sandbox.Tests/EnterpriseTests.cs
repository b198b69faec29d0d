using System.Net;
using System.Text.Json;
using HelpLightning.PartnerKeys;

namespace HelpLightning.Sandbox.Tests;

/// <summary>Users, groups and workspaces as an enterprise, a partner or a workspace sees them.</summary>
public sealed class EnterpriseTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    [Fact]
    public async Task Rows_of_v1_are_shorter_and_carry_a_token_each()
    {
        JsonElement page = await fixture.OkAsync("GET", "/api/v1/enterprise/users", fixture.Token());
        Shape.Require(Examples.Page(Examples.UserV1), page);
        string token = page.GetProperty("entries").EnumerateArray().Single(u => u.GetProperty("id").GetInt64() == 1).GetProperty("token")
            .GetString()!;
        Assert.Equal(1, (await fixture.OkAsync("GET", "/api/v1r1/user", token)).GetProperty("id").GetInt64());
    }

    [Fact]
    public async Task Rows_of_v1r1_are_longer_and_only_the_detail_has_a_token()
    {
        Shape.Require(Examples.Page(Examples.User), await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", fixture.Token()));
        Shape.Require(Examples.UserDetail, await fixture.OkAsync("GET", "/api/v1r1/enterprise/users/24", fixture.Token()));
    }

    [Fact]
    public async Task Somebody_invited_is_there_afterwards()
    {
        JsonElement invited = await fixture.OkAsync(
            "POST", "/api/v1r1/enterprise/users", fixture.Token(),
            """{"name": "Nora New", "email": "nora+new@example.com", "role": "User", "title": "Fitter"}""");
        Shape.Require(Examples.User, invited);
        Assert.False(invited.GetProperty("is_confirmed").GetBoolean());
        JsonElement found = await fixture.OkAsync("GET", "/api/v1r1/enterprise/users?filter=email=nora%2Bnew@example.com", fixture.Token());
        Assert.Equal(invited.GetProperty("id").GetInt64(), found.GetProperty("entries")[0].GetProperty("id").GetInt64());
        Assert.Equal(
            1001,
            (await fixture.CallAsync(
                "POST", "/api/v1r1/enterprise/users", fixture.Token(), """{"name": "N", "email": "NORA+new@example.com"}""")).Code);
        Assert.Equal(1044, (await fixture.CallAsync(
            "POST", "/api/v1/auth", null,
            $$"""{"email": "nora+new@example.com", "password": "{{HelpLightningSandboxOptions.DefaultUserPassword}}"}""")).Code);
    }

    [Theory]
    [InlineData("""{"name": "N", "email": "no address"}""", 1005, "'email'")]
    [InlineData("""{"name": "N"}""", 402, "'email' is missing")]
    [InlineData("""{"name": 5, "email": "n@example.com"}""", 402, "'name' wants text")]
    [InlineData("""{"name": "N", "email": "n@example.com", "role": "King"}""", 402, "'role'")]
    [InlineData("""{"name": "N", "email": "n@example.com", "colour": 1}""", 402, "'colour'")]
    public async Task A_wrong_invitation_names_the_field(string body, int code, string says)
    {
        Answer answer = await fixture.CallAsync("POST", "/api/v1r1/enterprise/users", fixture.Token(), body);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(code, answer.Code);
        Assert.Contains(says, answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_of_256_characters_is_code_1007() => Assert.Equal(1007, (await fixture.CallAsync(
        "POST", "/api/v1r1/enterprise/users", fixture.Token(),
        $$"""{"name": "{{new string('n', 256)}}", "email": "n@example.com"}""")).Code);

    [Fact]
    public async Task Groups_are_pods_with_the_default_one_among_them()
    {
        JsonElement page = await fixture.OkAsync(
            "GET", "/api/v1r1/enterprise/pods?order=name&filter=updated_at%3E2024-01-01T00:00:00Z", fixture.Token());
        Shape.Require(Examples.Page(Examples.Group), page);
        JsonElement everybody = page.GetProperty("entries").EnumerateArray().Single(g => g.GetProperty("default").GetBoolean());
        Assert.InRange(everybody.GetProperty("user_count").GetInt32(), 40, 41);
        Assert.Contains(page.GetProperty("entries").EnumerateArray(), g => g.GetProperty("expert").GetBoolean());
    }

    [Fact]
    public async Task A_group_shows_its_members_and_the_groups_it_knows()
    {
        JsonElement groups = (await fixture.GetAsync("/api/v1r1/enterprise/pods?page_size=100")).Json.GetProperty("entries");
        int subgroups = 0;
        int onCall = 0;
        foreach (JsonElement group in groups.EnumerateArray())
        {
            JsonElement detail = await fixture.OkAsync(
                "GET", $"/api/v1r1/enterprise/pods/{group.GetProperty("id").GetInt64()}", fixture.Token());
            Shape.Require(
                Examples.Group[..^1] + """, "users": [{"id": 1, "name": ""}], "admins": [], "subpods": [], "on_call_pods": []}""", detail);
            Assert.Equal(detail.GetProperty("user_count").GetInt32(), detail.GetProperty("users").GetArrayLength());
            Assert.Equal(detail.GetProperty("admin_count").GetInt32(), detail.GetProperty("admins").GetArrayLength());
            subgroups += detail.GetProperty("subpods").GetArrayLength();
            onCall += detail.GetProperty("on_call_pods").GetArrayLength();
        }

        Assert.True(subgroups > 0 && onCall > 0, $"{subgroups} subgroups, {onCall} on-call groups");
    }

    [Fact]
    public async Task The_members_of_a_group_lack_six_fields()
    {
        long group = await GroupAsync("Level 1");
        JsonElement page = await fixture.OkAsync("GET", $"/api/v1/enterprise/pods/{group}/users?order=name", fixture.Token());
        Shape.Require(Examples.Page(Examples.Member), page);
        JsonElement detail = (await fixture.GetAsync($"/api/v1r1/enterprise/pods/{group}")).Json;
        Assert.Equal(detail.GetProperty("user_count").GetInt32(), page.GetProperty("total_entries").GetInt32());
    }

    [Fact]
    public async Task The_calls_of_a_group_are_those_in_which_all_are_members()
    {
        JsonElement all = (await fixture.GetAsync("/api/v1/enterprise/calls?page_size=1000")).Json.GetProperty("entries");
        long seen = 0;
        foreach (JsonElement group in (await fixture.GetAsync("/api/v1r1/enterprise/pods")).Json.GetProperty("entries").EnumerateArray())
        {
            long id = group.GetProperty("id").GetInt64();
            HashSet<string> members = [.. (await fixture.GetAsync(
                $"/api/v1r1/enterprise/pods/{id}")).Json.GetProperty("users").EnumerateArray()
                .Select(u => u.GetProperty("id").GetRawText())];
            string?[] expected = [.. all.EnumerateArray()
                .Where(c => c.GetProperty("participants").EnumerateArray().All(p => members.Contains(p.GetProperty("id").GetString()!)))
                .Select(c => c.GetProperty("session").GetString())];
            JsonElement page = await fixture.OkAsync("GET", $"/api/v1/enterprise/pods/{id}/calls?page_size=1000", fixture.Token());
            Assert.Equal(expected, page.GetProperty("entries").EnumerateArray().Select(c => c.GetProperty("session").GetString()));
            Assert.Equal(expected.Length, page.GetProperty("total_entries").GetInt32());
            seen += group.GetProperty("default").GetBoolean() ? 0 : expected.Length;
        }

        Assert.True(seen > 0);
    }

    [Fact]
    public async Task A_site_key_lists_workspaces_whose_tokens_open_them()
    {
        JsonElement page = await fixture.OkAsync("GET", "/api/v1r1/enterprise/workspaces?page=1&page_size=20", fixture.Token());
        Shape.Require(Examples.Page(Examples.Workspace), page);
        Assert.Equal(2, page.GetProperty("total_entries").GetInt32());
        string token = page.GetProperty("entries")[0].GetProperty("token").GetString()!;
        JsonElement users = await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", token);
        Assert.All(
            users.GetProperty("entries").EnumerateArray(),
            u => Assert.Equal(SandboxFixture.Workspace, u.GetProperty("enterprise_id").GetInt64()));
        Assert.Equal(12, users.GetProperty("total_entries").GetInt32());
        Assert.Equal(40, (await fixture.OkAsync("GET", "/api/v1/enterprise/calls", token)).GetProperty("total_entries").GetInt32());
        Shape.Require(
            Examples.Workspace,
            await fixture.OkAsync("GET", $"/api/v1r1/enterprise/workspaces/{SandboxFixture.Workspace}", fixture.Token()));
    }

    [Fact]
    public async Task A_workspace_key_opens_its_workspace_and_lists_none()
    {
        using PartnerKey key = PartnerKey.Create();
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await fixture.CallAsync("GET", "/api/v1r1/enterprise/users", fixture.Token(key, SandboxFixture.Workspace))).Status);
        fixture.Sandbox.RegisterPartnerKey(key.PublicKey, new SiteId(SandboxFixture.Workspace));
        string token = fixture.Token(key, SandboxFixture.Workspace);
        JsonElement empty = await fixture.OkAsync("GET", "/api/v1r1/enterprise/workspaces", token);
        Assert.Equal(0, empty.GetProperty("total_entries").GetInt32());
        Assert.Equal(12, (await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", token)).GetProperty("total_entries").GetInt32());
        Assert.Equal(202, (await fixture.CallAsync("GET", $"/api/v1r1/enterprise/workspaces/{SandboxFixture.Workspace}", token)).Code);
        Assert.Equal(
            HttpStatusCode.Unauthorized, (await fixture.CallAsync("GET", "/api/v1r1/enterprise/users", fixture.Token(key))).Status);
        await fixture.OkAsync("GET", "/api/v1r1/enterprise/users", fixture.Token());
    }

    private async Task<long> GroupAsync(string name) =>
        (await fixture.GetAsync($"/api/v1r1/enterprise/pods?filter=name={Uri.EscapeDataString(name)}")).Json.GetProperty("entries")[0]
            .GetProperty("id").GetInt64();
}
