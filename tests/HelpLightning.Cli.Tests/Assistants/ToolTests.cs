using System.Text.Json;
using HelpLightning.Cli.Assistants;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Sandbox;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary>What the tools answer, asked by the official SDK's client.</summary>
public sealed class ToolTests(Workshop shop) : IClassFixture<Workshop>
{
    private const int MostBytes = 8 * 1024;

    /// <summary>In the small seed.</summary>
    private const int Calls = 300;

    private static readonly string[] Writing = ["invite_person", "send_call_link"];

    [Fact]
    public async Task Only_reading_tools_are_offered_and_all_say_what_they_are()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        IList<McpClientTool> tools = await run.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(Toolbox.All.Where(static t => !t.Writes).Select(static t => t.Name), tools.Select(static t => t.Name));
        Assert.All(tools, static tool =>
        {
            ToolAnnotations hints = tool.ProtocolTool.Annotations!;
            Assert.True(hints.ReadOnlyHint);
            Assert.False(hints.DestructiveHint);
            Assert.True(hints.IdempotentHint);
            Assert.True(hints.OpenWorldHint);
            Assert.NotEmpty(hints.Title!);
            Assert.NotEmpty(tool.Description);
            Assert.Equal("object", tool.ReturnJsonSchema!.Value.GetProperty("type").GetString());
            Assert.False(tool.JsonSchema.GetProperty("additionalProperties").GetBoolean());
        });
        McpProtocolException refused = await Assert.ThrowsAsync<McpProtocolException>(
            () => run.CallAsync("invite_person", new { email = "new@example.com", name = "New" }));
        Assert.Contains("There is no tool invite_person. There are: site_overview, ", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_allow_writes_the_others_are_offered_as_what_they_are()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment, "--allow-writes", "--tools", "get_person,send_call_link,invite_person");
        IList<McpClientTool> tools = await run.Client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["get_person", .. Writing], tools.Select(static t => t.Name));
        Assert.All(tools.Skip(1), static tool =>
        {
            Assert.False(tool.ProtocolTool.Annotations!.ReadOnlyHint);
            Assert.True(tool.ProtocolTool.Annotations.DestructiveHint);
            Assert.False(tool.ProtocolTool.Annotations.IdempotentHint);
        });
        Assert.InRange(Toolbox.All.Count, 1, 15);
    }

    [Fact]
    public async Task A_list_is_walked_by_its_cursor_and_each_answer_is_short()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        foreach ((string tool, int total) in new[] { ("find_people", 40), ("find_calls", Calls), ("list_groups", 6) })
        {
            List<string> ids = [];
            for (string? cursor = ""; cursor is not null;)
            {
                JsonElement answer = await run.GetAsync(tool, new { cursor, limit = 50 });
                ids.AddRange(answer.GetProperty("items").EnumerateArray().Select(static row => row.GetProperty("id").ToString()));
                cursor = answer.TryGetProperty("next_cursor", out JsonElement next) ? next.GetString() : null;
            }

            Assert.Equal(total, ids.Count);
            Assert.Equal(total, ids.Distinct().Count());
        }

        Assert.All(run.Wire.Split('\n').Where(static line => !line.Contains("inputSchema", StringComparison.Ordinal)), static line => Assert.InRange(line.Length, 0, MostBytes));
    }

    [Fact]
    public async Task People_are_found_by_id_address_and_name()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        foreach (object person in new object[] { 24, "24", "ann@example.com", "Ann Field", " ann field " })
        {
            Assert.Equal(24, (await run.GetAsync("get_person", new { person })).GetProperty("id").GetInt64());
        }

        Assert.Equal(24, Assert.Single((await run.GetAsync("find_people", new { query = "NN@EX" })).GetProperty("items").EnumerateArray()).GetProperty("id").GetInt64());
        string several = await run.RefusalAsync("get_person", new { person = "Wanda" });
        Assert.StartsWith("Several people have such a name. Give the id of the one that is meant.\n", several, StringComparison.Ordinal);
        Assert.Contains("\"Wanda ", several, StringComparison.Ordinal);
        Assert.Contains("Nobody of this site has a name", await run.RefusalAsync("get_person", new { person = "%" + "Nobody" }), StringComparison.Ordinal);
        Assert.Contains("Nobody of this site has that e-mail", await run.RefusalAsync("get_person", new { person = "no@example.com" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Calls_are_found_by_person_group_tag_time_and_outcome()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        JsonElement[] all = await CallsAsync(run, new Dictionary<string, object>());
        JsonElement[] unanswered = await CallsAsync(run, new() { ["unanswered"] = true });
        JsonElement[] answered = await CallsAsync(run, new() { ["unanswered"] = false });
        Assert.Equal(Calls, all.Length);
        Assert.Equal(all.Length, unanswered.Length + answered.Length);
        Assert.All(unanswered, static c => Assert.Equal("unanswered", c.GetProperty("outcome").GetString()));
        string tag = all.First(static c => c.TryGetProperty("tags", out _)).GetProperty("tags")[0].GetString()!;
        JsonElement[] tagged = await CallsAsync(run, new() { ["tag"] = tag });
        Assert.NotEmpty(tagged);
        Assert.All(tagged, c => Assert.Contains(tag, c.GetProperty("tags").EnumerateArray().Select(static t => t.GetString())));
        long caller = all[0].GetProperty("caller_id").GetInt64();
        JsonElement[] ofPerson = await CallsAsync(run, new() { ["person"] = caller });
        Assert.InRange(ofPerson.Length, 1, all.Length - 1);
        JsonElement[] ofGroup = await CallsAsync(run, new() { ["group"] = "hydraulics" });
        Assert.InRange(ofGroup.Length, 1, all.Length - 1);

        // The middle of the list, by the time of the newest of its older half.
        string middle = all[60].GetProperty("started").GetString()!.Split('(')[1].TrimEnd(')');
        JsonElement[] since = await CallsAsync(run, new() { ["since"] = middle });
        JsonElement[] until = await CallsAsync(run, new() { ["until"] = middle });
        Assert.Equal(all.Length, since.Length + until.Length);
        Assert.InRange(since.Length, 60, 62);
    }

    [Fact]
    public async Task A_call_is_told_with_its_people_and_files_and_its_thread()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        JsonElement listed = (await CallsAsync(run, new() { ["attachments"] = true }))[0];
        JsonElement call = await run.GetAsync("get_call", new { call_id = listed.GetProperty("id").GetString() });
        Assert.Equal(listed.GetProperty("started").GetString()!.Split('(')[1], call.GetProperty("started").GetString()!.Split('(')[1]);
        Assert.NotEmpty(call.GetProperty("attachments").EnumerateArray());
        Assert.NotEmpty(call.GetProperty("participants").EnumerateArray());
        CallToolResult none = await run.CallAsync("get_help_thread", new { call_id = listed.GetProperty("id").GetString() });
        Assert.Equal("This call has no help thread.", McpRun.TextOf(none));
        Assert.NotEqual(true, none.IsError);
        string missing = await run.RefusalAsync("get_call", new { call_id = "call_00000000-0000-7000-8000-000000000000" });
        Assert.DoesNotContain('\n', missing);
    }

    [Fact]
    public async Task Statistics_add_up_whatever_they_are_by()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        const string Since = "2020-01-01";
        foreach (string by in new[] { "day", "week", "month", "person", "group", "tag" })
        {
            JsonElement answer = await run.GetAsync("call_statistics", new { since = Since, by });
            JsonElement total = answer.GetProperty("total");
            Assert.Equal(Calls, total.GetProperty("calls").GetInt32());
            Assert.True(answer.GetProperty("complete").GetBoolean());
            int rows = answer.GetProperty("items").GetArrayLength();
            int sum = answer.GetProperty("items").EnumerateArray().Sum(static row => row.GetProperty("calls").GetInt32());
            Assert.NotEqual(0, rows);
            if (by is "week" or "month" && answer.GetProperty("left_out").GetInt32() == 0)
            {
                Assert.Equal(Calls, sum);
            }
        }

        JsonElement[] unanswered = await CallsAsync(run, new() { ["unanswered"] = true });
        Assert.Equal(
            unanswered.Length,
            (await run.GetAsync("call_statistics", new { since = Since })).GetProperty("total").GetProperty("unanswered").GetInt32());
        Assert.All(run.Wire.Split('\n').Where(static line => !line.Contains("inputSchema", StringComparison.Ordinal)), static line => Assert.InRange(line.Length, 0, MostBytes));
    }

    [Theory]
    [InlineData("get_person", "{}", "get_person wants person: Who: person id, whole e-mail address, or name.")]
    [InlineData("get_person", """{"person":["x"]}""", "person of get_person wants a text.")]
    [InlineData("get_person", """{"person":"1","who":"x"}""", "get_person has no argument who. It takes: person.")]
    [InlineData("site_overview", """{"x":1}""", "site_overview has no argument x. It takes none.")]
    [InlineData("find_people", """{"limit":0}""", "limit of find_people wants a whole number from 1 to 50.")]
    [InlineData("find_people", """{"limit":"many"}""", "limit of find_people wants a whole number from 1 to 50.")]
    [InlineData("find_people", """{"active":"yes"}""", "active of find_people wants true or false.")]
    [InlineData("find_people", """{"cursor":"3"}""", "cursor wants the next_cursor of the answer before, as it was, with the same arguments. Leave it out to begin at the top.")]
    [InlineData("find_calls", """{"since":"yesterday"}""", "since wants how long ago (30m, 24h, 7d, 2w), a day (2026-11-01) or a time (2026-11-01T08:00Z).")]
    [InlineData("find_calls", """{"since":"1d","until":"2d"}""", "until is before since: nothing can lie between them.")]
    [InlineData("call_statistics", """{"by":"hour"}""", "by of call_statistics wants one of day, week, month, person, group, tag.")]
    [InlineData("get_call", """{"call_id":".."}""", "call_id wants the id of a call, as find_calls tells it.")]
    [InlineData("group_members", """{"group":"Nowhere"}""", "No group of this site has such a name. list_groups shows them.")]
    public async Task A_wrong_argument_is_answered_with_what_is_wanted(string tool, string arguments, string wanted)
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        Assert.Equal(wanted, await run.RefusalAsync(tool, JsonDocument.Parse(arguments).RootElement));
    }

    [Fact]
    public async Task What_the_API_refuses_is_a_tool_error_with_its_remedy()
    {
        Dictionary<string, string> environment = shop.Environment;
        environment["HL_API_KEY"] = "another-key";
        await using McpRun run = await McpRun.StartAsync(environment);
        string refusal = await run.RefusalAsync("find_people");
        Assert.Contains("API key", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("another-key", run.Wire, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_cancelled_ends_its_call_and_nothing_else()
    {
        await using HelpLightningSandbox sandbox = await HelpLightningSandbox.StartAsync(
            new() { PartnerPublicKeys = [shop.Key.PublicKey], ApiKey = Workshop.ApiKey }, TestContext.Current.CancellationToken);
        sandbox.Faults.Add("GET /api/v1r1/enterprise/users delay=600s");
        Dictionary<string, string> environment = shop.Environment;
        await using WireTap tap = new(sandbox.BaseAddress.Port);
        environment["HL_API_URL"] = tap.Address;
        await using McpRun run = await McpRun.StartAsync(environment);
        await run.GetAsync("list_groups");
        using CancellationTokenSource user = new();
        Task<CallToolResult> call = run.Client.CallToolAsync("find_people", cancellationToken: user.Token).AsTask();
        await Eventually.HoldsAsync(() => tap.Saw("GET /api/v1r1/enterprise/users"));
        Assert.Equal(0, tap.GivenUp);
        await user.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await Eventually.HoldsAsync(() => tap.GivenUp == 1);
        await run.GetAsync("list_groups");
    }

    [Fact]
    public async Task Progress_is_told_to_who_wants_it()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment);
        TaskCompletionSource<string?> told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await run.Client.CallToolAsync(
            "call_statistics", new Dictionary<string, object?> { ["since"] = "2020-01-01" },
            new Progress<ProgressNotificationValue>(value => told.TrySetResult(value.Message)),
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.EndsWith(" calls counted", await told.Task.WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public void Times_are_told_in_words_and_exactly()
    {
        DateTimeOffset now = new(2026, 11, 29, 10, 0, 0, TimeSpan.Zero);
        Assert.Equal("3 days ago (2026-11-26T10:00:00Z)", TimeText.Of(now.AddDays(-3), now));
        Assert.Equal("in 5 min (2026-11-29T10:05:00Z)", TimeText.Of(now.AddMinutes(5), now));
        Assert.Equal("1 h 5 min", TimeText.Length(TimeSpan.FromMinutes(65)));
        Assert.Equal("4 min 20 s", TimeText.Length(TimeSpan.FromSeconds(260)));
        Assert.Equal("12 s", TimeText.Length(TimeSpan.FromSeconds(12)));
    }

    private static async Task<JsonElement[]> CallsAsync(McpRun run, Dictionary<string, object> filters)
    {
        List<JsonElement> rows = [];
        for (string? cursor = ""; cursor is not null;)
        {
            JsonElement answer = await run.GetAsync("find_calls", new Dictionary<string, object>(filters) { ["cursor"] = cursor, ["limit"] = 50 });
            rows.AddRange(answer.GetProperty("items").EnumerateArray());
            cursor = answer.TryGetProperty("next_cursor", out JsonElement next) ? next.GetString() : null;
        }

        return [.. rows];
    }
}
