using HelpLightning.Cli.Assistants.Tools;
using HelpLightning.Cli.Exit;

namespace HelpLightning.Cli.Assistants;

/// <summary>All tools, and those that one server offers.</summary>
internal static class Toolbox
{
    public static readonly IReadOnlyList<AssistantTool> All =
    [
        new SiteOverviewTool(),
        new FindPeopleTool(),
        new GetPersonTool(),
        new ListGroupsTool(),
        new GroupMembersTool(),
        new FindCallsTool(),
        new GetCallTool(),
        new CallStatisticsTool(),
        new GetHelpThreadTool(),
        new ListWorkspacesTool(),
        new InvitePersonTool(),
        new SendCallLinkTool(),
    ];

    /// <param name="names">As they were typed, with commas between them; null for all.</param>
    /// <param name="allowsWrites">Also those that change or send something?</param>
    public static IReadOnlyList<AssistantTool> Choose(string? names, bool allowsWrites)
    {
        if (names is null)
        {
            return [.. All.Where(tool => allowsWrites || !tool.Writes)];
        }

        string[] wanted = names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        foreach (string name in wanted)
        {
            AssistantTool tool = All.FirstOrDefault(t => t.Name == name) ?? throw CommandException.Usage(
                $"--tools names a tool that is not there. There are: {string.Join(", ", All.Select(static t => t.Name))}.");
            if (tool.Writes && !allowsWrites)
            {
                throw CommandException.Usage($"{name} sends something to people: add --allow-writes to offer it.");
            }
        }

        return wanted.Length == 0
            ? throw CommandException.Usage("--tools wants names with commas between them, such as find_people,get_person.")
            : [.. All.Where(tool => wanted.Contains(tool.Name))];
    }
}
