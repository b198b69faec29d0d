using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl workspaces</c>.</summary>
internal static class WorkspaceCommands
{
    public static Command Build(Screen screen) => new HlCommand("workspaces", "The workspaces of the site, and a token for one",
        "hl workspaces list",
        "hl users list --workspace 900001")
    {
        List(screen), Get(screen), Token(screen),
    };

    private static HlCommand List(Screen screen) => ListAction.Attach(
        new HlCommand("list", "List workspaces", "hl workspaces list"),
        screen, WorkspaceShape.Full, ActingAs.Site, static (_, session, options) => session.Client.Workspaces.ListAsync(options));

    private static HlCommand Get(Screen screen)
    {
        Argument<long> id = Id();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a workspace", "hl workspaces get 900001") { id },
            screen, WorkspaceShape.Full, ActingAs.Site, (parsed, session, cancellation) => session.Client.Workspaces.GetAsync(parsed.GetValue(id), cancellation));
    }

    private static HlCommand Token(Screen screen)
    {
        Argument<long> id = Id();
        return TokenAction.Attach(
            new HlCommand("token", "Print a token that opens a workspace. It is a secret", "hl workspaces token 900001") { id },
            screen, ActingAs.Site, async (parsed, session, cancellation) => (await session.Client.Workspaces.GetAsync(parsed.GetValue(id), cancellation)).Token);
    }

    private static Argument<long> Id() => new("WORKSPACE_ID") { Description = "The number that hl workspaces list shows" };
}
