using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Workspaces.</summary>
internal sealed class ListWorkspacesTool() : ListTool<Workspace>(
    "list_workspaces",
    "List workspaces",
    "The workspaces of the site: parts of it with people, groups and calls of their own, which the other tools do not see.",
    ("workspace", "workspaces"),
    SiteShapes.Workspace)
{
    protected override Task<ListSource<Workspace>> OpenAsync(ToolCall call, ListOptions options, CancellationToken cancellation) =>
        Task.FromResult(new ListSource<Workspace>(call.Client.Workspaces.ListAsync(options, cancellation)));
}
