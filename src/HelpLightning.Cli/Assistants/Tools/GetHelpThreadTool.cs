using System.Text.Json.Nodes;
using HelpLightning.Cli.Assistants.Answers;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>The help thread of a call.</summary>
internal sealed class GetHelpThreadTool() : AssistantTool(
    "get_help_thread",
    "Show the help thread of a call",
    "The help thread that a call belongs to: what it is about, its state, who is in it, the site's own fields. Not its messages.")
{
    public override IReadOnlyList<Parameter> Parameters { get; } = [CallIdArgument.Parameter];

    public override JsonObject OutputSchema => SiteShapes.Thread.Schema();

    public override async Task<Answer> RunAsync(ToolCall call, CancellationToken cancellation) =>
        await call.Client.HelpThreads.FindByCallAsync(CallIdArgument.Read(call), cancellation) is { } thread
            ? Answer.OfOne("The help thread.", SiteShapes.Thread.Row(thread, call.Now))
            : Answer.OfOne("This call has no help thread.", []) with { Rows = [] };
}
