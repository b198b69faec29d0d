using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Groups.</summary>
internal sealed class ListGroupsTool() : ListTool<Group>(
    "list_groups",
    "List groups",
    "Groups of the site and how many people are in them. group_members tells who.",
    ("group", "groups"),
    SiteShapes.Group,
    new Parameter("name", "string", "Only groups whose name holds this text"))
{
    protected override Task<ListSource<Group>> OpenAsync(ToolCall call, ListOptions options, CancellationToken cancellation) =>
        Task.FromResult(new ListSource<Group>(
            call.Client.Groups.ListAsync(options: options, cancellationToken: cancellation),
            call.Arguments.Text("name") is { } part
                ? group => group.Name?.Contains(part, StringComparison.OrdinalIgnoreCase) == true
                : null));
}
