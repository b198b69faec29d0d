using System.Reflection;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Cli.Assistants.Tools;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Reporting;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace HelpLightning.Cli.Assistants;

/// <summary>The Model Context Protocol over a pair of streams, until the other side ends it.</summary>
/// <param name="host">The machine.</param>
/// <param name="plan">What is offered.</param>
/// <param name="site">What the tools call.</param>
internal sealed class AssistantServer(Host host, AssistantPlan plan, AssistantSite site)
{
    private const int LongestError = 600;

    private readonly Confirmation _confirmation = new(plan.IsAskedBeforehand);

    /// <param name="input">Requests, a line each.</param>
    /// <param name="output">Answers, and nothing else.</param>
    /// <param name="loggers">Told what goes wrong in the protocol.</param>
    /// <param name="cancellation">Ends it as the end of the input does.</param>
    public async Task RunAsync(Stream input, Stream output, ILoggerFactory loggers, CancellationToken cancellation)
    {
        // SIGTERM and Ctrl-C are how a server is stopped too: to it they are the end of its input.
        await using EndableInput endable = new(input, cancellation);
        await using StreamServerTransport transport = new(endable, output, "hl", loggers);
        await using McpServer server = McpServer.Create(transport, Options(), loggers);
        await server.RunAsync(CancellationToken.None);
    }

    private McpServerOptions Options()
    {
        ListToolsResult tools = new() { Tools = [.. plan.Tools.Select(static tool => tool.Describe())] };
        McpServerOptions options = new()
        {
            ServerInfo = new Implementation { Name = "help-lightning", Title = "Help Lightning", Version = Version },
            ServerInstructions = plan.Instructions,
            Capabilities = new ServerCapabilities { Tools = new ToolsCapability() },
        };
        options.Handlers.ListToolsHandler = (_, _) =>
        {
            // Who looks at the tools will call one.
            site.Begin();
            return ValueTask.FromResult(tools);
        };
        options.Handlers.CallToolHandler = CallAsync;
        return options;
    }

    private static string Version =>
        typeof(AssistantServer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private async ValueTask<CallToolResult> CallAsync(RequestContext<CallToolRequestParams> request, CancellationToken cancellation)
    {
        AssistantTool tool = plan.Tools.FirstOrDefault(t => t.Name == request.Params.Name) ?? throw new McpProtocolException(
            $"There is no tool {SiteText.Of(request.Params.Name, 40)}. "
            + $"There are: {string.Join(", ", plan.Tools.Select(static t => t.Name))}.",
            McpErrorCode.InvalidParams);
        ProgressTeller progress = new(request, cancellation);
        try
        {
            Arguments arguments = new(tool.Name, tool.Parameters, request.Params.Arguments);
            ToolCall call = new()
            {
                Host = host,
                Site = await site.OpenAsync(cancellation),
                Now = await site.NowAsync(cancellation),
                Arguments = arguments,
                Progress = progress.Tell,
                ConfirmAsync = (question, token) => _confirmation.AskAsync(request, question, token),
                AllowsWrites = plan.AllowsWrites,
            };
            return (await tool.RunAsync(call, cancellation)).ToResult();
        }
        catch (ToolRefusal e)
        {
            return Answer.Refusal(e.Message, e.Rows).ToResult();
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is not (McpException or InputRequiredException))
        {
            // A server's own words may be in it.
            return Answer.Refusal(SiteText.Of(Failure.Words(e), LongestError)).ToResult();
        }
        finally
        {
            await progress.EndAsync();
        }
    }
}
