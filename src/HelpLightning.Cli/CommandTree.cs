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
    /// options, cost as much time as signing a token. So does a <see cref="RootCommand"/>, whose options look their texts up in resources
    /// by culture; it is for lines that begin otherwise: with a flag of the root, a word to complete, or nothing.
    /// </summary>
    public static Command Build(Host host, string? firstWord) => Find(firstWord) is { } build
        ? new Command("hl") { new HelpFlag(new HelpScreen(host, [])), build(host) }
        : BuildAll(host);

    private static RootCommand BuildAll(Host host)
    {
        CommandSection[] sections =
        [
            .. Sections.Select(section => new CommandSection(section.Title, [.. section.Commands.Select(c => c.Build(host))])),
        ];
        RootCommand root = new("hl: Help Lightning at a prompt. Partner keys and tokens, the API by name, a sandbox on this machine.");
        foreach (Command command in sections.SelectMany(static s => s.Commands))
        {
            root.Add(command);
        }

        HelpScreen help = new(host, sections);
        root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        root.Options.OfType<VersionOption>().Single().Description = "Show the version";
        root.Add(new HelpFlag(help));

        // Without a command there is nothing to do but to say what there is.
        root.SetAction(parsed => help.Invoke(parsed));
        return root;
    }

    /// <summary>How the command of that name is made. The manual is about all of them, so it is not made alone.</summary>
    private static Func<Host, Command>? Find(string? name)
    {
        // Without LINQ: over pairs it has the runtime put generic code together, which takes a hundredth of all the time there is.
        foreach ((string _, (string Name, Func<Host, Command> Build)[] commands) in Sections)
        {
            foreach ((string candidate, Func<Host, Command> build) in commands)
            {
                if (candidate == name && name != ManCommand.Name)
                {
                    return build;
                }
            }
        }

        return null;
    }
}
