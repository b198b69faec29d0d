using System.Text.Json;
using ModelContextProtocol.Protocol;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary>Nothing goes out to people without a person's yes.</summary>
public sealed class WriteTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly string[] Link = ["--allow-writes", "--tools", "send_call_link"];

    [Fact]
    public async Task Without_a_way_to_ask_nothing_is_sent()
    {
        int before = Posts();
        await using McpRun run = await McpRun.StartAsync(shop.Environment, "--allow-writes");
        string refusal = await run.RefusalAsync("invite_person", new { email = "unasked@example.com", name = "Un Asked" });
        Assert.Equal(
            "Nothing was sent: this program cannot ask the user (it has no elicitation), and without a yes nothing goes out. The user "
            + "can do it with the hl command, or start hl mcp with --yes as well, which lets it send without asking.", refusal);
        await run.RefusalAsync("send_call_link", new { person = 24, email = "cleo@example.org" });
        Assert.Equal(before, Posts());
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    public async Task The_user_is_asked_and_sees_what_will_happen(string revision)
    {
        List<string> questions = [];
        await using McpRun run = await McpRun.StartAsync(
            shop.Environment, McpRun.Asking(question => { questions.Add(question.Message); return McpRun.Yes(); }, revision), "--allow-writes");
        Assert.Equal(revision, run.Client.NegotiatedProtocolVersion);
        string email = $"asked.{revision}@example.com";
        JsonElement invited = await run.GetAsync("invite_person", new { email, name = "As <b>ked\u202E" });
        Assert.Equal(email, invited.GetProperty("email").GetString());
        JsonElement sent = await run.GetAsync("send_call_link", new { person = "ann@example.com", email = "cleo@example.org", message = "Your pump" });
        Assert.True(sent.GetProperty("email_sent").GetBoolean());
        Assert.Equal(
            [
                $"Invite {email} to the site as \"As ‹b›ked\"? Help Lightning sends an e-mail, which cannot be taken back.",
                "Send a one-time link into a call with \"Ann Field\" (ann@example.com) to cleo@example.org with the words \"Your pump\"? It cannot be taken back.",
            ],
            questions);
    }

    [Theory]
    [InlineData("decline", true, "2025-11-25")]
    [InlineData("cancel", true, "2026-07-28")]
    [InlineData("accept", false, "2025-11-25")]
    [InlineData("accept", null, "2026-07-28")]
    public async Task Anything_but_a_yes_is_a_no(string action, bool? confirm, string revision)
    {
        int before = Posts();
        ElicitResult answer = new() { Action = action, Content = confirm is null ? null : new Dictionary<string, JsonElement> { ["confirm"] = JsonSerializer.SerializeToElement(confirm) } };
        await using McpRun run = await McpRun.StartAsync(shop.Environment, McpRun.Asking(_ => answer, revision), Link);
        Assert.Equal(
            "Nothing was sent: the user did not say yes. Do not try it again unless the user asks for it.",
            await run.RefusalAsync("send_call_link", new { person = 24, email = "cleo@example.org" }));
        Assert.Equal(before, Posts());
    }

    [Fact]
    public async Task Whoever_starts_it_can_say_yes_beforehand()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment, [.. Link, "--yes"]);
        Assert.True((await run.GetAsync("send_call_link", new { person = 24, email = "cleo@example.org" })).GetProperty("email_sent").GetBoolean());
        Assert.Contains("wants the recipient's email or phone", await run.RefusalAsync("send_call_link", new { person = 24 }), StringComparison.Ordinal);
        Assert.Contains("is no e-mail address", await run.RefusalAsync("send_call_link", new { person = 24, email = "cleo" }), StringComparison.Ordinal);
        Assert.Contains("no angle brackets", await run.RefusalAsync("send_call_link", new { person = 24, email = "c@example.org", message = "<b>" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_answer_holds_a_secret()
    {
        await using McpRun run = await McpRun.StartAsync(shop.Environment, "--allow-writes", "--yes");
        JsonElement call = (await run.GetAsync("find_calls", new { attachments = true, limit = 1 })).GetProperty("items")[0];
        string id = call.GetProperty("id").GetString()!;
        HlResult person = await Hl.RunAsync(shop.Environment, "", "api", "GET", "/v1r1/enterprise/users/24");
        HlResult files = await Hl.RunAsync(shop.Environment, "", "api", "GET", $"/v1r1/enterprise/calls/{id}/attachments");
        HlResult workspaces = await Hl.RunAsync(shop.Environment, "", "api", "GET", "/v1r1/enterprise/workspaces");
        string[] secrets =
        [
            Workshop.ApiKey,
            .. Values(person.Require(0).Output, "token"), .. Values(workspaces.Require(0).Output, "token"),
            .. Values(files.Require(0).Output, "signed_url"), .. Values(files.Output, "thumbnail"),
        ];
        Assert.InRange(secrets.Length, 5, 100);
        foreach ((string tool, object arguments) in new (string, object)[]
        {
            ("site_overview", new { }), ("find_people", new { }), ("get_person", new { person = 24 }), ("list_groups", new { }),
            ("group_members", new { group = "Hydraulics" }), ("find_calls", new { }), ("get_call", new { call_id = id }), ("call_statistics", new { by = "person" }),
            ("get_help_thread", new { call_id = id }), ("list_workspaces", new { }),
            ("invite_person", new { email = "secret@example.com", name = "Se Cret" }), ("send_call_link", new { person = 24, email = "cleo@example.org" }),
        })
        {
            await run.GetAsync(tool, arguments);
        }

        await run.RefusalAsync("invite_person", new { email = "ann@example.com", name = "Ann Field" });
        foreach (string secret in secrets)
        {
            Assert.DoesNotContain(secret, run.Wire, StringComparison.Ordinal);
        }

        // Nor the form of one: a token, a link, a signature.
        foreach (string form in new[] { "eyJ", "://", "/meet/", "signature", "-----BEGIN" })
        {
            Assert.DoesNotContain(form, run.Wire, StringComparison.OrdinalIgnoreCase);
        }
    }

    private static IEnumerable<string> Values(string json, string name) => Find(JsonDocument.Parse(json).RootElement, name);

    private static IEnumerable<string> Find(JsonElement element, string name) => element.ValueKind switch
    {
        JsonValueKind.Array => element.EnumerateArray().SelectMany(e => Find(e, name)),
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p =>
            p.Name == name && p.Value.ValueKind == JsonValueKind.String && p.Value.GetString() is { Length: > 0 } text ? [text] : Find(p.Value, name)),
        _ => [],
    };

    private int Posts() => shop.Sandbox.Requests.List().Count(static r => r.Method == "POST" && r.Path.StartsWith("/api/", StringComparison.Ordinal));
}
