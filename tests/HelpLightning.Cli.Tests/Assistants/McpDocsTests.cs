using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants;
using HelpLightning.Cli.Assistants.Tools;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary>docs/mcp.md tells the truth: its table of tools and its session are made here. Run with UPDATE_DOCS=1 to write them anew.</summary>
public sealed class McpDocsTests(Workshop shop) : IClassFixture<Workshop>
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Page => Path.Combine(RepositoryFolder.Root, "docs", "mcp.md");

    [Fact]
    public void The_table_shows_the_tools_as_they_are()
    {
        StringBuilder table = new("| tool | takes | answers |\n|---|---|---|\n");
        foreach (AssistantTool tool in Toolbox.All)
        {
            IEnumerable<string> takes = tool.Parameters.Select(static p => p.IsRequired ? $"**`{p.Name}`**" : $"`{p.Name}`");
            table.Append($"| `{tool.Name}`{(tool.Writes ? " (only with `--allow-writes`)" : "")} | {string.Join(", ", takes)} | {tool.Description} |\n");
        }

        Hold("tools", table.ToString());
    }

    [Fact]
    public async Task The_session_went_as_it_is_shown()
    {
        StringBuilder session = new();
        await using McpWire wire = McpWire.Start(shop.Environment, "--allow-writes");
        async Task AskAsync(string request)
        {
            session.Append($"→ {request}\n");
            await wire.SendAsync(request);
        }

        async Task TellAsync() => session.Append(Show(await wire.ReadLineAsync()));

        await AskAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{"elicitation":{}},"clientInfo":{"name":"a-client","version":"1"}}}""");
        await TellAsync();
        await AskAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        await AskAsync("""{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"find_people","arguments":{"query":"ann"}}}""");
        await TellAsync();
        await AskAsync("""{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{"name":"call_statistics","arguments":{"since":"2026-04-01","until":"2026-05-01","by":"month"}}}""");
        await TellAsync();
        await AskAsync("""{"jsonrpc":"2.0","id":4,"method":"tools/call","params":{"name":"find_calls","arguments":{"since":"last week"}}}""");
        await TellAsync();
        await AskAsync("""{"jsonrpc":"2.0","id":5,"method":"tools/call","params":{"name":"send_call_link","arguments":{"person":24,"email":"cleo@example.org","message":"About your pump"}}}""");
        string question = await wire.ReadLineAsync();
        session.Append(Show(question));
        JsonNode id = JsonNode.Parse(question)!["id"]!;
        await AskAsync(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = id.DeepClone(), ["result"] = new JsonObject { ["action"] = "accept", ["content"] = new JsonObject { ["confirm"] = true } } }.ToJsonString());
        await TellAsync();
        Hold("session", $"```text\n{session}```\n");
    }

    [Fact]
    public void Every_configuration_in_it_starts()
    {
        string[] blocks = [.. File.ReadAllText(Page).Split("```json\n").Skip(1).Select(static b => b.Split("```")[0])];
        Assert.NotEmpty(blocks);
        foreach (string block in blocks)
        {
            JsonElement server = JsonDocument.Parse(block).RootElement.GetProperty("mcpServers").EnumerateObject().First().Value;
            Assert.Equal("hl", server.GetProperty("command").GetString());
            string[] args = [.. server.GetProperty("args").EnumerateArray().Select(static a => a.GetString()!)];
            using TestHost host = new(new Dictionary<string, string>());
            System.CommandLine.ParseResult parsed = CommandTree.Build(host, "mcp").Parse(args);
            Assert.Empty(parsed.Errors);
            Assert.Equal("mcp", args[0]);
        }
    }

    /// <summary>A message over several lines; the text of an answer as a reader sees it.</summary>
    private static string Show(string line)
    {
        JsonNode message = JsonNode.Parse(line)!;
        if (message["result"]?["instructions"] is JsonValue instructions)
        {
            message["result"]!["instructions"] = instructions.GetValue<string>()[..60] + "…";
        }

        return "← " + message.ToJsonString(Readable).ReplaceLineEndings("\n").Replace("\\n", "\n      ", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\n", "\n  ", StringComparison.Ordinal) + "\n";
    }

    /// <summary>Holds what stands between two marks of the page against the truth.</summary>
    private static void Hold(string part, string truth)
    {
        string opening = $"<!-- {part}: made by a test -->\n";
        string page = File.ReadAllText(Page);
        int start = page.IndexOf(opening, StringComparison.Ordinal) + opening.Length;
        int end = page.IndexOf($"<!-- end of {part} -->", StringComparison.Ordinal);
        Assert.InRange(end, start, page.Length);
        if (Environment.GetEnvironmentVariable("UPDATE_DOCS") == "1")
        {
            File.WriteAllText(Page, page[..start] + truth + page[end..]);
            return;
        }

        Assert.Equal(truth, page[start..end]);
    }
}
