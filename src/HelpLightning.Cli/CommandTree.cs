using System.CommandLine;
using System.CommandLine.Help;
using HelpLightning.Cli.Commands;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Hosting;

namespace HelpLightning.Cli;

/// <summary>All commands of hl, by name and section.</summary>
internal static class CommandTree
{
    private static readonly (string Title, (string Name, Func<Host, Command> Build)[] Commands)[] Sections =
    [
        ("Start here", [("demo", DemoCommand.Build), ("config", ConfigCommands.Build), ("doctor", DoctorCommand.Build)]),
        ("Keys and tokens", [("key", KeyCommands.Build), ("token", TokenCommands.Build)]),
        ("The site by name", [("users", UserCommands.Build), ("groups", GroupCommands.Build),
            ("workspaces", WorkspaceCommands.Build), ("calls", CallCommands.Build)]),
        ("For a person (--as)", [("contacts", ContactCommands.Build), ("links", LinkCommands.Build),
            ("sessions", SessionCommands.Build), ("threads", ThreadCommands.Build)]),
        ("The API as it is", [("api", ApiCommand.Build)]),
        ("Bring data home", [("export", ExportCommand.Build), ("reports", ReportCommands.Build), ("overview", OverviewCommand.Build)]),
        ("On this machine", [("mcp", McpCommand.Build), ("proxy", ProxyCommand.Build), ("webhooks", WebhookCommands.Build),
            ("sandbox", SandboxCommand.Build), ("completion", CompletionCommand.Build), (ManCommand.Name, ManCommand.Build)]),
    ];

    /// <summary>
    /// What the command line needs. Where its first word is a command, only that one is made: the others, with their many
    /// options, cost as much time as signing a token.
    /// </summary>
    public static RootCommand Build(Host host, string? firstWord)
    {
        bool isCommand = firstWord is not null and not ManCommand.Name && Sections.Any(s => s.Commands.Any(c => c.Name == firstWord));
        CommandSection[] sections =
        [
            .. Sections.Select(s => new CommandSection(
                s.Title, [.. s.Commands.Where(c => !isCommand || c.Name == firstWord).Select(c => c.Build(host))])),
        ];
        RootCommand root = new("hl: Help Lightning at a prompt. Partner keys and tokens, the API by name, a sandbox on this machine.");
        foreach (Command command in sections.SelectMany(static s => s.Commands))
        {
            root.Add(command);
        }

        HelpScreen help = new(host, sections);
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            option.Action = help;

            // The others are of another system's habits, and would stand in every completion.
            option.Aliases.Clear();
            option.Aliases.Add("-h");
        }

        // Without a command there is nothing to do but to say what there is.
        root.SetAction(parsed => help.Invoke(parsed));
        return root;
    }
}
