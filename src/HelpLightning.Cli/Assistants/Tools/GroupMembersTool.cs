using HelpLightning.Client;

namespace HelpLightning.Cli.Assistants.Tools;

/// <summary>Who is in a group.</summary>
internal sealed class GroupMembersTool() : ListTool<User>(
    "group_members",
    "List the members of a group",
    "The people of one group.",
    ("member", "members"),
    SiteShapes.PersonInList,
    GroupFinder.Parameter("Which group", isRequired: true))
{
    protected override async Task<ListSource<User>> OpenAsync(ToolCall call, ListOptions options, CancellationToken cancellation)
    {
        Group group = await GroupFinder.FindAsync(call, call.Arguments.Required("group"), cancellation);
        return new ListSource<User>(call.Client.Groups.ListMembersAsync(group.Id, options: options, cancellationToken: cancellation));
    }
}
