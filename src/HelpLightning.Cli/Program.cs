using System.CommandLine;
using System.CommandLine.Invocation;
using HelpLightning.Cli.Calling;
using HelpLightning.Cli.Terminal;

namespace HelpLightning.Cli;

/// <summary><c>hl</c>: Help Lightning at a prompt.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        StandardFiles.Secure();
        Screen screen = new();
        args = args switch
        {
            // As it is typed elsewhere: hl help users list, hl version.
            ["help", ..] => [.. args.AsSpan(1), "--help"],
            ["version"] => ["--version"],
            _ => args,
        };

        RootCommand root = CommandTree.Build(screen, args.FirstOrDefault());
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.CommandResult.Command is { Action: AsynchronousCommandLineAction action } called)
        {
            called.Action = new ReportingAction(action, screen);
        }

        try
        {
            return parsed.Action is ParseErrorAction ? UsageError.Report(parsed, screen)
                : parsed.Action == parsed.CommandResult.Command.Action && EmptyValue.Find(parsed) is { } empty ? UsageError.Report([empty], parsed, screen)
                : await parsed.InvokeAsync(new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    Output = screen.Out,
                    Error = screen.Error,
                    ProcessTerminationTimeout = parsed.CommandResult.Command is HlCommand command ? command.TimeToStop : HlCommand.UsualTimeToStop,
                });
        }
        catch (Exception e)
        {
            return Failure.Report(e, ConnectionFlags.IsVerbose(parsed), screen);
        }
    }
}
