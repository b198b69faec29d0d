using System.Diagnostics;
using System.Text.Json;
using ModelContextProtocol.Client;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary>The protocol's edges: what is no JSON, ends of streams, signals, and what is typed wrongly.</summary>
public sealed class ProtocolTests(Workshop shop) : IClassFixture<Workshop>
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""";

    [Fact]
    public async Task The_end_of_standard_input_ends_it_well()
    {
        HlResult result = (await Hl.RunAsync(shop.Environment, "", "mcp")).Require(0);
        Assert.Empty(result.All);
    }

    [Fact]
    public async Task What_is_no_JSON_is_passed_over_and_standard_output_is_JSON_alone()
    {
        string[] lines = ["nonsense", "{", "[]", "\u0001", """{"jsonrpc":"2.0","id":7,"method":"tools/nothing"}""", Initialize, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", """{"jsonrpc":"2.0","id":2,"method":"ping"}""", """{"jsonrpc":"2.0","id":3,"method":"tools/call","params":{}}"""];
        await using McpWire wire = McpWire.Start(shop.Environment);
        foreach (string line in lines)
        {
            await wire.SendAsync(line);
        }

        Dictionary<int, JsonElement> answers = await wire.ReadAsync(1, 2, 3, 7);
        Assert.Equal("help-lightning", answers[1].GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString());
        Assert.Equal(JsonValueKind.Object, answers[2].GetProperty("result").ValueKind);
        Assert.True(answers[3].TryGetProperty("error", out _));
        Assert.Equal(-32601, answers[7].GetProperty("error").GetProperty("code").GetInt32());
        (await wire.EndAsync()).Require(0);
    }

    [Fact]
    public async Task The_built_program_speaks_with_the_official_client_and_needs_nothing_to_try_it()
    {
        await using McpClient client = await McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions { Command = HlProgram.Path, Arguments = ["mcp", "--sandbox"] }),
            cancellationToken: TestContext.Current.CancellationToken);
        JsonElement site = (await client.CallToolAsync("site_overview", cancellationToken: TestContext.Current.CancellationToken)).StructuredContent!.Value;
        Assert.Equal(40, site.GetProperty("people").GetInt32());
        Assert.Equal("sandbox", site.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task SIGTERM_ends_the_built_program_well_while_it_waits()
    {
        using Process process = HlProgram.Start(shop.Environment, "mcp");
        await process.StandardInput.WriteLineAsync(Initialize);
        await process.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        Assert.Contains("protocolVersion", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        long start = Stopwatch.GetTimestamp();
        Signals.Terminate(process);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        Assert.InRange(Stopwatch.GetElapsedTime(start).TotalSeconds, 0, 4);
        Assert.Empty(await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        Assert.Empty(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(2, "--tools names a tool that is not there. There are: site_overview, ", "--tools", "find_peple")]
    [InlineData(2, "invite_person sends something to people: add --allow-writes to offer it.", "--tools", "invite_person")]
    [InlineData(2, "--tools wants names with commas between them", "--tools", ",")]
    [InlineData(2, "--yes is for what --allow-writes allows", "--yes")]
    [InlineData(2, "Standard input is where an assistant's requests come from, so the key cannot come from there: --key-file wants a file.", "--key-file", "-")]
    [InlineData(3, "k2.pem", "--key-file", "k2.pem")]
    public async Task What_is_wrong_is_said_before_anything_is_answered(int exitCode, string message, params string[] arguments)
    {
        HlResult result = await Hl.RunAsync(shop.Environment, Initialize + "\n", ["mcp", .. arguments]);
        Assert.Equal(exitCode, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }
}
