using System.IO.Pipelines;
using System.Text;
using System.Text.Json;

namespace HelpLightning.Cli.Tests.Assistants;

/// <summary><c>hl mcp</c> in this process, spoken to in lines that a test writes itself.</summary>
internal sealed class McpWire : IAsyncDisposable
{
    private readonly TestHost _host;
    private readonly Task<HlResult> _run;
    private readonly Pipe _incoming;
    private readonly StreamReader _lines;
    private bool _isEnded;

    private McpWire(TestHost host, Task<HlResult> run, Pipe incoming, Pipe outgoing)
    {
        _host = host;
        _run = run;
        _incoming = incoming;
        _lines = new StreamReader(outgoing.Reader.AsStream());
    }

    public static McpWire Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        Pipe incoming = new();
        Pipe outgoing = new();
        TestHost host = new(environment) { Incoming = incoming.Reader.AsStream(), Outgoing = outgoing.Writer.AsStream() };
        return new McpWire(host, Hl.RunAsync(host, ["mcp", .. arguments]), incoming, outgoing);
    }

    public async Task SendAsync(string line) =>
        await _incoming.Writer.WriteAsync(Encoding.UTF8.GetBytes(line + "\n"), TestContext.Current.CancellationToken);

    /// <summary>The next line, which must be JSON.</summary>
    public async Task<string> ReadLineAsync() =>
        await _lines.ReadLineAsync(TestContext.Current.CancellationToken) ?? throw new EndOfStreamException(_host.Error);

    /// <summary>The answers to these requests, in whatever order they come.</summary>
    public async Task<Dictionary<int, JsonElement>> ReadAsync(params int[] ids)
    {
        Dictionary<int, JsonElement> answers = [];
        while (!ids.All(answers.ContainsKey))
        {
            JsonElement answer = JsonDocument.Parse(await ReadLineAsync()).RootElement;
            if (answer.TryGetProperty("id", out JsonElement id) && id.ValueKind == JsonValueKind.Number)
            {
                answers[id.GetInt32()] = answer;
            }
        }

        return answers;
    }

    public async Task<HlResult> EndAsync()
    {
        _isEnded = true;
        await _incoming.Writer.CompleteAsync();
        return await _run;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isEnded)
        {
            await EndAsync();
        }

        _lines.Dispose();
        _host.Dispose();
    }
}
