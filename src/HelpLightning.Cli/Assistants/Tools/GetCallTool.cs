using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;
using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>One call.</summary>
internal sealed class GetCallTool() : AssistantTool(
    "get_call", "Show a call", "One call: who took part, when, how long, its tags, its groups, and its recordings and files by name.")
{
    public override IReadOnlyList<Parameter> Parameters { get; } = [CallIdArgument.Parameter];

    public override JsonObject OutputSchema => SiteShapes.Call.Schema();

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation)
    {
        CallId id = CallIdArgument.Read(call);
        Call found = await call.Client.Calls.GetAsync(id, cancellation);
        CallDetails details = new(found, await call.Client.Attachments.ListAsync(id, cancellation));
        return Answer.OfOne("The call.", SiteShapes.Call.Row(details, call.Now));
    }
}
