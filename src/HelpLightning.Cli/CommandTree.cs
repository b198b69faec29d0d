using System.CommandLine;
using System.CommandLine.Help;
using HelpLightning.Cli.Commands;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli;

/// <summary>All commands of hl.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Screen screen)
    {
        CommandSection[] sections =
        [
            new("Start here", DemoCommand.Build(screen), ConfigCommands.Build(screen), DoctorCommand.Build(screen)),
            new("Keys and tokens", KeyCommands.Build(screen), TokenCommands.Build(screen)),
            new("The API by name", UserCommands.Build(screen), GroupCommands.Build(screen), WorkspaceCommands.Build(screen), CallCommands.Build(screen)),
            new("The API as it is", ApiCommand.Build(screen)),
            new("Bring data home", ExportCommand.Build(screen), ReportCommands.Build(screen)),
            new("On this machine", SandboxCommand.Build(screen), CompletionCommand.Build(screen), ManCommand.Build(screen)),
        ];
        RootCommand root = new("hl: Help Lightning at a prompt. Partner keys and tokens, the API by name, a sandbox on this machine.");
        foreach (Command command in sections.SelectMany(static s => s.Commands))
        {
            root.Add(command);
        }

        HelpScreen help = new(screen, sections);
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
