using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Commands;
using HelpLightning.Cli.Help;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli;

/// <summary><c>hl</c>: Help Lightning at a prompt.</summary>
internal static class Program
{
    /// <summary>Ctrl-C must end a command that waits for its standard input.</summary>
    private static readonly TimeSpan TimeToStop = TimeSpan.FromSeconds(2);

    public static async Task<int> Main(string[] args)
    {
        Screen screen = new();
        RootCommand root = Build(screen);
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            return parsed.Action is ParseErrorAction
                ? UsageError.Report(parsed, screen)
                : await parsed.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = screen.Out,
                    Error = screen.Error,
                    ProcessTerminationTimeout = parsed.CommandResult.Command.Name == SandboxCommand.Name ? SandboxCommand.TimeToStop : TimeToStop,
                });
        }
        catch (Exception e)
        {
            return Failure.Report(e, screen);
        }
    }

    private static RootCommand Build(Screen screen)
    {
        RootCommand root = new("hl: Help Lightning at a prompt. Partner keys and tokens, signed calls, a sandbox on this machine.")
        {
            DemoCommand.Build(screen),
            TokenCommands.Build(screen),
            KeyCommands.Build(screen),
            UserCommands.Build(screen),
            GroupCommands.Build(screen),
            WorkspaceCommands.Build(screen),
            CallCommands.Build(screen),
            ApiCommand.Build(screen),
            ConfigCommands.Build(screen),
            DoctorCommand.Build(screen),
            SandboxCommand.Build(screen),
            CompletionCommand.Build(screen),
        };
        HelpScreen help = new(screen);
        foreach (Option option in root.Options)
        {
            if (option is HelpOption helpOption)
            {
                helpOption.Action = help;
            }
        }

        // Without a command there is nothing to do but to say what there is.
        root.SetAction(parsed => help.Invoke(parsed));
        return root;
    }
}
