using System.IO.Pipelines;
using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary><c>hl mcp</c> in this process, and the official SDK's client at the other end of its two streams.</summary>
internal sealed class McpRun : IAsyncDisposable
{
    private readonly TestHost _host;
    private readonly Task<HlResult> _run;
    private readonly CopyingStream _wire;
    private readonly Pipe _incoming;

    private McpRun(TestHost host, Task<HlResult> run, CopyingStream wire, Pipe incoming, McpClient client)
    {
        _host = host;
        _run = run;
        _wire = wire;
        _incoming = incoming;
        Client = client;
    }

    public McpClient Client { get; }

    /// <summary>All that came out of standard output so far.</summary>
    public string Wire => _wire.Text;

    public static Task<McpRun> StartAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        StartAsync(environment, null, arguments);

    public static async Task<McpRun> StartAsync(
        IReadOnlyDictionary<string, string> environment, McpClientOptions? options, params string[] arguments)
    {
        Pipe incoming = new();
        Pipe outgoing = new();
        CopyingStream wire = new(outgoing.Writer.AsStream());
        TestHost host = new(environment) { Incoming = incoming.Reader.AsStream(), Outgoing = wire };
        Task<HlResult> run = Hl.RunAsync(host, ["mcp", .. arguments]);
        McpClient client = await McpClient.CreateAsync(
            new StreamClientTransport(incoming.Writer.AsStream(), outgoing.Reader.AsStream()),
            options, cancellationToken: TestContext.Current.CancellationToken);
        return new McpRun(host, run, wire, incoming, client);
    }

    /// <summary>The newest revision in which the server asks by itself; what a client that says nothing else speaks is newer.</summary>
    public static McpClientOptions Asking(Func<ElicitRequestParams, ElicitResult> answer, string? revision = "2025-11-25") => new()
    {
        ProtocolVersion = revision,
        Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Form = new FormElicitationCapability() } },
        Handlers = new McpClientHandlers { ElicitationHandler = (question, _) => ValueTask.FromResult(answer(question!)) },
    };

    public static ElicitResult Yes() =>
        new() { Action = "accept", Content = new Dictionary<string, JsonElement> { ["confirm"] = JsonSerializer.SerializeToElement(true) } };

    public async Task<CallToolResult> CallAsync(string tool, object? arguments = null) => await Client.CallToolAsync(
        tool,
        JsonSerializer.SerializeToElement(arguments ?? new { }).EnumerateObject().ToDictionary(static p => p.Name, static p => (object?)p.Value),
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>The content of an answer that is no error.</summary>
    public async Task<JsonElement> GetAsync(string tool, object? arguments = null)
    {
        CallToolResult result = await CallAsync(tool, arguments);
        Assert.True(result.IsError != true, TextOf(result));
        return result.StructuredContent!.Value;
    }

    public async Task<string> RefusalAsync(string tool, object? arguments = null)
    {
        CallToolResult result = await CallAsync(tool, arguments);
        Assert.True(result.IsError);
        Assert.Null(result.StructuredContent);
        return TextOf(result);
    }

    public static string TextOf(CallToolResult result) => Assert.IsType<TextContentBlock>(Assert.Single(result.Content)).Text;

    /// <summary>Closes its standard input.</summary>
    public async Task<HlResult> EndAsync()
    {
        await _incoming.Writer.CompleteAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        await Client.DisposeAsync();
        await _wire.DisposeAsync();
        _host.Dispose();
    }
}
