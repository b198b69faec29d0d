using System.CommandLine;
using HelpLightning.Cli.Actions;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Hosting;
using HelpLightning.Cli.Lookup;
using HelpLightning.Cli.Shapes;
using HelpLightning.Cli.Syntax;
using HelpLightning.Client;

namespace HelpLightning.Cli.Commands;

/// <summary><c>hl workspaces</c>.</summary>
internal static class WorkspaceCommands
{
    private static readonly NamedThing<Workspace> Named = new(
        "workspace", static (client, options) => client.Workspaces.ListAsync(options), static w => w.Id, static w => w.Name);

    public static Command Build(Host host) => new HlCommand("workspaces", "The workspaces of the site, and a token for one",
        "hl workspaces list",
        "hl users list --workspace 900001")
    {
        List(host), Get(host), Token(host),
    };

    private static HlCommand List(Host host) => ListAction.Attach(
        new HlCommand("list", "List workspaces", "hl workspaces list"),
        host, WorkspaceShape.Full, ActingAs.Site, static (_, session, options) => session.Client.Workspaces.ListAsync(options));

    private static HlCommand Get(Host host)
    {
        Argument<string> workspace = Named.Argument();
        return ReadAction.AttachOne(
            new HlCommand("get", "Show a workspace", "hl workspaces get 900001", "hl workspaces get \"Field Service North\"") { workspace },
            host, WorkspaceShape.Full, ActingAs.Site,
                (parsed, session, cancellation) => GetAsync(host, parsed, session, workspace, cancellation));
    }

    private static HlCommand Token(Host host)
    {
        Argument<string> workspace = Named.Argument();
        return TokenAction.Attach(
            new HlCommand("token", "Print a token that opens a workspace. It is a secret", "hl workspaces token 900001") { workspace },
            host, ActingAs.Site,
                async (parsed, session, cancellation) => (await GetAsync(host, parsed, session, workspace, cancellation)).Token);
    }

    private static async Task<Workspace> GetAsync(
        Host host, ParseResult parsed, ApiSession session, Argument<string> workspace, CancellationToken cancellation) =>
        await session.Client.Workspaces.GetAsync(
            await Named.FindAsync(session.Client, parsed.GetRequiredValue(workspace), host, cancellation), cancellation);
}
