using System.Net;
using System.Text.Json;

namespace HelpLightning.Sandbox.Tests;

/// <summary>What is not known for sure of the vendor's API: the reading that holds by default, and the other one by its setting.</summary>
public sealed class AssumptionTests(SandboxFixture fixture) : IClassFixture<SandboxFixture>
{
    private const string Users = "/api/v1r1/enterprise/users";
    private const string Calls = "/api/v1/enterprise/calls";

    /// <summary>Every list that has pages, and how long it is.</summary>
    private static readonly string[] Lists =
    [
        Users, Users + "?order=name", Users + "?filter=name~=%25a%25", "/api/v1/enterprise/users", "/api/v1r1/enterprise/pods",
        "/api/v1/enterprise/pods/1/users",
        "/api/v1/enterprise/pods/1/calls", Calls, Calls + "?order=id:desc", Calls + "?filter=tag.name=training",
        Calls + "/range?from_date=1", "/api/v1r1/enterprise/workspaces",
    ];

    [Theory]
    [InlineData("page_size=1001", 1000)]
    [InlineData("page_size=99999999999999999999", 1000)]
    [InlineData("page_size=0", 20)]
    [InlineData("page_size=-5", 20)]
    [InlineData("page_size=many", 20)]
    [InlineData("page_size=", 20)]
    [InlineData("page=0&page_size=7", 7)]
    [InlineData("page=x&page_size=7", 7)]
    public async Task Too_much_is_lowered_and_nonsense_is_absent(string query, int size)
    {
        JsonElement page = await fixture.OkAsync("GET", $"{Users}?{query}", fixture.Token());
        Assert.Equal((1, size), (page.GetProperty("page").GetInt32(), page.GetProperty("page_size").GetInt32()));
        Assert.Equal(Math.Min(size, 40), page.GetProperty("entries").GetArrayLength());
    }

    [Fact]
    public async Task A_page_past_the_end_is_the_last_one()
    {
        foreach (string list in Lists)
        {
            string separator = list.Contains('?', StringComparison.Ordinal) ? "&" : "?";
            JsonElement first = await fixture.OkAsync("GET", $"{list}{separator}page_size=3", fixture.Token());
            int last = first.GetProperty("total_pages").GetInt32();
            JsonElement expected = await fixture.OkAsync("GET", $"{list}{separator}page_size=3&page={last}", fixture.Token());
            JsonElement beyond = await fixture.OkAsync("GET", $"{list}{separator}page_size=3&page={last + 5}", fixture.Token());
            Assert.True(last == beyond.GetProperty("page").GetInt32(), list);
            Assert.Equal(Ids(expected), Ids(beyond));
            Assert.NotEmpty(Ids(beyond));
        }

        JsonElement contacts = await fixture.OkAsync("GET", "/api/v1r1/user/search/directory?page=99", await fixture.UserTokenAsync());
        Assert.Equal(contacts.GetProperty("total_pages").GetInt32(), contacts.GetProperty("page").GetInt32());
    }

    [Fact]
    public async Task An_empty_list_has_one_page()
    {
        JsonElement page = await fixture.OkAsync("GET", Users + "?page=4&filter=email=nobody@example.com", fixture.Token());
        Assert.Equal([1, 0, 1], new[] { "page", "total_entries", "total_pages" }.Select(n => page.GetProperty(n).GetInt32()));
    }

    [Fact]
    public async Task Paging_is_strict_by_a_setting()
    {
        await using OtherFixture strict = await OtherFixture.StartAsync(
            options => new()
            {
                PartnerPublicKeys = options.PartnerPublicKeys,
                TimeProvider = options.TimeProvider,
                StrictPaging = true,
                LargestPageSize = 50,
            });
        (string Query, string Says)[] wrong =
        [
            ("page=0", "'page'"), ("page=x", "'page'"), ("page_size=0", "'page_size'"), ("page_size=51", "from 1 to 50"),
        ];
        foreach ((string query, string says) in wrong)
        {
            Answer answer = await strict.GetAsync($"{Users}?{query}");
            Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
            Assert.Contains(says, answer.Message, StringComparison.Ordinal);
        }

        JsonElement beyond = await strict.OkAsync("GET", Users + "?page=9&page_size=7", strict.Token());
        Assert.Equal((9, 0), (beyond.GetProperty("page").GetInt32(), beyond.GetProperty("entries").GetArrayLength()));
    }

    [Fact]
    public async Task The_thread_of_a_call_without_one_is_wrapped_by_a_setting()
    {
        await using OtherFixture wrapped = await OtherFixture.StartAsync(
            options => new()
            {
                PartnerPublicKeys = options.PartnerPublicKeys,
                TimeProvider = options.TimeProvider,
                WrapMissingThread = true,
            });
        string call = (await wrapped.OkAsync("GET", Calls + "?page_size=1", wrapped.Token())).GetProperty("entries")[0]
            .GetProperty("session").GetString()!;
        JsonElement none = await wrapped.OkAsync("GET", $"/api/v1r1/enterprise/workboxes/by_call_id/{call}", wrapped.Token());
        Assert.Equal(JsonValueKind.Null, none.GetProperty("workbox").ValueKind);
    }

    /// <summary>The first people of the site are in each of its two workspaces as well, under one address.</summary>
    [Fact]
    public async Task A_search_by_address_may_find_several()
    {
        string email = (await fixture.OkAsync("GET", Users + "/1", fixture.Token())).GetProperty("email").GetString()!;
        Assert.Equal(
            3, (await fixture.OkAsync("POST", "/api/v1/search", fixture.Token(), $$"""{"search_term": "{{email}}"}""")).GetArrayLength());
    }

    [Fact]
    public async Task One_file_of_a_call_has_a_route_of_its_own()
    {
        string[] calls = [.. (await fixture.OkAsync(
            "GET", Calls + "?page_size=1000", fixture.Token())).GetProperty("entries").EnumerateArray()
            .Where(c => c.GetProperty("has_attachments").GetBoolean())
            .Select(c => $"/api/v1r1/enterprise/calls/{c.GetProperty("session").GetString()}/attachments").Take(2)];
        JsonElement listed = (await fixture.OkAsync("GET", calls[0], fixture.Token()))[0];
        string path = $"{calls[0]}/{listed.GetProperty("id").GetInt64()}";
        JsonElement alone = await fixture.OkAsync("GET", path, fixture.Token());
        Shape.Require(Examples.Attachment, alone);
        Assert.Equal(listed.GetProperty("uuid").GetString(), alone.GetProperty("uuid").GetString());
        Assert.Equal(HttpStatusCode.OK, (await fixture.SendAsync(HttpMethod.Get, alone.GetProperty("signed_url").GetString()!)).Status);

        Answer elsewhere = await fixture.GetAsync(path.Replace(calls[0], calls[1], StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.Status);
        Answer byUuid = await fixture.GetAsync($"{calls[0]}/{listed.GetProperty("uuid").GetString()}");
        Assert.Equal(HttpStatusCode.BadRequest, byUuid.Status);
        Answer other = await fixture.CallAsync("GET", path, await fixture.WorkspaceTokenAsync());
        Assert.Equal(HttpStatusCode.NotFound, other.Status);
    }

    [Fact]
    public async Task One_file_of_a_call_has_no_route_by_a_setting()
    {
        await using OtherFixture older = await OtherFixture.StartAsync(
            options => new()
            {
                PartnerPublicKeys = options.PartnerPublicKeys,
                TimeProvider = options.TimeProvider,
                OmitAttachmentRoute = true,
            });
        string call = (await older.OkAsync("GET", Calls + "?page_size=1000", older.Token())).GetProperty("entries").EnumerateArray()
            .First(c => c.GetProperty("has_attachments").GetBoolean()).GetProperty("session").GetString()!;
        string list = $"/api/v1r1/enterprise/calls/{call}/attachments";
        long id = (await older.OkAsync("GET", list, older.Token()))[0].GetProperty("id").GetInt64();
        Assert.Equal(HttpStatusCode.NotFound, (await older.GetAsync($"{list}/{id}")).Status);
    }

    [Fact]
    public async Task The_seed_has_rows_of_files_as_they_have_been_seen()
    {
        List<JsonElement> all = [];
        bool hasDoubles = false;
        foreach (JsonElement call in (await fixture.OkAsync(
            "GET", Calls + "?page_size=1000", fixture.Token())).GetProperty("entries").EnumerateArray())
        {
            JsonElement[] files =
            [
                .. (await fixture.OkAsync(
                    "GET", $"/api/v1r1/enterprise/calls/{call.GetProperty("session").GetString()}/attachments",
                    fixture.Token())).EnumerateArray(),
            ];
            hasDoubles |= files.Where(f => f.GetProperty("type").GetString() == "incall").GroupBy(f => f.GetProperty("name").GetString())
                .Any(g => g.Count() > 1);
            all.AddRange(files);
        }

        Assert.True(hasDoubles);
        Assert.Equal(
            ["chat", "incall", "thumbnail"], all.Select(f => f.GetProperty("type").GetString()).Distinct().Order(StringComparer.Ordinal));
        Assert.All(all.Where(
            f => f.GetProperty("mime_type").GetString()!.StartsWith("image/", StringComparison.Ordinal)), f => Assert.EndsWith(
            f.GetProperty("mime_type").GetString() == "image/png" ? ".PNG" : ".JPG", f.GetProperty("name").GetString(),
            StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-06-01T12:00:00Z")]
    [InlineData("2031-02-28T23:59:59Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public async Task The_seed_is_relative_to_its_day_and_the_same_for_the_same_day(string day)
    {
        DateTimeOffset now = DateTimeOffset.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
        List<string> answers = [];
        for (int run = 0; run < 2; run++)
        {
            await using OtherFixture other = await OtherFixture.StartAsync(
                options => new() { PartnerPublicKeys = options.PartnerPublicKeys, TimeProvider = options.TimeProvider, SeedDate = now });
            answers.Add((await other.GetAsync(Calls + "?page_size=1000")).Body + (await other.GetAsync(Users + "?page_size=1000")).Body);
            double[] started = [.. (await other.OkAsync(
                "GET", Calls + "?page_size=1000", other.Token())).GetProperty("entries").EnumerateArray()
                .Select(
                    c => double.Parse(c.GetProperty("timeCallStarted").GetString()!, System.Globalization.CultureInfo.InvariantCulture))];
            double today = Math.Max(now.ToUnixTimeSeconds(), new DateTimeOffset(1975, 1, 2, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds());
            Assert.InRange(started.Max(), today - (5 * 86_400), today);
            Assert.InRange(started.Count(s => s > today - (30 * 86_400)), 5, 30);
        }

        Assert.Equal(answers[0], answers[1]);
    }

    private sealed class OtherFixture(Func<HelpLightningSandboxOptions, HelpLightningSandboxOptions> change) : SandboxFixture
    {
        public static async Task<OtherFixture> StartAsync(Func<HelpLightningSandboxOptions, HelpLightningSandboxOptions> change)
        {
            OtherFixture fixture = new(change);
            await fixture.InitializeAsync();
            return fixture;
        }

        protected override HelpLightningSandboxOptions Options() => change(base.Options());
    }

    private static string[] Ids(JsonElement page) => [.. page.GetProperty("entries").EnumerateArray()
        .Select(e => e.TryGetProperty("session", out JsonElement session) ? session.GetString()! : e.GetProperty("id").GetRawText())];
}
