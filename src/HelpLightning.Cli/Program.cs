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
        if (args is ["help", ..])
        {
            // As it is typed elsewhere: hl help users list.
            args = [.. args.AsSpan(1), "--help"];
        }

        RootCommand root = CommandTree.Build(screen, args.FirstOrDefault());
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.CommandResult.Command is { Action: AsynchronousCommandLineAction action } called)
        {
            called.Action = new ReportingAction(action, screen);
        }

        try
        {
            return parsed.Action is ParseErrorAction
                ? UsageError.Report(parsed, screen)
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
